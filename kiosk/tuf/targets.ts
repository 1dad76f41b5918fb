import { fail, ok, type Result } from '../core/result.ts';
import type { Bytes } from './bytes.ts';
import { checkFile } from './check-file.ts';
import type { FileInfo, Targets } from './metadata.ts';
import type { Parsed } from './parse-metadata.ts';
import type { TufProblem } from './port.ts';
import { readSigned, type Update, type Vouched } from './update.ts';

/** A targets role, the top one or a delegated one, as its delegator and the snapshot know it. */
export interface WantedRole extends Vouched { readonly name: string; readonly file: FileInfo }

/** §5.6.1 to §5.6.6, for one role. What is stored serves when it passes the same checks: those of the present delegator and snapshot. */
export async function updateTargets(update: Update, wanted: WantedRole, consistent: boolean): Promise<Result<Parsed<Targets>, TufProblem>> {
  const { name, file } = wanted;
  const stored = await update.stored(name);
  const old = stored && await checkTargets(update, stored, wanted);
  if (old?.ok && !update.isExpired(old.value.signed)) return old;

  // §5.6.1
  const fetched = await update.metadata(consistent ? `${file.version}.${name}.json` : `${name}.json`, Math.min(file.length ?? Infinity, update.limits.targets), name);
  if (!fetched.ok) return fetched;
  const fresh = await checkTargets(update, fetched.value, wanted);
  if (!fresh.ok) return fresh;
  // §5.6.5, §5.6.6
  if (update.isExpired(fresh.value.signed)) return fail({ is: 'expired', name });
  const trouble = await update.keep(name, fetched.value);
  return trouble ? fail(trouble) : fresh;
}

/** The same from what is stored alone, whether its time is over or not. */
export async function loadTargets(update: Update, wanted: WantedRole): Promise<Result<Parsed<Targets>, TufProblem>> {
  const stored = await update.stored(wanted.name);
  return stored ? checkTargets(update, stored, wanted) : fail({ is: 'missing', name: wanted.name });
}

/** §5.6.2, §5.6.3, §5.6.4: everything but its time. */
async function checkTargets(update: Update, bytes: Bytes, { name, file, ...vouched }: WantedRole): Promise<Result<Parsed<Targets>, TufProblem>> {
  const damage = await checkFile(bytes, file);
  if (damage) return fail({ is: damage, name });
  const read = await readSigned(update, bytes, 'targets', name, vouched);
  if (!read.ok) return read;
  return read.value.metadata.signed.version === file.version ? ok(read.value.metadata) : fail({ is: 'version', name });
}

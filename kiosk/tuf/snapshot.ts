import { fail, ok, type Result } from '../core/result.ts';
import { checkFile } from './check-file.ts';
import type { Root, Snapshot, Timestamp } from './metadata.ts';
import type { Parsed } from './parse-metadata.ts';
import type { TufProblem } from './port.ts';
import { readSigned, type Update, vouchedByRoot } from './update.ts';

/** §5.5 */
export async function updateSnapshot(update: Update, root: Root, timestamp: Timestamp): Promise<Result<Parsed<Snapshot>, TufProblem>> {
  const vouched = vouchedByRoot(root, 'snapshot');
  const wanted = timestamp.meta['snapshot.json'];
  // §5.3.11, as for the timestamp.
  const stored = await update.stored('snapshot');
  const read = stored && await readSigned(update, stored, 'snapshot', 'snapshot', vouched);
  const old = read?.ok ? read.value : undefined;
  if (old && old.metadata.signed.version === wanted.version && !update.isExpired(old.metadata.signed) && await checkFile(old.bytes, wanted) === undefined) return ok(old.metadata);

  // §5.5.1, §5.5.2, §5.5.3
  const fetched = await update.metadata(root.consistent_snapshot ? `${wanted.version}.snapshot.json` : 'snapshot.json', Math.min(wanted.length ?? Infinity, update.limits.snapshot), 'snapshot');
  if (!fetched.ok) return fetched;
  const damage = await checkFile(fetched.value, wanted);
  if (damage) return fail({ is: damage, name: 'snapshot' });
  const fresh = await readSigned(update, fetched.value, 'snapshot', 'snapshot', vouched);
  if (!fresh.ok) return fresh;
  const { metadata } = fresh.value;
  // §5.5.4
  if (metadata.signed.version !== wanted.version) return fail({ is: 'version', name: 'snapshot' });
  // §5.5.5: no targets file may grow older or disappear.
  const lost = old && Object.entries(old.metadata.signed.meta).find(([file, { version }]) => !Object.hasOwn(metadata.signed.meta, file) || metadata.signed.meta[file]!.version < version);
  if (lost) return fail({ is: 'rollback', name: lost[0].replace(/\.json$/, '') });
  // §5.5.6, §5.5.7
  if (update.isExpired(metadata.signed)) return fail({ is: 'expired', name: 'snapshot' });
  const trouble = await update.keep('snapshot', fetched.value);
  return trouble ? fail(trouble) : ok(metadata);
}

/** From what is stored alone, whether its time is over or not; it must be the one that the timestamp means. */
export async function loadSnapshot(update: Update, root: Root, timestamp: Timestamp): Promise<Result<Parsed<Snapshot>, TufProblem>> {
  const stored = await update.stored('snapshot');
  if (!stored) return fail({ is: 'missing', name: 'snapshot' });
  const wanted = timestamp.meta['snapshot.json'];
  const damage = await checkFile(stored, wanted);
  if (damage) return fail({ is: damage, name: 'snapshot' });
  const read = await readSigned(update, stored, 'snapshot', 'snapshot', vouchedByRoot(root, 'snapshot'));
  if (!read.ok) return read;
  return read.value.metadata.signed.version === wanted.version ? ok(read.value.metadata) : fail({ is: 'version', name: 'snapshot' });
}

import { fail, ok, type Result } from '../core/result.ts';
import type { Root, Timestamp } from './metadata.ts';
import { type Parsed, parseMetadata } from './parse-metadata.ts';
import type { TufProblem } from './port.ts';
import { isSigned } from './signed.ts';
import { readSigned, type Update, vouchedByRoot } from './update.ts';

/** §5.4 */
export async function updateTimestamp(update: Update, root: Root): Promise<Result<Parsed<Timestamp>, TufProblem>> {
  const vouched = vouchedByRoot(root, 'timestamp');
  // §5.3.11: what the keys of the present root have not signed is forgotten. Asked here, and not when keys rotate, it holds
  // also when an update was interrupted right after a new root was kept.
  const stored = await update.stored('timestamp');
  const read = stored && await readSigned(update, stored, 'timestamp', 'timestamp', vouched);
  const old = read?.ok ? read.value.metadata : undefined;

  // §5.4.1, §5.4.2
  const fetched = await update.metadata('timestamp.json', update.limits.timestamp, 'timestamp');
  if (!fetched.ok) return fetched;
  const fresh = await readSigned(update, fetched.value, 'timestamp', 'timestamp', vouched);
  if (!fresh.ok) return fresh;
  const { metadata } = fresh.value;
  // §5.4.3.1: the same number says nothing new; but the files below it may still be wanting from an update that was interrupted.
  if (old && metadata.signed.version < old.signed.version) return fail({ is: 'rollback', name: 'timestamp' });
  if (old && metadata.signed.version === old.signed.version) return update.isExpired(old.signed) ? fail({ is: 'expired', name: 'timestamp' }) : ok(old);
  // §5.4.3.2
  const [was, is] = [old?.signed.meta['snapshot.json'].version, metadata.signed.meta['snapshot.json'].version];
  if (was !== undefined && is < was && !await haveSnapshotKeysRotated(update, root)) return fail({ is: 'rollback', name: 'snapshot' });
  // §5.4.4, §5.4.5
  if (update.isExpired(metadata.signed)) return fail({ is: 'expired', name: 'timestamp' });
  const trouble = await update.keep('timestamp', fetched.value);
  return trouble ? fail(trouble) : ok(metadata);
}

/** §5.3.11: numbers counted up by a stolen snapshot key stop binding once the root has taken that key away. */
async function haveSnapshotKeysRotated({ stored, ring }: Update, root: Root): Promise<boolean> {
  const bytes = await stored('snapshot');
  const snapshot = bytes && parseMetadata(bytes, 'snapshot');
  return snapshot !== undefined && !await isSigned(snapshot, root.roles.snapshot, root.keys, ring);
}

/** From what is stored alone, whether its time is over or not. */
export async function loadTimestamp(update: Update, root: Root): Promise<Result<Parsed<Timestamp>, TufProblem>> {
  const stored = await update.stored('timestamp');
  if (!stored) return fail({ is: 'missing', name: 'timestamp' });
  const read = await readSigned(update, stored, 'timestamp', 'timestamp', vouchedByRoot(root, 'timestamp'));
  return read.ok ? ok(read.value.metadata) : read;
}

import { fail, ok, type Result } from '../core/result.ts';
import type { Root } from './metadata.ts';
import { type Parsed, parseMetadata } from './parse-metadata.ts';
import type { TufProblem } from './port.ts';
import { isSigned } from './signed.ts';
import { readSigned, type Update } from './update.ts';

/** §5.2: the root this client was given, or the last one it came to trust. */
export async function loadRoot(update: Update): Promise<Result<Parsed<Root>, TufProblem>> {
  const bytes = await update.stored('root');
  if (!bytes) return fail({ is: 'no-root', name: 'root' });
  const root = parseMetadata(bytes, 'root');
  if (!root) return fail({ is: 'malformed', name: 'root' });
  return await isSigned(root, root.signed.roles.root, root.signed.keys, update.ring) ? ok(root) : fail({ is: 'unsigned', name: 'root' });
}

/** §5.3: one root after the other to the newest, each vouched for by the one before. */
export async function updateRoot(update: Update, from: Parsed<Root>): Promise<Result<Parsed<Root>, TufProblem>> {
  let root = from;
  for (let rotations = 0; rotations < update.limits.rotations; rotations++) {
    // §5.3.2, §5.3.3
    const version = root.signed.version + 1;
    const fetched = await update.metadata(`${version}.root.json`, update.limits.root, 'root');
    if (!fetched.ok && fetched.problem.is === 'missing') break;
    if (!fetched.ok) return fetched;
    // §5.3.4: the old keys must vouch for the new, and the new for themselves.
    const { keys, roles } = root.signed;
    const next = await readSigned(update, fetched.value, 'root', 'root', { role: roles.root, keys });
    if (!next.ok) return next;
    const { metadata } = next.value;
    if (!await isSigned(metadata, metadata.signed.roles.root, metadata.signed.keys, update.ring)) return fail({ is: 'unsigned', name: 'root' });
    // §5.3.5
    if (metadata.signed.version !== version) return fail({ is: metadata.signed.version < version ? 'rollback' : 'version', name: 'root' });
    // §5.3.6: that one in between has expired does not matter. §5.3.7, §5.3.8
    root = metadata;
    const trouble = await update.keep('root', fetched.value);
    if (trouble) return fail(trouble);
  }
  // §5.3.10. For §5.3.11 see timestamp.ts and snapshot.ts: they believe what is stored only if this root still vouches for it.
  return update.isExpired(root.signed) ? fail({ is: 'expired', name: 'root' }) : ok(root);
}

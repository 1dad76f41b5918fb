import { rolloutRole } from '../schema/manifest.ts';
import type { Rollout } from '../schema/rollout.ts';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import { checkDraft, type Next } from './check-draft.ts';
import { type Draft, targetFiles } from './draft.ts';
import { blobPath } from '../schema/manifest.ts';
import { moment } from './policy.ts';
import type { CatalogProblem } from './problem.ts';
import { type Published, readBlob, readPublished, readRollout, metadataBytes } from './repository.ts';
import { changed, type RolloutChange } from './rollout-change.ts';
import { stableJson } from './stable-json.ts';
import { signRollout, signTop, metadataFile, writeOnce, type WriterOptions, writeTimestamp } from './writer.ts';

/** What is now published. */
export interface Receipt { readonly timestamp: number; readonly snapshot: number; readonly at: string }

/**
 * Publishes a signed draft: blobs, manifests, departments, snapshot, timestamp, in this order and each durable before the next,
 * so that whenever it stops there is a whole catalog, the old one or the new one. A new root comes last: until then everything
 * holds under the old one. The caller holds the lock.
 */
export async function publishDraft(options: WriterOptions, draft: Draft, now: number): Promise<Result<Published, CatalogProblem>> {
  const published = readPublished(options.publicDir);
  const next = checkDraft(published, draft, (hash) => readBlob(options.publicDir, hash) !== undefined, now);
  if (!next.ok) return next;
  const rollout = applied(readRollout(options.publicDir, published), draft.rollout, now);
  if (!rollout.ok) return rollout;
  const blobs = await writeOnce(options, Object.entries(draft.blobs).map(([hash, text]) => [blobPath(hash), Buffer.from(text, 'base64')]));
  if (!blobs.ok) return blobs;
  const manifests = await writeOnce(options, targetFiles(draft));
  if (!manifests.ok) return manifests;
  const before = readRollout(options.publicDir, published);
  const mustSign = stableJson(before) !== stableJson(rollout.value) || keysOfRollout(published) !== keysOfRollout(next.value);
  return publishNext(options, published, next.value, mustSign ? rollout.value : undefined, now);
}

const keysOfRollout = ({ targets }: Pick<Next, 'targets'>): string => JSON.stringify(targets.signed.delegations!.roles!.find(({ name }) => name === rolloutRole));

/** Rollout, departments, snapshot, timestamp, root of the next state: what it needs lies there already. */
export async function publishNext(options: WriterOptions, published: Published, next: Next, rollout: Rollout | undefined, now: number): Promise<Result<Published, CatalogProblem>> {
  let roles = next.roles;
  if (rollout) {
    const signed = await signRollout(options, published, next, rollout, now);
    if (!signed.ok) return signed;
    const written = await writeOnce(options, [signed.value.file]);
    if (!written.ok) return written;
    roles = { ...roles, [rolloutRole]: signed.value.metadata };
  }
  const top = await signTop(options, published, { ...next, roles }, now, true);
  if (!top.ok) return top;
  const { snapshot, timestamp, underOld } = top.value;
  const newRoot = next.root.signed.version > published.root.signed.version;
  const before = newRoot && !underOld ? [['root', next.root] as const] : [];
  const changedRoles = Object.entries({ ...roles, targets: next.targets }).filter(([role, { signed }]) => signed.version !== (role === 'targets' ? published.targets : published.roles[role])?.signed.version);
  const numbered = await writeOnce(options, [...before, ...changedRoles, ['snapshot', snapshot] as const].map(([role, metadata]) => metadataFile(role, metadata)));
  if (!numbered.ok) return numbered;
  await writeTimestamp(options, metadataBytes(timestamp));
  const root = newRoot && underOld ? await writeOnce(options, [metadataFile('root', next.root)]) : ok(null);
  if (!root.ok) return root;
  return ok({ root: next.root, targets: next.targets, roles, snapshot, timestamp });
}

/** A later clock than the last publication's; everything else would look like an attack to kiosks that have seen that. */
export function clockProblem(published: Published, now: number): CatalogProblem | undefined {
  const last = published.timestamp.signed['x-published'];
  return now < Date.parse(last) ? { is: 'backwards', what: '目录的时间', from: last, to: moment(now) } : undefined;
}

export const applied = (rollout: Rollout, changes: readonly RolloutChange[], now: number): Result<Rollout, CatalogProblem> =>
  changes.reduce<Result<Rollout, CatalogProblem>>((all, one) => (all.ok ? changed(all.value, one, now) : fail(all.problem)), ok(rollout));

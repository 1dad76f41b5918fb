import type { Pack } from '../../content/schema/pack.ts';
import type { Withdrawal } from '../../content/schema/rollout.ts';
import type { Taker } from '../core/rollout.ts';
import { dropWaiting, packsKey, sameWithdrawals, stage, type Standing, standingOf } from './generations.ts';
import type { Kept } from './kept.ts';
import type { Listing } from './listing.ts';
import type { Net } from './net.ts';
import { planOf } from './plan.ts';
import { readPack } from './read-pack.ts';
import { lacking, receive } from './receive.ts';
import type { Generation, Packs, Shown } from './record.ts';
import { seed } from './seed.ts';
import type { SyncTrouble } from './state.ts';
import { wishOf } from './wish.ts';

export interface Settling {
  readonly kept: Kept; readonly net: Net; readonly url: string; readonly taker: Taker;
  /** This app's version. */
  readonly own: string;
  readonly catalog: string;
  /** The app's own content: its sentences must all be there, and its files need not be fetched. null: it cannot be had now. */
  readonly builtIn: () => Promise<Pack | null>;
  readonly progress: (files: number, of: number) => void;
  /** Something was staged, or is no longer. */
  readonly changed: () => Promise<void>;
}
/** Versions of the metadata that vouch for a listing. */
export interface Vouching { readonly timestamp: number; readonly snapshot: number }

/**
 * Makes what is listed come true on this kiosk: chooses, fetches, checks and stages, or finds that all of it is shown already.
 * Answers the troubles met; what they concern stays as it is shown. One pack that cannot be shown holds up no other.
 */
export async function settle(listing: Listing, vouching: Vouching, now: number, settling: Settling): Promise<readonly SyncTrouble[]> {
  const { kept, net, url, taker, own, catalog, builtIn, progress, changed } = settling;
  const { withdrawn } = listing.rollout;
  const standing = await standingOf(kept);
  if (!standing.ok) return [{ is: 'storage' }];
  const { shown, active, givenUp } = standing.value;
  const ours = active?.catalog === catalog ? active : undefined;

  let plan = planOf(listing, { taker, now, shown: ours?.packs ?? {}, own });
  const troubles = [...plan.troubles];
  const stays = async (...more: readonly SyncTrouble[]) => [...troubles, ...more, ...await stageWithdrawals(withdrawn, vouching, settling)];
  for (let mended = false; ;) {
    const wish = wishOf(plan, ours);
    if (!wish.ok) return stays(wish.problem);
    const { packs, files, wanted } = wish.value;
    // A catalog that lists nothing has nothing to say about what is shown.
    if (Object.keys(packs).length === 0 || packsKey(packs) === packsKey(active?.packs ?? {})) return stays();
    if (givenUp.includes(packsKey(packs))) return stays({ is: 'fell-back', generation: shown.fellFrom ?? 0 });
    if (waits(standing.value, packs, withdrawn)) return troubles;
    // A withdrawal does not wait for what is still to be fetched.
    if (isUrgent(shown, withdrawn)) await stays();
    const missing = await lacking(kept, wanted);
    if (missing.ok) await seed(kept, missing.value, builtIn);
    const got = await receive(wanted, { kept, net, url, progress });
    if (!got.ok) return stays(got.problem);
    const read = await readPack(kept, { files }, withdrawn, { needed: Object.keys((await builtIn())?.texts.zh ?? {}), site: taker.site, checked: checkedIn(ours, own) });
    if (read.ok) {
      const now = await standingOf(kept);
      const staged = now.ok ? await stage(kept, { packs, files, withdrawn, ...vouching, checkedBy: own, catalog }, isUrgent(now.value.shown, withdrawn)) : now;
      await changed();
      return staged.ok ? troubles : [...troubles, { is: 'storage' }];
    }
    if (read.problem.is === 'damaged' && !mended) {
      mended = true;
      await forget(kept, read.problem.lost);
      continue;
    }
    if (read.problem.is !== 'content') return stays({ is: 'storage' });
    troubles.push(read.problem);
    // Whose file it is goes on with what it shows; where that is not it, or was shown already, the whole is not taken.
    const { pack } = read.problem;
    if (!ours || !Object.hasOwn(ours.packs, pack) || plan.packs[pack] === 'kept') return stays();
    plan = { ...plan, packs: { ...plan.packs, [pack]: 'kept' } };
  }
}

/** The packs shown stay; only what is withdrawn of them may change. What else waits is no longer wanted. */
async function stageWithdrawals(withdrawn: readonly Withdrawal[], vouching: Vouching, { kept, own, catalog, changed }: Settling): Promise<readonly SyncTrouble[]> {
  const standing = await standingOf(kept);
  if (!standing.ok) return [{ is: 'storage' }];
  const { shown, active, waiting } = standing.value;
  const packs = active?.packs ?? {};
  if (waits(standing.value, packs, withdrawn)) return [];
  const same = sameWithdrawals(withdrawn, shown.withdrawn);
  if (same && !waiting) return [];
  const made = same ? await dropWaiting(kept) : await stage(kept, { packs, files: active?.files ?? null, withdrawn, ...vouching, checkedBy: active?.checkedBy ?? own, catalog: active?.catalog ?? catalog }, isUrgent(shown, withdrawn));
  await changed();
  return made.ok ? [] : [{ is: 'storage' }];
}

const isUrgent = (shown: Shown, withdrawn: readonly Withdrawal[]): boolean => withdrawn.some(({ item }) => !shown.withdrawn.some((one) => one.item === item));
const waits = ({ next }: Standing, packs: Packs, withdrawn: readonly Withdrawal[]): boolean => next !== undefined && packsKey(next.packs) === packsKey(packs) && sameWithdrawals(next.withdrawn, withdrawn);
/** The next look fetches them again. */
export const forget = (kept: Kept, hashes: readonly string[]) => kept.write(['blobs'], async (tx) => { for (const hash of hashes) await tx.delete('blobs', hash); });

/** What this app has checked before, in the generation shown, is not checked once more. */
function checkedIn(active: Generation | undefined, own: string): (name: string, sha256: string) => boolean {
  return (name, sha256) => active?.checkedBy === own && active.files?.[name]?.sha256 === sha256;
}

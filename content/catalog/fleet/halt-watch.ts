import { hash } from 'node:crypto';
import { placeInput, placeOf } from '../../../kiosk/core/rollout.ts';
import type { OpenRollout, Rollout } from '../../schema/rollout.ts';
import type { Result } from '../../../kiosk/core/result.ts';
import { judge, tally } from './halting.ts';
import type { FleetStore } from './store.ts';

/** What the watch needs of the catalog. */
export interface Rollouts {
  open(): Promise<readonly OpenRollout[]>;
  /** Signs a rollout.json in which it is halted, and writes it down in the ledger; rejects when that did not come off. */
  halt(id: string, why: string): Promise<unknown>;
}
/** The rollouts of a catalog in a folder, halted in the watch's own name. */
export const rolloutsOf = (
  catalog: { rollout(): Rollout; editRollout(edit: { readonly change: { readonly do: 'halt'; readonly id: string; readonly why: string }; readonly now: number; readonly who: string }): Promise<Result<unknown, unknown>> },
  now: () => number = Date.now,
): Rollouts => ({
  open: async () => catalog.rollout().open,
  async halt(id, why) {
    const done = await catalog.editRollout({ change: { do: 'halt', id, why }, now: now(), who: '自动暂停' });
    if (!done.ok) throw new Error(`The rollout ${id} could not be halted.`, { cause: done.problem });
  },
});
export interface HaltWatchOptions {
  readonly rollouts: Rollouts;
  readonly store: Pick<FleetStore, 'standings' | 'watching'>;
  readonly now?: () => number;
  /** Kiosks silent for longer say nothing about a rollout, ms. */
  readonly heardMs?: number;
  readonly everyMs?: number;
  /** Kiosks read at a time. */
  readonly page?: number;
  /** A look that did not come off; the next one comes all the same. */
  readonly onTrouble?: (error: unknown) => void;
}
export interface Halted { readonly id: string; readonly why: string }
export interface HaltWatch {
  /** One look at all running rollouts; gives those it halted. Rejects when the database or the catalog does not answer. */
  look(): Promise<readonly Halted[]>;
  /** Stops looking; waits for a look under way. */
  stop(): Promise<void>;
}

/** Where a kiosk lies in a rollout's hash, as the kiosk itself computes it. */
export const placeIn = (rollout: string, kiosk: string): number => placeOf(hash('sha256', placeInput(rollout, kiosk), 'buffer'));

/**
 * Looks at the fleet every `everyMs` and halts running rollouts that do harm. Once halted a rollout is watched no longer; when a
 * person resumes it, only what happens from then on speaks against it.
 */
export function haltWatch({ rollouts, store, now = Date.now, heardMs = 3_600_000, everyMs = 15_000, page = 5000, onTrouble }: HaltWatchOptions): HaltWatch {
  async function look(): Promise<readonly Halted[]> {
    const running = (await rollouts.open()).filter(({ state }) => state === 'running');
    const at = now();
    // A kiosk may have taken it between the last look and this one.
    const since = await store.watching(running.map(({ id }) => id), at - everyMs);
    if (running.length === 0) return [];
    const tallies = running.map((rollout) => ({ rollout, count: tally(rollout, since[rollout.id]!, placeIn, at) }));
    const packs = [...new Set(running.flatMap((rollout) => Object.keys(rollout.packs)))];
    for (let after: string | undefined = ''; after !== undefined;) {
      const standings = await store.standings({ heardSince: at - heardMs, packs, after, most: page });
      for (const standing of standings) for (const { count } of tallies) count.add(standing);
      after = standings.length < page ? undefined : standings.at(-1)!.id;
    }
    const halted: Halted[] = [];
    const failed: unknown[] = [];
    for (const { rollout: { id, haltAbove }, count } of tallies) {
      const verdict = judge({ haltAbove }, count.evidence());
      if (!verdict.halt) continue;
      // One that cannot be halted does not keep the next one going.
      await rollouts.halt(id, verdict.why).then(() => halted.push({ id, why: verdict.why }), (error: unknown) => failed.push(error));
    }
    if (failed.length > 0) throw failed[0];
    return halted;
  }

  // One look after the other: a slow database must not halt a rollout twice.
  let under: Promise<readonly Halted[]> = Promise.resolve([]);
  const inTurn = () => {
    under = under.then(look, look);
    return under;
  };
  const timer = setInterval(() => void inTurn().catch((error: unknown) => onTrouble?.(error)), everyMs);
  timer.unref();
  return {
    look: inTurn,
    async stop() {
      clearInterval(timer);
      await under.catch(() => undefined);
    },
  };
}

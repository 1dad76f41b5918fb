import type { OpenRollout, Rollout, Withdrawal } from '../schema/rollout.ts';
import { fail, never, ok, type Result } from '../../kiosk/core/result.ts';
import { moment } from './policy.ts';
import type { CatalogProblem } from './problem.ts';

export type Audience = OpenRollout['to'];
/** What may be changed of who gets what when. It is signed by the catalog itself: no department's approval is waited for. */
export type RolloutChange =
  | { readonly do: 'open'; readonly rollout: OpenRollout }
  /** These packs are published to everybody: they leave the rollouts they were in. */
  | { readonly do: 'take-over'; readonly packs: readonly string[] }
  | { readonly do: 'advance'; readonly id: string; readonly to: Partial<Audience> }
  | { readonly do: 'halt'; readonly id: string; readonly why: string }
  | { readonly do: 'resume' | 'complete'; readonly id: string }
  | { readonly do: 'withdraw'; readonly item: string; readonly why: string; readonly whyEn?: string }
  | { readonly do: 'restore'; readonly item: string }
  | { readonly do: 'quiet'; readonly quiet: Rollout['quiet'] }
  | { readonly do: 'poll'; readonly pollSeconds?: number; readonly reportSeconds?: number };

/** The rollout document with one thing changed. */
export function changed(rollout: Rollout, change: RolloutChange, now: number): Result<Rollout, CatalogProblem> {
  const { open, withdrawn } = rollout;
  const edit = (id: string, how: (one: OpenRollout) => OpenRollout | null): Result<Rollout, CatalogProblem> => (open.some((one) => one.id === id)
    ? ok({ ...rollout, open: open.flatMap((one) => (one.id === id ? how(one) ?? [] : [one])) })
    : fail({ is: 'unknown', what: '推送', name: id }));
  switch (change.do) {
    case 'open': return ok({ ...rollout, open: [...absorbed(open, change.rollout), merged(open, change.rollout)] });
    case 'take-over': return ok({ ...rollout, open: without(open, change.packs) });
    case 'advance': return edit(change.id, (one) => ({ ...one, to: { ...one.to, ...change.to } }));
    case 'halt': return edit(change.id, (one) => ({ ...one, state: 'halted', why: change.why }));
    case 'resume': return edit(change.id, ({ why: _why, ...one }) => ({ ...one, state: 'running' }));
    case 'complete': return edit(change.id, () => null);
    case 'withdraw': {
      const one: Withdrawal = { item: change.item, since: moment(now), why: change.why, ...(change.whyEn !== undefined && { whyEn: change.whyEn }) };
      return ok({ ...rollout, withdrawn: [...withdrawn.filter(({ item }) => item !== change.item), one] });
    }
    case 'restore': return withdrawn.some(({ item }) => item === change.item)
      ? ok({ ...rollout, withdrawn: withdrawn.filter(({ item }) => item !== change.item) })
      : fail({ is: 'unknown', what: '暂停办理的事项', name: change.item });
    case 'quiet': return ok({ ...rollout, quiet: change.quiet });
    case 'poll': return ok({ ...rollout, pollSeconds: change.pollSeconds ?? rollout.pollSeconds, reportSeconds: change.reportSeconds ?? rollout.reportSeconds });
    default: return never(change);
  }
}

const overlaps = (one: OpenRollout, packs: readonly string[]): boolean => packs.some((pack) => Object.hasOwn(one.packs, pack));

/**
 * A rollout that brings a newer version of a pack takes over what the older one was about, all of it: its packs were made to
 * go together. Two that have no pack in common run side by side.
 */
const absorbed = (open: readonly OpenRollout[], fresh: OpenRollout): OpenRollout[] => open.filter((one) => !overlaps(one, Object.keys(fresh.packs)));
function merged(open: readonly OpenRollout[], fresh: OpenRollout): OpenRollout {
  const packs: Record<string, OpenRollout['packs'][string]> = {};
  for (const one of [...open.filter((old) => overlaps(old, Object.keys(fresh.packs))), fresh]) {
    // Who has neither keeps what it had before the first of them.
    for (const [pack, { to, before }] of Object.entries(one.packs)) packs[pack] = { to, before: packs[pack]?.before ?? before };
  }
  return { ...fresh, packs };
}

const without = (open: readonly OpenRollout[], packs: readonly string[]): OpenRollout[] => open.flatMap((one) => {
  const left = Object.entries(one.packs).filter(([pack]) => !packs.includes(pack));
  return left.length > 0 ? [{ ...one, packs: Object.fromEntries(left) }] : [];
});

/**
 * Which versions of a pack must stay listed: from the newest down to the first that every kiosk may take now and for good.
 * Kiosks that stand outside a rollout, or before a moment, show one of those below.
 */
export function stillNeeded<T extends { readonly pack: string; readonly version: number; readonly validFrom?: string | undefined; readonly validUntil?: string | undefined }>(versions: readonly T[], open: readonly OpenRollout[], now: number): T[] {
  const down = versions.toSorted((a, b) => b.version - a.version);
  const forAll = ({ pack, version, validFrom, validUntil }: T) => (validFrom === undefined || Date.parse(validFrom) <= now) && validUntil === undefined
    && !open.some((one) => Object.hasOwn(one.packs, pack) && version > one.packs[pack]!.before);
  const last = down.findIndex(forAll);
  return last < 0 ? down : down.slice(0, last + 1);
}

import { haltAboveUnlessTold, type OpenRollout } from '../../schema/rollout.ts';
import { takes } from '../../../kiosk/core/rollout.ts';
import { chance } from './odds.ts';
import type { Standing } from './store.ts';

/** So many of so many. */
export interface Share { readonly bad: number; readonly all: number }
/**
 * What speaks against a rollout, each beside the same among the kiosks it does not concern. A fall or a refusal is never the
 * fault of what a kiosk shows, for it shows what came before; an error on the page is.
 */
export interface Evidence {
  /** Given up after activation, of those that tried it; `twice`: one that tried again and gave up again. */
  readonly falls: Share & { readonly twice: boolean }; readonly otherFalls: Share;
  /** Errors on the page since they show it; since the rollout is watched, for those that do not. */
  readonly errors: Share; readonly otherErrors: Share;
  /** Fetched and not taken (refused, a bad shape, no room), of those that it means. */
  readonly refusals: Share; readonly otherRefusals: Share;
}
export interface Tally { add(standing: Standing): void; evidence(): Evidence }

/** Counts for one rollout, kiosk by kiosk. `since`: when it began to be watched; what was before is not its fault. */
export function tally(rollout: OpenRollout, since: number, place: (rollout: string, kiosk: string) => number, now: number): Tally {
  const count = { tried: 0, fell: 0, others: 0, otherFell: 0, showing: 0, erred: 0, notShowing: 0, otherErred: 0, meant: 0, refused: 0, otherRefused: 0 };
  let twice = false;
  return {
    add({ id, site, channel, fellBack, fellAt, erredAt, troubledAt, shows }) {
      const shown = Object.entries(rollout.packs).flatMap(([pack, { to }]) => (Object.hasOwn(shows, pack) && shows[pack]!.version === to ? [shows[pack]!.since] : []));
      const showing = shown.length > 0;
      const meant = showing || takes(rollout, { site, channel, place: (one) => place(one, id) }, now);
      const fell = fellAt >= since && fellAt > 0;
      if (showing) {
        count.showing++;
        if (erredAt >= Math.max(since, Math.min(...shown))) count.erred++;
      } else {
        count.notShowing++;
        if (erredAt >= since && erredAt > 0) count.otherErred++;
      }
      if (meant && fell && !showing && fellBack >= 2) twice = true;
      if (showing || (meant && fell)) count.tried++;
      if (meant && fell && !showing) count.fell++;
      const refused = troubledAt >= since && troubledAt > 0;
      if (meant) {
        count.meant++;
        if (refused) count.refused++;
      } else {
        count.others++;
        if (fell) count.otherFell++;
        if (refused) count.otherRefused++;
      }
    },
    evidence: () => ({
      falls: { bad: count.fell, all: count.tried, twice }, otherFalls: { bad: count.otherFell, all: count.others },
      errors: { bad: count.erred, all: count.showing }, otherErrors: { bad: count.otherErred, all: count.notShowing },
      refusals: { bad: count.refused, all: count.meant }, otherRefusals: { bad: count.otherRefused, all: count.others },
    }),
  };
}

/** Of weak signs, fewer kiosks say nothing. */
const fewest = 3;
/** A difference that chance brings more often than this does not halt anything. */
const mostChance = 0.005;

/**
 * Whether a rollout is to be halted, and the sentence why. A fall is a strong sign, for nothing but what was activated brings
 * it about: two kiosks suffice, or one twice, or all that tried, however few. Errors and refusals have other causes too (a
 * disk, a platform that is down): they count from three kiosks on, and only where they are more than among the others by more
 * than chance. In all three the share must pass the threshold on top of the others' share: an outage of the whole fleet halts
 * nothing.
 */
export function judge({ haltAbove = haltAboveUnlessTold }: { readonly haltAbove?: number | undefined }, { falls, otherFalls, errors, otherErrors, refusals, otherRefusals }: Evidence): { readonly halt: false } | { readonly halt: true; readonly why: string } {
  const excess = (these: Share, others: Share) => these.bad > 0 && share(these) > haltAbove / 100 + share(others);
  const telling = (these: Share, others: Share) => these.bad >= fewest && others.all >= fewest && excess(these, others) && chance(these.bad, these.all, others.bad, others.all) < mostChance;
  const strong = falls.bad >= 2 || falls.twice || falls.bad === falls.all;
  if (strong && excess(falls, otherFalls)) return { halt: true, why: sentence(falls, '退回了上一代内容', otherFalls, haltAbove) };
  if (telling(errors, otherErrors)) return { halt: true, why: sentence(errors, '页面出错', otherErrors, haltAbove) };
  if (telling(refusals, otherRefusals)) return { halt: true, why: sentence(refusals, '取到后不能采用', otherRefusals, haltAbove) };
  return { halt: false };
}

const share = ({ bad, all }: Share) => (all === 0 ? 0 : bad / all);
const percent = (of: Share) => `${(share(of) * 100).toFixed(1).replace(/\.0$/, '')}%`;
const sentence = (these: Share, what: string, others: Share, haltAbove: number) =>
  `自动暂停：试用新版的 ${these.all} 台中有 ${these.bad} 台${what}（${percent(these)}），其余终端${others.all === 0 ? '无可对照' : ` ${percent(others)}`}，超过设定的 ${haltAbove}%`;

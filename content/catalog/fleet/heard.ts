import type { Heartbeat } from '../../schema/heartbeat.ts';

/** What is kept of a kiosk: its last heartbeat, and when things worth noticing were last heard (ms since 1970; 0: never). */
export interface KioskRow {
  readonly id: string;
  readonly heardAt: number;
  /** When its last line of history was written. */
  readonly keptAt: number;
  /** Since when it shows this generation. */
  readonly generationAt: number;
  readonly fellAt: number; readonly erredAt: number; readonly troubledAt: number;
  readonly heartbeat: Heartbeat;
}
export interface Heard { readonly row: KioskRow; readonly toHistory: boolean; readonly packsChanged: boolean }

/** A heartbeat whose clock is behind the one before counts when it comes this much later: the clock was set back. Sooner, it was overtaken on its way. */
const overtakenMs = 60_000;
const historyEveryMs = 3_600_000;

/** The word of a kiosk's trouble without its detail: `refused.wrong-hash` is `refused`. */
export const plainTrouble = (trouble: string): string => trouble.split('.', 1)[0]!;
/** Words that lay the blame on what was fetched; the others speak of the network, the clock, or the kiosk's own age. */
export const blamesContent = (trouble: string | null): boolean => trouble !== null && ['refused', 'content', 'storage', 'fell-back'].includes(plainTrouble(trouble));

/** What becomes of a kiosk's row with a heartbeat; undefined when it changes nothing. */
export function hear(before: KioskRow | undefined, heartbeat: Heartbeat, heardAt: number): Heard | undefined {
  const last = before?.heartbeat;
  if (before && last && (heardAt < before.heardAt || (Date.parse(heartbeat.at) <= Date.parse(last.at) && heardAt - before.heardAt < overtakenMs))) return undefined;
  const sameGeneration = last?.generation === heartbeat.generation;
  // Both counts begin anew: falls with each generation, errors with each load of the page.
  const fellBefore = last && sameGeneration ? last.content.fellBack : 0;
  const erredBefore = last && sameGeneration && heartbeat.upSeconds >= last.upSeconds ? last.counts.errors : 0;
  const blames = blamesContent(heartbeat.content.trouble);
  const packsChanged = last === undefined || !same(last.content.packs, heartbeat.content.packs);
  const toHistory = before === undefined || last === undefined || heardAt - before.keptAt >= historyEveryMs || !same(steady(last), steady(heartbeat));
  return {
    toHistory, packsChanged,
    row: {
      id: heartbeat.kiosk, heardAt, heartbeat,
      keptAt: toHistory ? heardAt : before.keptAt,
      generationAt: before && sameGeneration ? before.generationAt : heardAt,
      fellAt: heartbeat.content.fellBack > fellBefore ? heardAt : before?.fellAt ?? 0,
      erredAt: heartbeat.counts.errors > erredBefore ? heardAt : before?.erredAt ?? 0,
      troubledAt: !blames ? 0 : before && last && blamesContent(last.content.trouble) ? before.troubledAt : heardAt,
    },
  };
}

/** What does not change from one heartbeat to the next while all goes its way. */
function steady({ site, channel, version, generation, content: { packs, trouble, fellBack }, devices, persisted, outbox }: Heartbeat) {
  return { site, channel, version, generation, packs, trouble, fellBack, devices, persisted, rejected: outbox.rejected };
}
/** Keys in any order. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return left.length === right.length && left.every(([key, value]) => Object.hasOwn(b, key) && same(value, (b as Record<string, unknown>)[key]));
}

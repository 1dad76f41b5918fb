import type { OpenRollout } from '../../schema/rollout.ts';

/** From this many hours after it was opened to everybody's hash, this percentage. */
export interface Wave { readonly afterHours: number; readonly percent: number }
/**
 * How fast a version spreads over the stable kiosks once canaries and pilots have it. `careful` and `quick` follow
 * Bottlerocket's default and accelerated waves (PUBLISHING.md of bottlerocket-os/bottlerocket) in shape; `urgent` is for what
 * is wrong now and still leaves an hour in which the watch can halt it.
 */
export const waveSchedules = {
  careful: [{ afterHours: 0, percent: 1 }, { afterHours: 4, percent: 5 }, { afterHours: 24, percent: 15 }, { afterHours: 48, percent: 40 }, { afterHours: 96, percent: 60 }, { afterHours: 120, percent: 90 }, { afterHours: 144, percent: 100 }],
  quick: [{ afterHours: 0, percent: 1 }, { afterHours: 1, percent: 5 }, { afterHours: 4, percent: 20 }, { afterHours: 12, percent: 60 }, { afterHours: 24, percent: 100 }],
  urgent: [{ afterHours: 0, percent: 5 }, { afterHours: 0.25, percent: 25 }, { afterHours: 1, percent: 100 }],
} as const satisfies Record<string, readonly Wave[]>;
export type WaveSchedule = keyof typeof waveSchedules;

/** What percentage it is time for, `sinceMs` after the first wave; 0 before it. */
export const percentAfter = (waves: readonly Wave[], sinceMs: number): number => waves.reduce((percent, wave) => (sinceMs >= wave.afterHours * 3_600_000 ? Math.max(percent, wave.percent) : percent), 0);

/** How long after the first wave the next one comes, ms; undefined after the last. */
export const nextWaveAfter = (waves: readonly Wave[], sinceMs: number): number | undefined => waves.map(({ afterHours }) => afterHours * 3_600_000).find((ms) => ms > sinceMs);

/** The percentage to advance a rollout to now; undefined when it is halted, or has come that far. Never back: who has it keeps it. */
export function dueAdvance({ state, to }: Pick<OpenRollout, 'state' | 'to'>, waves: readonly Wave[], sinceMs: number): number | undefined {
  const percent = percentAfter(waves, sinceMs);
  return state === 'running' && percent > to.percent ? percent : undefined;
}

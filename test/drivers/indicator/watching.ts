import type { Flash } from '../../../drivers/indicator/port.ts';

/** What times of change (on, off, on …) of a lamp look like over a while: the shortest period, in Hz. */
export function looksLike(changesMs: readonly number[], isOn: boolean): Flash {
  if (changesMs.length < 2) return isOn ? 'continuous' : 'off';
  const halves = changesMs.slice(1).map((at, i) => at - changesMs[i]!);
  const half = halves.reduce((sum, ms) => sum + ms, 0) / halves.length;
  return half > 900 && half < 1200 ? 'slow' : half > 450 && half < 700 ? 'medium' : 'off';
}

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueAdvance, nextWaveAfter, percentAfter, waveSchedules } from '../../content/catalog/fleet/waves.ts';

const hour = 3_600_000;
const to = (percent: number) => ({ channels: [], sites: [], percent });

test('a version spreads wave by wave and reaches everybody', () => {
  expect([-1, 0, 3.9, 4, 24, 143, 144, 1000].map((hours) => percentAfter(waveSchedules.careful, hours * hour))).toEqual([0, 1, 1, 5, 15, 90, 100, 100]);
});
test('when the next wave comes', () => {
  expect([nextWaveAfter(waveSchedules.quick, 0), nextWaveAfter(waveSchedules.quick, hour), nextWaveAfter(waveSchedules.quick, 24 * hour)]).toEqual([hour, 4 * hour, undefined]);
});
test('a halted rollout is not advanced, and none is taken back', () => {
  expect(dueAdvance({ state: 'running', to: to(5) }, waveSchedules.careful, 24 * hour)).toBe(15);
  expect(dueAdvance({ state: 'halted', to: to(5) }, waveSchedules.careful, 24 * hour)).toBeUndefined();
  expect(dueAdvance({ state: 'running', to: to(40) }, waveSchedules.careful, 24 * hour)).toBeUndefined();
});
test.each(Object.entries(waveSchedules))('%s: percentages only rise, and the last wave is everybody', (_name, waves) => {
  expect(waves.at(-1)!.percent).toBe(100);
  fc.assert(fc.property(fc.nat(300 * hour), fc.nat(300 * hour), (a, b) => percentAfter(waves, Math.min(a, b)) <= percentAfter(waves, Math.max(a, b))));
});

import { expect, test } from 'vitest';
import { frames, windows } from '../bench/face/data.ts';
import { equalErrorRate, errorsAt, tarAtFar, tenfoldAccuracy, thresholdAtFar } from '../bench/face/rates.ts';
import { missing, said } from './research.ts';

const scores = { genuine: [0.9, 0.8, 0.7, 0.35], impostors: [0.1, 0.2, 0.3, 0.4] };

test('errors at a threshold count who reaches it as accepted', () => {
  expect(errorsAt(scores, 0.4)).toEqual({ far: 0.25, frr: 0.25 });
  expect(errorsAt(scores, 0.41)).toEqual({ far: 0, frr: 0.25 });
});
test('a rate of false accepts that so few impostors cannot show means that none is accepted', () => {
  expect(thresholdAtFar(scores, 1e-3)).toBeGreaterThan(0.4);
  expect(tarAtFar(scores, 1e-3)).toBe(0.75);
  expect(tarAtFar(scores, 0.25)).toBe(1);
});
test('the equal error rate lies where both errors cross, and is nothing where they never meet', () => {
  expect(equalErrorRate(scores).rate).toBe(0.25);
  expect(equalErrorRate({ genuine: [0.8, 0.9], impostors: [0.1, 0.2] }).rate).toBe(0);
});
test('whoever has no face is rejected, and no impostor gets in by it', () => {
  expect(errorsAt({ genuine: [Number.NEGATIVE_INFINITY, 0.9], impostors: [Number.NEGATIVE_INFINITY] }, 0.5)).toEqual({ far: 0, frr: 0.5 });
});
test('accuracy is judged at thresholds that the judged pairs had no part in', () => {
  const pairs = Array.from({ length: 40 }, (_, i) => ({ isSame: i % 2 === 0, score: i % 2 === 0 ? 0.8 : 0.2 }));
  expect(tenfoldAccuracy(pairs)).toBe(1);
  expect(tenfoldAccuracy(pairs.map(({ score }, i) => ({ score, isSame: i % 4 < 2 })))).toBeLessThan(0.75);
});
test.skipIf(missing !== undefined)(said('frames in a row are of one person, kind and day, in the order they were filmed'), () => {
  for (const shot of windows(frames(), 5)) {
    expect(new Set(shot.map(({ kind, subject, session }) => `${kind} ${subject} ${session}`)).size).toBe(1);
    expect(shot.map(({ n }) => n)).toEqual(shot.map(({ n }) => n).toSorted((a, b) => a - b));
  }
});

import { expect, test } from 'vitest';
import { reasonsFor, scores } from '../../kiosk/core/rating.ts';
import { pack } from '../content/pack.ts';

test('the five levels are named as 国办发〔2019〕51号 names them, best first, each by its own score', () => {
  expect(scores.map((s) => [s, pack.texts.zh[`score.${s}`]])).toEqual([[5, '非常满意'], [4, '满意'], [3, '基本满意'], [2, '不满意'], [1, '非常不满意']]);
  expect(new Set(scores.map((s) => pack.texts.en[`score.${s}`])).size).toBe(5);
});

test('nobody who is dissatisfied is offered praise as a reason, nor the other way round', () => {
  const good = new Set(reasonsFor(5));
  for (const score of scores) {
    expect(reasonsFor(score).length).toBeGreaterThan(2);
    expect(reasonsFor(score).every((r) => good.has(r))).toBe(score >= 3);
    expect(reasonsFor(score).some((r) => good.has(r))).toBe(score >= 3);
  }
});

test('one may be dissatisfied with the machine itself', () => {
  expect(reasonsFor(1)).toEqual(expect.arrayContaining(['hard-to-use', 'device-trouble']));
});

import { expect, test } from 'vitest';
import { reasonsFor, scores } from '../../kiosk/core/rating.ts';
import { pack } from '../content/pack.ts';

test('the five levels are named as 国办发〔2019〕51号 names them, best first, each by its own score', () => {
  expect(scores.map((s) => [s, pack.texts.zh[`score.${s}`]])).toEqual([[5, '非常满意'], [4, '满意'], [3, '基本满意'], [2, '不满意'], [1, '非常不满意']]);
  expect(new Set(scores.map((s) => pack.texts.en[`score.${s}`])).size).toBe(5);
});

test('every level has reasons of its own, and nobody who is dissatisfied is offered praise, nor the other way round', () => {
  const praise = ['quick', 'clear', 'easy', 'few-papers', 'helpful'];
  const blame = ['slow', 'unclear', 'hard-to-use', 'too-many-papers', 'device-trouble', 'nobody-helped', 'not-done'];
  expect(new Set(scores.map((s) => reasonsFor(s).join())).size).toBe(5);
  for (const score of scores) {
    expect(reasonsFor(score).length).toBeGreaterThan(2);
    expect(reasonsFor(score).some((r) => praise.includes(r))).toBe(score >= 4);
    expect(reasonsFor(score).some((r) => blame.includes(r))).toBe(score <= 2);
  }
});

test('one may be dissatisfied with the machine itself', () => {
  expect(reasonsFor(1)).toEqual(expect.arrayContaining(['hard-to-use', 'device-trouble']));
});

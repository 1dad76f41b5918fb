// When a rollout is halted, and when it must not be.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeIn } from '../../content/catalog/fleet/halt-watch.ts';
import { type Evidence, judge, tally } from '../../content/catalog/fleet/halting.ts';
import { chance } from '../../content/catalog/fleet/odds.ts';
import type { Standing } from '../../content/catalog/fleet/store.ts';
import type { OpenRollout } from '../../content/schema/rollout.ts';
import { noon } from './heartbeats.ts';
import { seeded } from './seeded.ts';

const pack = 'police/person-1-1';
const rollout: OpenRollout = { id: 'r17', title: '改时限', packs: { [pack]: { to: 12, before: 11 } }, state: 'running', to: { channels: ['canary'], sites: [], percent: 0 } };
const minute = 60_000;
const standing = (id: string, channel: Standing['channel'], version: number, more: Partial<Standing> = {}): Standing => ({
  id, site: 'demo', channel, heardAt: noon + 10 * minute, fellBack: 0, fellAt: 0, erredAt: 0, troubledAt: 0, shows: { [pack]: { version, since: version === 12 ? noon + minute : noon - 100 * minute } }, ...more,
});
const later = noon + 2 * minute;
const fell = { fellBack: 1, fellAt: later };
const evidence = (standings: readonly Standing[], of = rollout) => {
  const count = tally(of, noon, placeIn, noon + 10 * minute);
  for (const one of standings) count.add(one);
  return count.evidence();
};
const judged = (standings: readonly Standing[], of = rollout) => judge(of, evidence(standings, of));
const canaries = (n: number, version: number, more: Partial<Standing> = {}) => Array.from({ length: n }, (_, k) => standing(`C-${version}-${k}-${JSON.stringify(more).length}`, 'canary', version, more));
const others = (n: number, more: Partial<Standing> = {}) => Array.from({ length: n }, (_, k) => standing(`S-${k}-${JSON.stringify(more).length}`, 'stable', 11, more));

describe('it is halted', () => {
  test('when two of five canaries fell back', () => {
    expect(judged([...canaries(3, 12), ...canaries(2, 11, fell), ...others(50)])).toEqual({ halt: true, why: '自动暂停：试用新版的 5 台中有 2 台退回了上一代内容（40%），其余终端 0%，超过设定的 10%' });
  });
  test('when one canary fell back twice', () => expect(judged([...canaries(5, 12), ...canaries(1, 11, { fellBack: 2, fellAt: later }), ...others(50)]).halt).toBe(true));
  test('when the only canary there is fell back', () => expect(judged([...canaries(1, 11, fell), ...others(50)]).halt).toBe(true));
  test('when its pages err where those of the others do not', () => expect(judged([...canaries(2, 12), ...canaries(4, 12, { erredAt: later }), ...others(50)])).toEqual({ halt: true, why: '自动暂停：试用新版的 6 台中有 4 台页面出错（66.7%），其余终端 0%，超过设定的 10%' }));
  test('when those it means cannot take what they fetched', () => expect(judged([...canaries(1, 11), ...canaries(4, 11, { troubledAt: later }), ...others(50)])).toEqual({ halt: true, why: '自动暂停：试用新版的 5 台中有 4 台取到后不能采用（80%），其余终端 0%，超过设定的 10%' }));
  test('whenever all canaries fell back, however many there are, whatever else is wrong with the fleet', () => {
    const anything = fc.record({ erredAt: fc.constantFrom(0, later), troubledAt: fc.constantFrom(0, later) });
    fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), fc.array(anything, { maxLength: 60 }), (n, rest) => {
      expect(judged([...canaries(n, 11, fell), ...rest.map((more, k) => standing(`S-${k}`, 'stable', 11, more))]).halt).toBe(true);
    }));
  });
});

describe('it is not halted', () => {
  test('when all is well, nor before anybody tried it', () => {
    expect(judged([...canaries(5, 12), ...others(50)])).toEqual({ halt: false });
    expect(judged([...canaries(5, 11), ...others(50)])).toEqual({ halt: false });
    expect(judged([])).toEqual({ halt: false });
  });
  test('by one of many that fell back once, nor by two that erred: chance does that', () => {
    expect(judged([...canaries(5, 12), ...canaries(1, 11, fell), ...others(50)]).halt).toBe(false);
    expect(judged([...canaries(1, 12), ...canaries(2, 12, { erredAt: later }), ...others(50)]).halt).toBe(false);
  });
  test('by what was before it began to be watched', () => {
    const before = noon - minute;
    expect(judged([...canaries(5, 11, { fellBack: 1, fellAt: before, erredAt: before, troubledAt: before }), ...others(50)]).halt).toBe(false);
  });
  test('by errors from before a kiosk showed it', () => {
    expect(judged([...canaries(5, 12, { erredAt: noon + minute - 1 }), ...others(50)]).halt).toBe(false);
  });
  test('by the fall of kiosks it does not mean, nor of those that fell from something else and show it still', () => {
    expect(judged([...canaries(5, 12), ...others(20, fell), ...others(50)]).halt).toBe(false);
    expect(judged([...canaries(5, 12, fell), ...others(50)]).halt).toBe(false);
  });
  test('below its own threshold; above it, it is', () => {
    const fleet = [...canaries(7, 12), ...canaries(3, 11, fell), ...others(50)];
    expect(judged(fleet, { ...rollout, haltAbove: 30 }).halt).toBe(false);
    expect(judged(fleet, { ...rollout, haltAbove: 29 }).halt).toBe(true);
  });
  test('by an outage of the whole fleet: never while the share among those that tried it is no greater than among the others', () => {
    const pair = fc.tuple(fc.nat(2000), fc.nat(100_000), fc.float({ min: 0, max: 1, noNaN: true }), fc.float({ min: 0, max: 1, noNaN: true })).map(([all, others, rate, less]) => {
      const otherBad = Math.ceil(rate * others);
      return [{ bad: others === 0 ? 0 : Math.floor((less * all * otherBad) / others), all }, { bad: otherBad, all: others }] as const;
    });
    fc.assert(fc.property(pair, pair, pair, fc.integer({ min: 0, max: 100 }), ([falls, otherFalls], [errors, otherErrors], [refusals, otherRefusals], haltAbove) => {
      const given: Evidence = { falls: { ...falls, twice: true }, otherFalls, errors, otherErrors, refusals, otherRefusals };
      expect(judge({ haltAbove }, given)).toEqual({ halt: false });
    }));
  });
  test('by an outage that strikes kiosks at random, whoever shows what: less than one in a hundred', () => {
    const random = seeded(20261201);
    let halts = 0;
    for (let round = 0; round < 1000; round++) {
      const struck = random();
      const strike = () => ({ ...(random() < struck && { erredAt: later }), ...(random() < struck && { troubledAt: later }) });
      const fleet = [...Array.from({ length: 3 + Math.floor(random() * 20) }, (_, k) => standing(`C-${k}`, 'canary', random() < 0.7 ? 12 : 11, strike())), ...Array.from({ length: 200 }, (_, k) => standing(`S-${k}`, 'stable', 11, strike()))];
      if (judged(fleet).halt) halts++;
    }
    expect(halts).toBeLessThan(10);
  });
  test('with everybody on it and nothing to compare with, weak signs do not count, falls do', () => {
    expect(judged([...canaries(10, 12, { erredAt: later, troubledAt: later })]).halt).toBe(false);
    expect(judged([...canaries(8, 12), ...canaries(2, 11, fell)]).halt).toBe(true);
  });
});

describe('chance', () => {
  test('is Fisher’s: worked examples', () => {
    // Fisher's tea: 4 of 4 right against none of 4: 1 in C(8,4) = 70; 3 of 4 or better: 17 in 70.
    expect(chance(4, 4, 0, 4)).toBeCloseTo(1 / 70, 12);
    expect(chance(3, 4, 1, 4)).toBeCloseTo(17 / 70, 12);
  });
  test('is what counting all ways gives', () => {
    const ways = (n: number, k: number): number => (k < 0 || k > n ? 0 : Array.from({ length: k }, (_, i) => i).reduce((product, i) => (product * (n - i)) / (i + 1), 1));
    fc.assert(fc.property(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 15 }), fc.nat(15), fc.nat(15), (all, others, b, ob) => {
      const [bad, otherBad] = [b % (all + 1), ob % (others + 1)];
      const troubled = bad + otherBad;
      const atLeast = Array.from({ length: all + 1 }, (_, k) => k).filter((k) => k >= bad).reduce((sum, k) => sum + ways(troubled, k) * ways(all + others - troubled, all - k), 0);
      expect(chance(bad, all, otherBad, others)).toBeCloseTo(atLeast / ways(all + others, all), 9);
    }));
  });
  test('a million kiosks are computed too', () => expect(chance(300, 1000, 1000, 999_000)).toBeLessThan(1e-100));
});

describe('places', () => {
  test.each(['r17', '2026-12-01-texts', 'r18'])('of 10,000 kiosks in %s are spread evenly (chi-square, 100 classes)', (id) => {
    const classes = Array.from({ length: 100 }, () => 0);
    for (let n = 0; n < 10_000; n++) classes[Math.floor(placeIn(id, `SD-${String(n).padStart(4, '0')}`))]!++;
    const chiSquare = classes.reduce((sum, seen) => sum + (seen - 100) ** 2 / 100, 0);
    // 99 degrees of freedom: 58 to 155 leaves out 3 in 10,000 on either side. Too even is no hash either.
    expect(chiSquare).toBeGreaterThan(58);
    expect(chiSquare).toBeLessThan(155);
  });
  test('in two rollouts have nothing to do with each other: not always the same kiosks go first', () => {
    const first = (id: string) => new Set(Array.from({ length: 10_000 }, (_, n) => `SD-${n}`).filter((kiosk) => placeIn(id, kiosk) < 10));
    const [a, b] = [first('r17'), first('r18')];
    const both = [...a].filter((kiosk) => b.has(kiosk)).length;
    expect(both).toBeGreaterThan(60);
    expect(both).toBeLessThan(140);
  });
});

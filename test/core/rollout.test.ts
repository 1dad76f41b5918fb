import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noRollout, type OpenRollout, type Rollout } from '../../content/schema/rollout.ts';
import { chooseVersion, nextChange, placeOf, type Taker, takes } from '../../kiosk/core/rollout.ts';

const now = Date.parse('2026-12-01T02:00:00Z');
const taker = (place: number, channel: Taker['channel'] = 'stable', site = 'demo'): Taker => ({ channel, site, place: () => place });
const rolling = (more: Partial<OpenRollout> = {}): OpenRollout => ({ id: 'r17', title: '改时限', packs: { 'police/person-1-1': { to: 12, before: 11 } }, state: 'running', to: { channels: ['canary'], sites: [], percent: 10 }, ...more });
const rollout = (...open: OpenRollout[]): Rollout => ({ ...noRollout, open });
const both = [{ version: 11 }, { version: 12 }];
const choose = (to: Rollout, who: Taker, shown?: number, listed: Parameters<typeof chooseVersion>[1] = both, at = now) => chooseVersion('police/person-1-1', listed, to, who, at, shown);

describe('who takes a rollout', () => {
  test.each([
    ['a canary', taker(99, 'canary'), true], ['a stable kiosk above the percentage', taker(10, 'stable'), false], ['one below it', taker(9.99, 'stable'), true], ['a pilot above it', taker(50, 'pilot'), false],
  ] as const)('%s', (_who, who, does) => expect(takes(rolling(), who, now)).toBe(does));
  test('a site that is named takes it whatever its place', () => expect(takes(rolling({ to: { channels: [], sites: ['demo'], percent: 0 } }), taker(99), now)).toBe(true));
  test('nobody before its moment, nobody while it is halted', () => {
    expect(takes(rolling({ from: '2026-12-01T02:00:01Z' }), taker(0, 'canary'), now)).toBe(false);
    expect(takes(rolling({ from: '2026-12-01T02:00:00Z' }), taker(0, 'canary'), now)).toBe(true);
    expect(takes(rolling({ state: 'halted' }), taker(0, 'canary'), now)).toBe(false);
  });
  test('a place is a share of all hashes', () => {
    expect(placeOf(Uint8Array.of(0, 0, 0, 0, 9))).toBe(0);
    expect(placeOf(Uint8Array.of(0x80, 0, 0, 0))).toBe(50);
    expect(placeOf(Uint8Array.of(255, 255, 255, 255))).toBeLessThan(100);
  });
});

describe('which version a kiosk shows', () => {
  const of = (version: number) => ({ is: 'version', version });
  test('the newest when nobody holds it back', () => expect(choose(noRollout, taker(99))).toEqual(of(12)));
  test('the new one for who takes it, the one before for all others', () => {
    expect(choose(rollout(rolling()), taker(5))).toEqual(of(12));
    expect(choose(rollout(rolling()), taker(50))).toEqual(of(11));
  });
  test('what it shows already it keeps when the rollout is halted; who had not taken it stays', () => {
    expect(choose(rollout(rolling({ state: 'halted' })), taker(5), 12)).toEqual(of(12));
    expect(choose(rollout(rolling({ state: 'halted' })), taker(5), 11)).toEqual(of(11));
  });
  test('a version above one held back is held back with it', () => {
    expect(choose(rollout(rolling()), taker(50), 11, [...both, { version: 13 }])).toEqual(of(11));
  });
  test('a rollout that replaced a halted one: who had taken that keeps it or goes on, nobody else gets it', () => {
    const replaced = rollout(rolling({ packs: { 'police/person-1-1': { to: 13, before: 11 } } }));
    const listed = [...both, { version: 13 }];
    expect(choose(replaced, taker(50), 11, listed)).toEqual(of(11));
    expect(choose(replaced, taker(50), 12, listed)).toEqual(of(12));
    expect(choose(replaced, taker(5), 12, listed)).toEqual(of(13));
    expect(choose(replaced, taker(5), 11, listed)).toEqual(of(13));
  });
  test('the version shown is no longer listed and only lower ones are: refused', () => expect(choose(noRollout, taker(0), 13)).toEqual({ is: 'lower' }));
  test('a version holds from and until its moments, and then the one before holds again', () => {
    const listed = [{ version: 11 }, { version: 12, validFrom: '2026-12-02T00:00:00Z', validUntil: '2026-12-03T00:00:00Z' }];
    const at = (day: string) => choose(noRollout, taker(0), day > '2026-12-02' ? 12 : 11, listed, Date.parse(day));
    expect(at('2026-12-01T23:59:59Z')).toEqual(of(11));
    expect(at('2026-12-02T00:00:00Z')).toEqual(of(12));
    expect(at('2026-12-03T00:00:00Z')).toEqual(of(11));
    expect(nextChange(listed, noRollout, now)).toBe(Date.parse('2026-12-02T00:00:00Z'));
    expect(nextChange(listed, noRollout, Date.parse('2026-12-04T00:00:00Z'))).toBeNull();
  });
  test('a pack of which nothing is listed is not shown', () => expect(choose(noRollout, taker(0), 0, [])).toEqual({ is: 'none' }));
  test('whatever the rollouts and whoever asks, a choice is never below what is shown and still listed without end', () => {
    fc.assert(fc.property(
      fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1 }), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 99 }),
      fc.array(fc.record({ to: fc.integer({ min: 1, max: 8 }), state: fc.constantFrom('running' as const, 'halted' as const), percent: fc.integer({ min: 0, max: 100 }) })),
      (versions, shown, place, rolls) => {
        const open = rolls.map(({ to, state, percent }, i) => rolling({ id: `r${i}`, state, packs: { 'police/person-1-1': { to, before: to - 1 } }, to: { channels: [], sites: [], percent } }));
        const choice = choose(rollout(...open), taker(place), shown, versions.map((version) => ({ version })));
        if (choice.is === 'version') expect(choice.version).toBeGreaterThanOrEqual(versions.includes(shown) ? shown : 0);
        if (versions.includes(shown)) expect(choice.is).toBe('version');
      },
    ));
  });
});

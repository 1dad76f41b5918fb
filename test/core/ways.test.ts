import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Asked, companyWaysOn, type Failures, levels, type Means, meansKinds, nextWay, patience, personWays, type Proof, reachable, waysOn } from '../../kiosk/core/ways.ts';

const well: Means = { 'id-reader': 'works', 'smart-card': 'works', 'code-scanner': 'works', 'network': 'works', 'face': 'works' };
const asked = (some: Partial<Asked> = {}): Asked => ({ need: 'card', have: 'none', photo: false, means: well, failures: {}, ...some });
const names = (some: Partial<Asked> = {}) => waysOn(asked(some)).map(({ way }) => way);

const anyMeans = fc.record(Object.fromEntries(meansKinds.map((kind) => [kind, fc.constantFrom('works', 'away', 'absent')])) as Record<keyof Means, fc.Arbitrary<'works' | 'away' | 'absent'>>) as fc.Arbitrary<Means>;
const anyFailures = fc.dictionary(fc.constantFrom<Proof>(...personWays, 'face'), fc.nat({ max: 5 })) as fc.Arbitrary<Failures>;
const anyAsked: fc.Arbitrary<Asked> = fc.record({ need: fc.constantFrom('card', 'person'), have: fc.constantFrom(...levels), photo: fc.boolean(), means: anyMeans, failures: anyFailures });

describe('the ways on', () => {
  test('end with the window, whatever is broken and whatever failed before', () => {
    fc.assert(fc.property(anyAsked, (some) => {
      for (const on of [waysOn(some), companyWaysOn(some)]) {
        expect(on.at(-1)).toEqual({ way: 'window', can: 'now' });
        expect(on.filter(({ way }) => way === 'window')).toHaveLength(1);
        expect(on.map(({ way }) => way)).toContain(nextWay(on));
      }
    }));
  });
  test('never name a face where a card is enough, and never a face alone where there is another way', () => {
    fc.assert(fc.property(anyAsked, (some) => {
      const on = waysOn(some).map(({ way }) => way);
      if (some.need === 'card') expect(on).not.toContain('face');
      if (on.includes('face') && some.means['code-scanner'] !== 'absent' && some.means.network !== 'absent') expect(on).toEqual(expect.arrayContaining(['app-code', 'helper']));
    }));
  });
  test('never name what this kiosk never had, and say of what does not work why', () => {
    fc.assert(fc.property(anyAsked, (some) => {
      for (const offer of waysOn(some)) if (offer.can === 'no') expect(some.means[offer.lacks]).toBe('away');
      if (some.means['smart-card'] === 'absent') expect(waysOn(some).map(({ way }) => way)).not.toContain('social-card');
    }));
  });
  test('put a way that failed twice behind those that have not, and still leave it open', () => {
    expect(names({ failures: { 'id-card': patience } })).toEqual(['app-code', 'social-card', 'phone', 'helper', 'id-card', 'window']);
    expect(nextWay(waysOn(asked({ failures: { 'id-card': patience - 1 } })))).toBe('id-card');
    expect(nextWay(waysOn(asked({ failures: Object.fromEntries(personWays.map((way) => [way, patience])) })))).toBe('window');
  });
  test('to a person who must be sure lead over face, code and helper, and over no account', () => {
    expect(names({ need: 'person' })).toEqual(['id-card', 'app-code', 'helper', 'window']);
    expect(names({ need: 'person', have: 'card', photo: true })).toEqual(['face', 'app-code', 'helper', 'window']);
    // Known by telephone: the card is still worth laying on, but only where a face can be compared with it.
    expect(names({ need: 'person', have: 'card' })).toEqual(['id-card', 'app-code', 'helper', 'window']);
    expect(names({ need: 'person', have: 'card', means: { ...well, face: 'absent' } })).toEqual(['app-code', 'helper', 'window']);
    expect(names({ need: 'person', have: 'person' })).toEqual(['window']);
  });
  test('are as many as the kiosk told before anybody started', () => {
    fc.assert(fc.property(anyMeans, fc.constantFrom('card', 'person'), (means, need) => {
      const open = waysOn(asked({ need, means })).filter(({ way, can }) => way !== 'window' && can === 'now');
      if (reachable(need, means)) expect(open.length).toBeGreaterThan(0);
    }));
  });
});

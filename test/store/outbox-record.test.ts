import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answered, backoffMs, begun, isDue, longestWaitMs, type OutboxRecord } from '../../kiosk/store/outbox-record.ts';

const now = Date.parse('2026-11-04T01:00:00Z');
const fresh: OutboxRecord = { key: 'k', localNumber: 'ST01-20261104-0042-0', item: 'an-item', madeAt: now, tries: 0, nextAt: now, state: { is: 'ready' } };
const halfway = 0.5;

describe('the schedule of a record', () => {
  test('backs off from 2 s to 15 min, anywhere below the ceiling', () => {
    expect([1, 2, 3, 9, 10, 1000].map((tries) => backoffMs(tries, 0.999999))).toEqual([1999, 3999, 7999, 511_999, 899_999, 899_999]);
    fc.assert(fc.property(fc.nat(100), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (tries, random) => {
      expect(backoffMs(tries, random)).toBeGreaterThanOrEqual(0);
      expect(backoffMs(tries, random)).toBeLessThan(15 * 60_000);
    }));
  });

  test('is already set when an attempt begins, for the case that the power goes', () => {
    expect(begun(fresh, now, halfway)).toMatchObject({ state: { is: 'sending' }, tries: 1, nextAt: now + 1000 });
  });

  test('leaves the office alone for as long as it asks, and a little longer', () => {
    const sending = begun(fresh, now, halfway);
    expect(answered(sending, { is: 'try-later', afterMs: 60_000 }, now, halfway).nextAt).toBe(now + 61_000);
    expect(answered(sending, { is: 'try-later', afterMs: 1e12 }, now, 0).nextAt).toBe(now + longestWaitMs);
    expect(answered(sending, { is: 'unknown' }, now, halfway)).toMatchObject({ state: { is: 'ready' }, nextAt: now + 1000 });
  });

  test('survives a clock that was set back', () => {
    const later = { ...fresh, nextAt: now + 60_000 };
    expect(isDue(later, now)).toBe(false);
    expect(isDue(later, now + 60_000)).toBe(true);
    expect(isDue(later, now - 400 * 24 * 3_600_000)).toBe(true);
  });
});

test('an answered record is no longer due, and keeps cases or reason', () => {
  const cases = [{ item: 'an-item', number: '370406001202611041000001', department: '甲局' }];
  const accepted = answered(fresh, { is: 'accepted', cases }, now, 0);
  const rejected = answered(fresh, { is: 'rejected', reason: 'not-eligible' }, now, 0);
  expect([accepted.state, rejected.state]).toEqual([{ is: 'acknowledged', cases, at: now }, { is: 'rejected', reason: 'not-eligible', at: now }]);
  expect([accepted, rejected].map((record) => isDue(record, now + longestWaitMs))).toEqual([false, false]);
});

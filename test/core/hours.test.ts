import { describe, expect, test } from 'vitest';
import type { Site } from '../../content/schema/pack.ts';
import { isNight, isOpen, nextOpening } from '../../kiosk/core/hours.ts';
import { pack } from '../content/pack.ts';

const weekdays = ['1', '2', '3', '4', '5'];
const at = (weekday: number, time: string) => ({ weekday: String(weekday), time });
const office: Pick<Site, 'hours'> = { hours: [{ days: weekdays, open: '08:30', close: '12:00' }, { days: weekdays, open: '13:30', close: '17:30' }] };

describe('an office with a noon break and closed weekends', () => {
  test('is open from the minute it opens to the minute before it closes', () => {
    expect(['08:29', '08:30', '11:59', '12:00', '13:29', '13:30', '17:29', '17:30'].map((time) => isOpen(office, at(3, time)))).toEqual([false, true, true, false, false, true, true, false]);
    expect([isOpen(office, at(6, '10:00')), isOpen(office, at(7, '10:00'))]).toEqual([false, false]);
  });
  test('opens again after noon, tomorrow, or on Monday', () => {
    expect(nextOpening(office, at(3, '07:00'))).toEqual(at(3, '08:30'));
    expect(nextOpening(office, at(3, '12:30'))).toEqual(at(3, '13:30'));
    expect(nextOpening(office, at(3, '18:00'))).toEqual(at(4, '08:30'));
    expect(nextOpening(office, at(5, '18:00'))).toEqual(at(1, '08:30'));
    expect(nextOpening(office, at(7, '23:59'))).toEqual(at(1, '08:30'));
  });
});

describe('a hall that is open over midnight', () => {
  const hall: Pick<Site, 'hours'> = { hours: [{ days: ['5', '7'], open: '20:00', close: '02:00' }] };
  test('is open past midnight into the day after, and only that one', () => {
    expect([isOpen(hall, at(5, '19:59')), isOpen(hall, at(5, '20:00')), isOpen(hall, at(6, '01:59')), isOpen(hall, at(6, '02:00')), isOpen(hall, at(6, '20:00')), isOpen(hall, at(5, '01:00'))]).toEqual([false, true, true, false, false, false]);
  });
  test('is open on Monday morning from Sunday night', () => {
    expect([isOpen(hall, at(1, '00:30')), isOpen(hall, at(2, '00:30'))]).toEqual([true, false]);
  });
});

test('a kiosk that never opens has no next opening; one that opens once a week has one a week ahead', () => {
  expect(nextOpening({ hours: [] }, at(1, '10:00'))).toBeUndefined();
  expect(nextOpening({ hours: [{ days: ['2'], open: '09:00', close: '10:00' }] }, at(2, '11:00'))).toEqual(at(2, '09:00'));
});

test('a kiosk open from 00:00 to 24:00 is never closed', () => {
  const site = pack.sites['demo']!;
  for (let weekday = 1; weekday <= 7; weekday++) for (const time of ['00:00', '12:00', '23:59']) expect(isOpen(site, at(weekday, time))).toBe(true);
});

describe('night', () => {
  const night = (from: string, to: string) => (time: string) => isNight({ night: { from, to } }, at(1, time));
  test('goes over midnight', () => {
    expect(['19:59', '20:00', '23:59', '00:00', '05:59', '06:00'].map(night('20:00', '06:00'))).toEqual([false, true, true, true, true, false]);
  });
  test('may also lie within one day', () => {
    expect(['00:30', '01:00', '05:00'].map(night('01:00', '05:00'))).toEqual([false, true, false]);
  });
  test('is never where the site has none', () => {
    expect(isNight({ night: null }, at(1, '03:00'))).toBe(false);
  });
});

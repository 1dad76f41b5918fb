import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { birthOf, isCitizenNumber, isDate, sexOf, yearsBetween } from '../../kiosk/core/citizen-number.ts';
import { people } from '../../kiosk/dock/people.ts';
import { citizenNumber } from '../drivers/people.ts';
import { today } from './fields.ts';

const day = fc.date({ min: new Date('1900-01-01'), max: new Date(today), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
const numbers = fc.tuple(day, fc.integer({ min: 0, max: 999 })).map(([birth, order]) => citizenNumber(birth, String(order).padStart(3, '0')));

describe('a citizen number', () => {
  test.each([...people.map((p) => p.number), '370499198605121010', '370499198811031024', '370499195102081033', '370499197908301065'])('%s is valid', (number) => {
    expect(isCitizenNumber(number, today)).toBe(true);
  });

  test('may end in a capital X, never in a small one', () => {
    const withX = Array.from({ length: 999 }, (_, order) => citizenNumber('1986-05-12', String(order).padStart(3, '0'))).find((n) => n.endsWith('X'))!;
    expect(isCitizenNumber(withX, today)).toBe(true);
    expect(isCitizenNumber(withX.toLowerCase(), today)).toBe(false);
  });

  test('with any one character mistyped is refused', () => {
    fc.assert(fc.property(numbers, fc.nat({ max: 17 }), fc.constantFrom(...'0123456789X'), (number, at, char) => {
      fc.pre(number[at] !== char);
      expect(isCitizenNumber(number, today)).toBe(true);
      expect(isCitizenNumber(number.slice(0, at) + char + number.slice(at + 1), today)).toBe(false);
    }));
  });

  test('with two different neighbours swapped is refused', () => {
    fc.assert(fc.property(numbers, fc.nat({ max: 15 }), (number, at) => {
      fc.pre(number[at] !== number[at + 1]);
      expect(isCitizenNumber(number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2), today)).toBe(false);
    }));
  });

  test('with a birthday that never was, or is still to come, is refused although its check fits', () => {
    expect(isCitizenNumber(citizenNumber('2001-02-29', '101'), today)).toBe(false);
    expect(isCitizenNumber(citizenNumber('2000-02-29', '101'), today)).toBe(true);
    expect(isCitizenNumber(citizenNumber('1990-13-01', '101'), today)).toBe(false);
    expect(isCitizenNumber(citizenNumber('2026-11-24', '101'), today)).toBe(false);
    expect(isCitizenNumber(citizenNumber('2026-11-23', '101'), today)).toBe(true);
  });

  test.each(['', '37049919860512101', '3704991986051210100', '370499860512101', ' 370499198605121010', '37049919860512101０'])('in another shape is refused: %j', (number) => {
    expect(isCitizenNumber(number, today)).toBe(false);
  });

  test('tells birthday and sex as the card does', () => {
    for (const p of people) expect([birthOf(p.number), sexOf(p.number)]).toEqual([p.birth, p.sex]);
  });
});

describe('full years', () => {
  test('are counted on the birthday, not before', () => {
    expect(yearsBetween('2010-11-23', '2026-11-22')).toBe(15);
    expect(yearsBetween('2010-11-23', '2026-11-23')).toBe(16);
    expect(yearsBetween('2010-11-24', '2026-11-23')).toBe(15);
  });
  test('of somebody born on a leap day are full on 1 March in other years', () => {
    expect(yearsBetween('2008-02-29', '2024-02-28')).toBe(15);
    expect(yearsBetween('2008-02-29', '2024-02-29')).toBe(16);
    expect(yearsBetween('2008-02-29', '2025-02-28')).toBe(16);
    expect(yearsBetween('2008-02-29', '2025-03-01')).toBe(17);
  });
});

test('a date is a real day in the calendar, written in full', () => {
  for (const good of ['2026-11-23', '2024-02-29', '1900-01-01']) expect(isDate(good)).toBe(true);
  for (const bad of ['2026-02-29', '1900-02-29', '2026-04-31', '2026-00-10', '2026-1-3', '20261123', '', '2026-11-23T00:00', '0050-01-01', 'long-term']) expect(isDate(bad)).toBe(false);
});

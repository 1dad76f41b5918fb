import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Book, counted, dailyUse, filled, forecast, heard, newBook } from '../../kiosk/core/supplies.ts';

/** A roll of 80 m, 2 m used a day since the first of the month. */
const inUse = (until: string): Book => {
  let book = newBook('2026-11-01');
  for (let n = 1; n <= Number(until.slice(-2)); n++) book = counted(book, 2000, `2026-11-${String(n).padStart(2, '0')}`);
  return book;
};
const capacity = 80_000;

describe('the forecast', () => {
  test('tells what is left and for how many days, by the average of the last fourteen days', () => {
    expect(forecast(inUse('20'), capacity, '2026-11-21')).toEqual({ is: 'left', amount: 40_000, days: 20, soon: false });
  });
  test('averages over the days that were counted when they are fewer, today left out, closed days included', () => {
    const book = counted(counted(newBook('2026-11-01'), 3000, '2026-11-01'), 5000, '2026-11-04');
    expect(dailyUse(book, '2026-11-04')).toBe(1000);
    expect(dailyUse(book, '2026-11-05')).toBe(2000);
  });
  test('says how much but not how long before the first day is over', () => {
    expect(forecast(counted(newBook('2026-11-01'), 3000, '2026-11-01'), capacity, '2026-11-01')).toEqual({ is: 'left', amount: 77_000, days: null, soon: false });
  });
  test('is none where nobody set down how much fits in', () => {
    expect(forecast(inUse('20'), undefined, '2026-11-21')).toEqual({ is: 'unknown' });
    expect(forecast(inUse('20'), 0, '2026-11-21')).toEqual({ is: 'unknown' });
  });
  test('asks for new paper when two days or a tenth are left', () => {
    expect(forecast(inUse('20'), 43_900, '2026-11-21')).toMatchObject({ days: 1, soon: true });
    expect(forecast(inUse('20'), 44_100, '2026-11-21')).toMatchObject({ days: 2, soon: true });
    expect(forecast(counted(newBook('2026-11-20'), 72_001, '2026-11-20'), capacity, '2026-11-20')).toMatchObject({ days: null, soon: true });
  });
  test('gives way to the printer that says itself that paper is low or gone', () => {
    const full = newBook('2026-11-20');
    expect(forecast(heard(full, 'low', 'roll', '2026-11-20'), capacity, '2026-11-20')).toEqual({ is: 'low' });
    expect(forecast(heard(full, 'end', 'roll', '2026-11-20'), undefined, '2026-11-20')).toEqual({ is: 'end' });
  });
  test('does not claim an empty roll when the printer says there is paper: somebody may have changed it unseen', () => {
    expect(forecast(inUse('20'), 39_000, '2026-11-21')).toEqual({ is: 'past' });
  });
});

describe('new paper', () => {
  test('is noticed when low or end becomes full', () => {
    for (const told of ['low', 'end'] as const) {
      const book = heard(heard(inUse('20'), told, 'roll', '2026-11-21'), 'full', 'roll', '2026-11-22');
      expect(book).toMatchObject({ used: 0, filledOn: '2026-11-22', told: 'full' });
    }
  });
  test('is taken back when the sensor only flickered: the old roll says low again a little later', () => {
    const low = heard(inUse('20'), 'low', 'roll', '2026-11-21');
    const flickered = counted(heard(low, 'full', 'roll', '2026-11-21'), 300, '2026-11-21');
    expect(heard(flickered, 'low', 'roll', '2026-11-21')).toMatchObject({ used: 40_300, filledOn: null, told: 'low', before: null });
  });
  test('stays when the roll says low after real use', () => {
    const next = counted(heard(heard(inUse('20'), 'low', 'roll', '2026-11-21'), 'full', 'roll', '2026-11-21'), 60_000, '2026-11-22');
    expect(heard(next, 'low', 'roll', '2026-12-20')).toMatchObject({ used: 60_000, filledOn: '2026-11-21' });
  });
  test('may be told by the person who put it in', () => {
    expect(filled(inUse('20'), '2026-11-21')).toMatchObject({ used: 0, filledOn: '2026-11-21' });
  });
  test('is not noticed where a cover was opened and closed over the same paper', () => {
    const book = inUse('20');
    expect(heard(book, 'full', 'roll', '2026-11-21')).toBe(book);
  });
});

test('the book keeps no more than fourteen days and today, and never counts less than was used', () => {
  fc.assert(fc.property(fc.array(fc.record({ mm: fc.integer({ min: 1, max: 5000 }), afterDays: fc.integer({ min: 0, max: 5 }) }), { maxLength: 80 }), (prints) => {
    let book = newBook('2026-01-01');
    let at = Date.parse('2026-01-01T00:00:00Z');
    for (const { mm, afterDays } of prints) { at += afterDays * 86_400_000; book = counted(book, mm, new Date(at).toISOString().slice(0, 10)); }
    expect(book.used).toBe(prints.reduce((sum, { mm }) => sum + mm, 0));
    expect(Object.keys(book.days).length).toBeLessThanOrEqual(15);
  }));
});

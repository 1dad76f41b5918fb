import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkChar, formatLocalNumber, parseLocalNumber } from '../../kiosk/core/local-number.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const numbers = fc.record({
  kiosk: fc.stringMatching(/^[A-Z0-9]{1,6}(?:-[A-Z0-9]{1,4})?$/),
  date: fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  sequence: fc.integer({ min: 1, max: 9_999_999 }),
});

describe('the local number', () => {
  test('is printed with at least four digits and a check character', () => {
    expect(formatLocalNumber({ kiosk: 'st01', date: '2026-11-04', sequence: 42 })).toBe('ST01-20261104-0042-0');
    expect(formatLocalNumber({ kiosk: 'ST01', date: '2026-11-04', sequence: 123456 })).toMatch(/^ST01-20261104-123456-[A-Z0-9]$/);
  });

  test('reads back as what was written, however it is typed', () => {
    fc.assert(fc.property(numbers, (number) => {
      const written = formatLocalNumber(number);
      expect(parseLocalNumber(written)).toEqual({ ok: true, value: number });
      expect(parseLocalNumber(` ${written.toLowerCase()} `)).toEqual({ ok: true, value: number });
    }));
  });

  test('with any one character wrong is refused', () => {
    fc.assert(fc.property(numbers, fc.nat(), fc.constantFrom(...alphabet), (number, at, char) => {
      const written = formatLocalNumber(number);
      const places = [...written].flatMap((c, i) => (c === '-' ? [] : [i]));
      const place = places[at % places.length]!;
      fc.pre(written[place] !== char);
      expect(parseLocalNumber(written.slice(0, place) + char + written.slice(place + 1)).ok).toBe(false);
    }));
  });

  test('says whether the form or the check is wrong', () => {
    expect(parseLocalNumber('ST01-20261104-42-0')).toEqual({ ok: false, problem: 'form' });
    expect(parseLocalNumber('ST01-20261104-0043-0')).toEqual({ ok: false, problem: 'check' });
  });

  test('refuses a kiosk id that would make it unreadable', () => {
    for (const kiosk of ['', 'ST 01', '山亭', '-A']) expect(() => formatLocalNumber({ kiosk, date: '2026-11-04', sequence: 1 })).toThrow();
  });
});

test('the check character is that of ISO 7064 MOD 37,36', () => {
  // The example of the Global Release Identifier standard (ISO 7064 MOD 37,36): A1-2425G-ABC1234002-M.
  expect(checkChar('A12425GABC1234002')).toBe('M');
});

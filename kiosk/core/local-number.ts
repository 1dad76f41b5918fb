import { fail, ok, type Result } from './result.ts';

/** The number a receipt bears before the government has given one: `<kiosk>-<yyyymmdd>-<sequence>-<check>`. */
export interface LocalNumber {
  /** Letters, digits and inner hyphens, in capitals. */
  readonly kiosk: string;
  /** YYYY-MM-DD, the day by the kiosk's clock. */
  readonly date: string;
  /** Counts up per kiosk from 1 and never starts again; printed with at least four digits. */
  readonly sequence: number;
}

const shape = /^([A-Z0-9]+(?:-[A-Z0-9]+)*)-(\d{8})-(\d{4,15})-([A-Z0-9])$/;

/** Writes the number, e.g. `ST01-20261104-0042-0`. Throws on a kiosk id or date out of shape: those are configuration. */
export function formatLocalNumber({ kiosk, date, sequence }: LocalNumber): string {
  const body = `${kiosk.toUpperCase()}-${date.replaceAll('-', '')}-${String(sequence).padStart(4, '0')}`;
  const number = `${body}-${checkChar(body.replaceAll('-', ''))}`;
  if (!shape.test(number) || !/^\d{4}-\d\d-\d\d$/.test(date)) throw new Error('kiosk id, date or sequence out of shape');
  return number;
}

/** Reads a number as a person types it: case and spaces do not matter. `check` when the check character does not fit. */
export function parseLocalNumber(typed: string): Result<LocalNumber, 'form' | 'check'> {
  const match = shape.exec(typed.replaceAll(/\s/g, '').toUpperCase());
  if (!match) return fail('form');
  const [, kiosk = '', day = '', sequence = '', check = ''] = match;
  if (checkChar(kiosk.replaceAll('-', '') + day + sequence) !== check) return fail('check');
  return ok({ kiosk, date: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`, sequence: Number(sequence) });
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The check character of ISO 7064 MOD 37,36 over digits and capitals: finds every single wrong character and nearly every
 * swap of two neighbours. Throws on other characters.
 */
export function checkChar(text: string): string {
  let product = 36;
  for (const char of text) {
    const value = alphabet.indexOf(char);
    if (value < 0) throw new Error('only digits and capitals have a check character');
    product = (((product + value) % 36 || 36) * 2) % 37;
  }
  return alphabet.charAt((37 - product) % 36);
}

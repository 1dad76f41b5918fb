const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: 17 digits and an ISO 7064 MOD 11-2 check character; digits 7–14 are a real date not after `today` (YYYY-MM-DD). */
export function isCitizenNumber(number: string, today: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  const sum = WEIGHTS.reduce((s, w, i) => s + w * Number(number[i]), 0);
  if ('10X98765432'[sum % 11] !== number[17]) return false;
  const birth = birthOf(number);
  return isDate(birth) && birth <= today;
}

/** YYYY-MM-DD from digits 7–14. */
export const birthOf = (number: string): string => `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
/** GB/T 2261.1: the 17th digit is odd for male. */
export const sexOf = (number: string): '1' | '2' => (Number(number[16]) % 2 === 1 ? '1' : '2');

/** Full years between two dates, both YYYY-MM-DD. */
export function yearsBetween(from: string, to: string): number {
  const whole = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? whole - 1 : whole;
}

export function isDate(date: string): boolean {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!m) return false;
  const d = new Date(Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3])));
  return d.getUTCFullYear() === Number(m[1]) && d.getUTCMonth() === Number(m[2]) - 1 && d.getUTCDate() === Number(m[3]);
}

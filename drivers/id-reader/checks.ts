import type { ForeignerCard, IdCard, ResidencePermit, ResidentCard } from './port.ts';

/**
 * The first field of a card whose value cannot be right, or nothing. Both the byte-level driver and the vendor services
 * judge by this: a value from a device counts only after it.
 */
export function badField(card: IdCard): string | undefined {
  return card.kind === 'resident' ? badInResident(card) : card.kind === 'residence-permit' ? badInPermit(card) : badInForeigner(card);
}

function badInResident(card: ResidentCard): keyof ResidentCard | undefined {
  if (card.name === '') return 'name';
  if (!isSex(card.sex)) return 'sex';
  if (!/^\d\d$/.test(card.nation)) return 'nation';
  if (!isDate(card.birth)) return 'birth';
  if (!isCitizenNumber(card.number)) return 'number';
  return badInValidity(card);
}

function badInPermit(card: ResidencePermit): keyof ResidencePermit | undefined {
  if (card.name === '') return 'name';
  if (!isSex(card.sex)) return 'sex';
  if (!isDate(card.birth)) return 'birth';
  if (!/^8[123]0000/.test(card.number) || !isCitizenNumber(card.number)) return 'number';
  if (!/^[0-9A-Z]{0,9}$/.test(card.passNumber)) return 'passNumber';
  if (!/^\d{0,2}$/.test(card.issueCount)) return 'issueCount';
  return badInValidity(card);
}

function badInForeigner(card: ForeignerCard): keyof ForeignerCard | undefined {
  if (card.englishName === '') return 'englishName';
  if (!isSex(card.sex)) return 'sex';
  if (!isDate(card.birth)) return 'birth';
  if (!/^[A-Z]{3}$/.test(card.nationality)) return 'nationality';
  const numbered = card.letter === 'I' ? /^[A-Z]{3}\d{12}$/.test(card.number) : card.number.startsWith('9') && isCitizenNumber(card.number);
  if (!numbered) return 'number';
  return badInValidity(card);
}

function badInValidity({ validFrom, validTo }: IdCard): 'validFrom' | 'validTo' | undefined {
  if (!isDate(validFrom)) return 'validFrom';
  return validTo === 'long-term' || isDate(validTo) ? undefined : 'validTo';
}

/** GB 11643: seventeen digits and the check character of ISO 7064 MOD 11-2. */
export function isCitizenNumber(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((s, weight, i) => s + weight * Number(number[i]), 0);
  return number[17] === '10X98765432'[sum % 11] && isDate(dashed(number.slice(6, 14)));
}

/** A day that exists, from 1800 on, as YYYY-MM-DD. */
export function isDate(date: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? [];
  if (!year || !month || !day) return false;
  const then = new Date(0);
  then.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return Number(year) >= 1800 && then.getUTCMonth() === Number(month) - 1 && then.getUTCDate() === Number(day);
}

/** YYYYMMDD as YYYY-MM-DD; anything else unchanged, for `isDate` to refuse. */
export function dashed(text: string): string {
  return text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
}

/** GB/T 2261.1. */
function isSex(sex: string): boolean {
  return /^[0129]$/.test(sex);
}

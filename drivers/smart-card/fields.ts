import { dashed, isCitizenNumber, isDate } from '../id-reader/checks.ts';
import type { SocialSecurityCard } from './port.ts';

/** How a field of the card is written. `bytes` is its usual length, LD/T 33 as found in public code (device facts §5.3). */
export interface CardField { readonly field: keyof SocialSecurityCard; readonly tag: number; readonly bytes: number; readonly read: (value: Uint8Array) => string }
/** An elementary file and its fields in the order of their records. `sfi`: its short identifier where a card reads by that. */
export interface CardFile { readonly id: number; readonly sfi: number; readonly fields: readonly CardField[]; readonly firstTag: number }

/** Only what the kiosk needs: neither 卡类别, 规范版本 nor 出生地 is read. */
export const cardFiles: readonly CardFile[] = [
  { id: 0xef05, sfi: 5, firstTag: 0x01, fields: [
    { field: 'region', tag: 0x01, bytes: 16, read: (value) => bcd(value.subarray(0, 3)) },
    { field: 'issuedOn', tag: 0x05, bytes: 4, read: (value) => dashed(bcd(value)) },
    { field: 'validTo', tag: 0x06, bytes: 4, read: (value) => dashed(bcd(value)) },
    { field: 'cardNumber', tag: 0x07, bytes: 9, read: ascii },
  ] },
  { id: 0xef06, sfi: 6, firstTag: 0x08, fields: [
    { field: 'number', tag: 0x08, bytes: 18, read: (value) => ascii(value).toUpperCase() },
    { field: 'name', tag: 0x09, bytes: 30, read: chinese },
    { field: 'sex', tag: 0x0a, bytes: 1, read: digit },
    { field: 'nation', tag: 0x0b, bytes: 1, read: bcd },
    { field: 'birth', tag: 0x0d, bytes: 4, read: (value) => dashed(bcd(value)) },
  ] },
];

/** The first field whose value cannot be right, or nothing. Name and number must be there; what else is empty is no fault. */
export function badField(card: SocialSecurityCard): keyof SocialSecurityCard | undefined {
  const { region, issuedOn, validTo, cardNumber, number, name, sex, nation, birth } = card;
  if (!isCitizenNumber(number)) return 'number';
  if (name === '' || /[\p{Cc}\ufffd]/u.test(name)) return 'name';
  if (!/^[0129]?$/.test(sex)) return 'sex';
  if (!/^(?:\d\d)?$/.test(nation)) return 'nation';
  // The card says it twice; a record of another card or a slipped one shows here.
  if (birth !== '' && birth !== dashed(number.slice(6, 14))) return 'birth';
  if (!/^(?:\d{6})?$/.test(region)) return 'region';
  if (!/^[0-9A-Z]*$/.test(cardNumber)) return 'cardNumber';
  if (issuedOn !== '' && !isDate(issuedOn)) return 'issuedOn';
  if (validTo !== '' && (!isDate(validTo) || validTo < issuedOn)) return 'validTo';
  return undefined;
}

/** Two digits a byte; '' when nothing was ever written there. Anything else comes as hexadecimal, to be refused. */
function bcd(value: Uint8Array): string {
  if (value.every((byte) => byte === 0xff) || value.every((byte) => byte === 0)) return '';
  return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Some cards write the character, some the number. */
function digit(value: Uint8Array): string {
  const [byte = 0xff] = value;
  return byte === 0xff || byte === 0x20 ? '' : byte < 10 ? String(byte) : String.fromCharCode(byte);
}

function ascii(value: Uint8Array): string {
  return String.fromCharCode(...unpadded(value));
}

/** GBK, read as GB 18030, which has it inside: characters that GBK lacks may stand in four bytes. Bytes that are neither give U+FFFD. */
function chinese(value: Uint8Array): string {
  return new TextDecoder('gb18030').decode(unpadded(value)).trim();
}

/** Neither filler can be the last byte of a character. */
function unpadded(value: Uint8Array): Uint8Array {
  let end = value.length;
  while (end > 0 && [0x00, 0x20, 0xff].includes(value[end - 1]!)) end--;
  return value.subarray(0, end);
}

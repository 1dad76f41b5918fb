import type { ResidentCard } from '../port.ts';

/** What a 256-byte text block says. */
export type CardText =
  | { readonly is: 'resident'; readonly card: ResidentCard }
  /** Not a resident identity card: `kind` is the letter at byte 248, if it is one (J, I, Y are in circulation). */
  | { readonly is: 'unknown-kind'; readonly kind?: string }
  | { readonly is: 'bad'; readonly field: string };

/** Byte offset and length of each field, UTF-16LE. The same bytes mean other things on cards of another kind. */
const layout = {
  name: [0, 30], sex: [30, 2], nation: [32, 4], birth: [36, 16], address: [52, 70], number: [122, 36],
  issuer: [158, 30], validFrom: [188, 16], validTo: [204, 16],
} as const;
type Field = keyof typeof layout;
const textBytes = 256;
const kindAt = 248;
const longTerm = '长期';

/** Reads the text block of a card. The kind is decided first; an unknown one is never read as a resident card. */
export function readCardText(bytes: Uint8Array): CardText {
  if (bytes.length !== textBytes) return { is: 'bad', field: 'length' };
  const kind = units(bytes, kindAt, 2);
  if (kind !== ' ' && kind !== '\0') return { is: 'unknown-kind', ...(/^[0-9A-Za-z]$/.test(kind) && { kind }) };

  const raw = (field: Field) => trimmed(units(bytes, layout[field][0], layout[field][1]));
  const validTo = raw('validTo');
  const card: ResidentCard = {
    kind: 'resident',
    name: raw('name'),
    sex: raw('sex'),
    nation: raw('nation'),
    birth: dashed(raw('birth')),
    address: raw('address'),
    number: raw('number'),
    issuer: raw('issuer'),
    validFrom: dashed(raw('validFrom')),
    validTo: validTo === longTerm ? 'long-term' : dashed(validTo),
  };
  const bad = badField(card);
  return bad ? { is: 'bad', field: bad } : { is: 'resident', card };
}

/** The text of the additional address (command 30 03): at most 70 bytes count, whatever length the module sends. */
export function readNewAddress(bytes: Uint8Array): string {
  return trimmed(units(bytes, 0, Math.min(bytes.length & ~1, layout.address[1])));
}

/** The text block of a card, padded with U+0020 as on real cards. For simulators. Throws when a field is too long. */
export function encodeResident(card: ResidentCard, kind = ' '): Uint8Array {
  const bytes = new Uint8Array(textBytes);
  const put = (text: string, at: number, length: number) => {
    if (text.length * 2 > length) throw new RangeError(`too long for ${length} bytes`);
    for (let i = 0; i < length / 2; i++) {
      const unit = i < text.length ? text.charCodeAt(i) : 0x20;
      bytes[at + 2 * i] = unit & 0xff;
      bytes[at + 2 * i + 1] = unit >> 8;
    }
  };
  put('', 0, textBytes);
  const compact = (date: string) => (date === 'long-term' ? longTerm : date.replaceAll('-', ''));
  for (const field of Object.keys(layout) as Field[]) {
    const holdsDate = field === 'birth' || field === 'validFrom' || field === 'validTo';
    put(holdsDate ? compact(card[field]) : card[field], layout[field][0], layout[field][1]);
  }
  put(kind, kindAt, 2);
  return bytes;
}

/** GB 11643: seventeen digits and the check character of ISO 7064 MOD 11-2. */
export function isCitizenNumber(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((s, weight, i) => s + weight * Number(number[i]), 0);
  return number[17] === '10X98765432'[sum % 11] && isDate(dashed(number.slice(6, 14)));
}

function badField(card: ResidentCard): Field | undefined {
  if (card.name === '') return 'name';
  if (!/^[0129]$/.test(card.sex)) return 'sex';
  if (!/^\d\d$/.test(card.nation)) return 'nation';
  if (!isDate(card.birth)) return 'birth';
  if (!isCitizenNumber(card.number)) return 'number';
  if (!isDate(card.validFrom)) return 'validFrom';
  if (card.validTo !== 'long-term' && !isDate(card.validTo)) return 'validTo';
  return undefined;
}

function isDate(date: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? [];
  if (!year || !month || !day) return false;
  const then = new Date(0);
  then.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return Number(year) >= 1800 && then.getUTCMonth() === Number(month) - 1 && then.getUTCDate() === Number(day);
}

/** YYYYMMDD as YYYY-MM-DD; anything else unchanged, for `isDate` to refuse. */
function dashed(text: string): string {
  return text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
}

/** Exact units: a TextDecoder would replace a lone surrogate, and names hold private-use characters that must survive. */
function units(bytes: Uint8Array, at: number, length: number): string {
  let text = '';
  for (let i = at; i < at + length; i += 2) text += String.fromCharCode(bytes[i]! | (bytes[i + 1]! << 8));
  return text;
}

function trimmed(text: string): string {
  return text.replace(/[ \0]+$/, '');
}

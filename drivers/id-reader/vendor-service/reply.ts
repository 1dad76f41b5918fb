import { badField, dashed } from '../checks.ts';
import type { ResidentCard } from '../port.ts';
import { nationCode, type VendorService } from './services.ts';

/** What a reply of a maker's service says. */
export type Reply =
  | { readonly is: 'card'; readonly card: ResidentCard }
  | { readonly is: 'unknown-card'; readonly kind?: string }
  | { readonly is: 'bad-card'; readonly field: string }
  /** The service answered that it has nothing: no card, or one it could not read. */
  | { readonly is: 'nothing' }
  /** Not the documented form: something else answers there. */
  | { readonly is: 'nonsense' };

/** The most UTF-16 units a card can hold of each field. */
const longest = { name: 15, address: 35, issuer: 15 } as const;

/** Whether a service says that a call went well. */
export function wentWell(text: string, service: VendorService): 'yes' | 'no' | 'nonsense' {
  const code = codeIn(objectIn(text), service);
  return code === undefined ? 'nonsense' : code === 0 ? 'yes' : 'no';
}

/** Reads a reply to a read. Whatever the service says, a card counts only when every field of it can be right. */
export function readReply(text: string, service: VendorService): Reply {
  const reply = objectIn(text);
  const code = codeIn(reply, service);
  if (!reply || code === undefined) return { is: 'nonsense' };
  if (code !== 0) return { is: 'nothing' };
  const info = service.card === '' ? reply : reply[service.card];
  if (!isObject(info)) return { is: 'nonsense' };
  const said = (field: string | undefined) => {
    const value = field === undefined ? undefined : info[field];
    return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  };

  const { fields } = service;
  const number = said(fields.number).toUpperCase();
  if (number === '') return { is: 'nothing' };
  const letter = said(service.kind) || letterOf(number);
  if (letter !== '') return { is: 'unknown-card', ...(/^[0-9A-Za-z]$/.test(letter) && { kind: letter }) };

  const sex = said(fields.sex);
  const nation = said(fields.nation);
  const moved = said(service.newAddress);
  const card: ResidentCard = {
    kind: 'resident',
    name: said(fields.name),
    sex: Object.hasOwn(service.sexes, sex) ? service.sexes[sex]! : sex,
    nation: nation === '' ? nationCode(said(service.nationName)) : nation.padStart(2, '0'),
    birth: day(said(fields.birth)),
    address: moved.length > 4 ? moved : said(fields.address), // some services write 无 there
    number,
    issuer: said(fields.issuer),
    validFrom: day(said(fields.validFrom)),
    validTo: /^长期(?:有效)?$/.test(said(fields.validTo)) ? 'long-term' : day(said(fields.validTo)),
  };
  const field = badField(card) ?? tooLong(card) ?? contradiction(card);
  return field ? { is: 'bad-card', field } : { is: 'card', card };
}

/** What a service that does not tell the kind reveals by the number: 81–83 (J), three letters and digits (I), 9 (Y). */
function letterOf(number: string): string {
  return /^8[123]/.test(number) ? 'J' : /^[A-Z]{3}\d{12}$/.test(number) ? 'I' : number.startsWith('9') ? 'Y' : '';
}

function tooLong(card: ResidentCard): string | undefined {
  return (Object.keys(longest) as (keyof typeof longest)[]).find((field) => card[field].length > longest[field]);
}

/** Text retyped by a program between the card and us: what it says twice must agree. */
function contradiction({ birth, number, validFrom, validTo }: ResidentCard): string | undefined {
  if (birth !== dashed(number.slice(6, 14))) return 'birth';
  return validTo !== 'long-term' && validTo < validFrom ? 'validTo' : undefined;
}

/** 19860512, 1986-05-12, 1986.05.12, 1986/05/12 and 1986年05月12日 as 1986-05-12; anything else unchanged, to be refused. */
function day(text: string): string {
  return text.replace(/^(\d{4})[-./年]?(\d\d)[-./月]?(\d\d)日?$/, '$1-$2-$3');
}

function codeIn(reply: Readonly<Record<string, unknown>> | undefined, { code }: VendorService): number | undefined {
  const value = reply?.[code];
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  return typeof value === 'string' && /^-?\d{1,6}$/.test(value) ? Number(value) : undefined;
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

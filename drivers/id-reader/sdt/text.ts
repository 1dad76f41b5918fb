import { badField, dashed } from '../checks.ts';
import type { CardKind, CardOf, ForeignerCard, IdCard, ResidencePermit, ResidentCard } from '../port.ts';
import { foreigner2023Layout, foreignerLayout, kindAt, permitLayout, readFields, residentLayout, textBytes, trimmed, units, writeFields } from './layout.ts';

/** What a 256-byte text block says. */
export type CardText =
  | { readonly [K in CardKind]: { readonly is: K; readonly card: CardOf<K> } }[CardKind]
  /** A kind nobody asked for, or none known: `kind` is the letter at byte 248, if it is one. */
  | { readonly is: 'unknown-kind'; readonly kind?: string }
  | { readonly is: 'bad'; readonly field: string };

export const allKinds: readonly CardKind[] = ['resident', 'residence-permit', 'foreigner'];
const kindOfLetter: Readonly<Record<string, CardKind>> = { ' ': 'resident', '\0': 'resident', J: 'residence-permit', I: 'foreigner', Y: 'foreigner' };
const longTerm = '长期';

/**
 * Reads the text block of a card (256 bytes, GA 467 class). The kind is decided first; the fields of one that is unknown or
 * not among `kinds` are not looked at.
 */
export function readCardText(bytes: Uint8Array, kinds: readonly CardKind[] = allKinds): CardText {
  if (bytes.length !== textBytes) return { is: 'bad', field: 'length' };
  const letter = units(bytes, kindAt, 2);
  const kind = Object.hasOwn(kindOfLetter, letter) ? kindOfLetter[letter] : undefined;
  if (!kind || !kinds.includes(kind)) return { is: 'unknown-kind', ...(/^[0-9A-Za-z]$/.test(letter) && { kind: letter }) };
  const card = kind === 'resident' ? resident(bytes) : kind === 'residence-permit' ? permit(bytes) : letter === 'I' ? foreigner(bytes) : foreigner2023(bytes);
  const field = badField(card);
  return field ? { is: 'bad', field } : ({ is: card.kind, card } as CardText);
}

function resident(bytes: Uint8Array): ResidentCard {
  return { kind: 'resident', ...dated(readFields(bytes, residentLayout)) };
}
function permit(bytes: Uint8Array): ResidencePermit {
  return { kind: 'residence-permit', ...dated(readFields(bytes, permitLayout)) };
}
function foreigner(bytes: Uint8Array): ForeignerCard {
  return { kind: 'foreigner', letter: 'I', ...dated(readFields(bytes, foreignerLayout)) };
}
function foreigner2023(bytes: Uint8Array): ForeignerCard {
  const { nameRest, ...fields } = dated(readFields(bytes, foreigner2023Layout));
  // Joined before trimming: the first part may end with the space between two names.
  const whole = nameRest === '' ? fields.englishName : units(bytes, ...foreigner2023Layout.englishName) + nameRest;
  return { kind: 'foreigner', letter: 'Y', ...fields, englishName: whole };
}

/** The text of the additional address (command 30 03): at most 70 bytes count, whatever length the module sends. */
export function readNewAddress(bytes: Uint8Array): string {
  return trimmed(units(bytes, 0, Math.min(bytes.length & ~1, residentLayout.address[1])));
}

/** The text block of a card. For simulators. Throws when a field is too long. */
export function encodeCard(card: IdCard): Uint8Array {
  if (card.kind === 'resident') return encodeResident(card);
  const fields = compact(card);
  if (card.kind === 'residence-permit') return writeFields(permitLayout, { ...card, ...fields }, 'J');
  if (card.letter === 'I') return writeFields(foreignerLayout, { ...card, ...fields }, 'I');
  const cut = foreigner2023Layout.englishName[1] / 2;
  return writeFields(foreigner2023Layout, { ...card, ...fields, englishName: card.englishName.slice(0, cut), nameRest: card.englishName.slice(cut) }, 'Y');
}

/** The same for a resident card, with any letter at byte 248. */
export function encodeResident(card: ResidentCard, kind = ' '): Uint8Array {
  return writeFields(residentLayout, { ...card, ...compact(card) }, kind);
}

interface Dates { readonly birth: string; readonly validFrom: string; readonly validTo: string }
/** Dates as the kiosk writes them: YYYY-MM-DD and `long-term`. */
function dated<F extends Dates>(fields: F): F {
  return { ...fields, birth: dashed(fields.birth), validFrom: dashed(fields.validFrom), validTo: fields.validTo === longTerm ? 'long-term' : dashed(fields.validTo) };
}
/** Dates as the card writes them. */
function compact({ birth, validFrom, validTo }: Dates): Dates {
  const bare = (date: string) => (date === 'long-term' ? longTerm : date.replaceAll('-', ''));
  return { birth: bare(birth), validFrom: bare(validFrom), validTo: bare(validTo) };
}

import type { Command, Exchanged, Response } from './apdu.ts';
import { badField, type CardField, type CardFile, cardFiles } from './fields.ts';
import type { SmartCardOutcome, SocialSecurityCard } from './port.ts';

/** "sx1.sh.社会保障" in GBK: the application's name on every card of the ministry. */
export const applicationName = Uint8Array.of(0x73, 0x78, 0x31, 0x2e, 0x73, 0x68, 0x2e, 0xc9, 0xe7, 0xbb, 0xe1, 0xb1, 0xa3, 0xd5, 0xcf);

export const sw = {
  ok: 0x9000, wrongLength: 0x6700, notAllowed: 0x6982, pinBlocked: 0x6983, conditionsNotMet: 0x6985,
  wrongData: 0x6a80, noFile: 0x6a82, noRecord: 0x6a83, wrongP1P2: 0x6a86, noInstruction: 0x6d00,
} as const;
type Ended = Exclude<SmartCardOutcome, { is: 'read' }>;

/** Where a field stands: its record by tag or by place, and the P2 this generation of cards wants. */
type Place = (file: CardFile, field: CardField) => { readonly p1: number; readonly p2: number };
/** Ways seen in public code. LD/T 33 itself is not public, so a card is tried until it answers with the tag that was asked for. */
const places: readonly Place[] = [
  (_file, { tag }) => ({ p1: tag, p2: 0x00 }),
  (_file, { tag }) => ({ p1: tag, p2: 0x04 }),
  ({ sfi }, { tag }) => ({ p1: tag, p2: (sfi << 3) | 4 }),
  ({ firstTag }, { tag }) => ({ p1: tag - firstTag + 1, p2: 0x04 }),
  ({ firstTag }, { tag }) => ({ p1: tag - firstTag + 1, p2: 0x00 }),
  ({ firstTag, sfi }, { tag }) => ({ p1: tag - firstTag + 1, p2: (sfi << 3) | 4 }),
];

/**
 * Reads the public fields of a social security card through `ask`, which follows 61xx and 6Cxx. Whatever bytes come, a card is
 * only handed over whole and with its check digit right. Answers are overwritten as soon as they were read.
 */
export async function readSocialSecurityCard(ask: (command: Command) => Promise<Exchanged>): Promise<SmartCardOutcome> {
  const application = await ask({ ins: 0xa4, p1: 0x04, p2: 0x00, data: applicationName });
  if (application.is !== 'response') return application;
  if (!isFine(application.sw)) return { is: 'unknown-card' };

  const values = new Map<keyof SocialSecurityCard, string>();
  let place = 0;
  for (const file of cardFiles) {
    const trouble = await openFile(file);
    if (trouble) return trouble;
    for (const field of file.fields) {
      const found = await readField(file, field);
      if (typeof found !== 'string') return found;
      values.set(field.field, found);
    }
  }
  const said = (field: keyof SocialSecurityCard) => values.get(field) ?? '';
  const card: SocialSecurityCard = {
    region: said('region'), issuedOn: said('issuedOn'), validTo: said('validTo'), cardNumber: said('cardNumber'),
    number: said('number'), name: said('name'), sex: said('sex'), nation: said('nation'), birth: said('birth'),
  };
  const field = badField(card);
  return field ? { is: 'bad-card', field } : { is: 'read', card };

  async function openFile({ id }: CardFile): Promise<Ended | undefined> {
    for (const p1 of [0x02, 0x00]) {
      const opened = await ask({ ins: 0xa4, p1, p2: 0x00, data: Uint8Array.of(id >> 8, id & 0xff) });
      if (opened.is !== 'response') return opened;
      opened.data.fill(0);
      if (isFine(opened.sw)) return undefined;
      if (wantsPin(opened.sw)) return { is: 'pin-required' };
    }
    return { is: 'unknown-card' };
  }

  /** Its value, '' when the card has no such record; the way that worked is tried first for the next. */
  async function readField(file: CardFile, field: CardField): Promise<string | Ended> {
    let none = false;
    let other = false;
    for (let tried = 0; tried < places.length; tried++) {
      const at = (place + tried) % places.length;
      // The header of tag and length may count or not; a card that minds says 6Cxx, or only that the length is wrong.
      for (const le of [field.bytes + 2, field.bytes, 256]) {
        const answered = await ask({ ins: 0xb2, ...places[at]!(file, field), le });
        if (answered.is !== 'response') return answered;
        if (wantsPin(answered.sw)) return { is: 'pin-required' };
        if (answered.sw === sw.wrongLength) continue;
        const value = valueIn(answered, field);
        const text = value && field.read(value);
        answered.data.fill(0);
        if (text !== undefined) { place = at; return text; }
        none ||= answered.sw === sw.noRecord;
        other ||= isFine(answered.sw);
        break;
      }
    }
    // Read without a wrong word: this generation does not have the field.
    return none && !other ? '' : { is: 'lost-card' };
  }
}

/** 62xx: selected or read, with a remark. */
const isFine = (code: number) => code === sw.ok || code >> 8 === 0x62;
const wantsPin = (code: number) => code === sw.notAllowed || code === sw.pinBlocked || code === sw.conditionsNotMet;

/** The value after tag and length, or the bare value of a card that sends it without; nothing when it is another field. */
function valueIn({ sw: code, data }: Response, { tag, bytes }: CardField): Uint8Array | undefined {
  if (!isFine(code)) return undefined;
  const length = data[1] ?? 0;
  if (data[0] === tag && length > 0 && data.length >= 2 + length) return data.subarray(2, 2 + length);
  return data.length === bytes ? data : undefined;
}

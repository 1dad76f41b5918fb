import { joined } from '../../transport/bytes.ts';
import { readCommand } from '../apdu.ts';
import { cardFiles, type CardField } from '../fields.ts';
import type { SocialSecurityCard } from '../port.ts';
import { applicationName, sw } from '../social-security.ts';
import { gb18030 } from './gb18030.ts';

/** How a generation of cards behaves where they differ. */
export interface Manner {
  /** Records go by the tag of their field or by their place in the file. */
  readonly records: 'tag' | 'place';
  /** The P2 that READ RECORD takes: 0 and 4, or the file's short identifier in it. */
  readonly p2: 0x00 | 0x04 | 'sfi';
  /** The P1 that SELECT takes for a file. */
  readonly selectP1: 0x02 | 0x00;
  /** Values come with tag and length, or bare. */
  readonly header: boolean;
  /** What an Le that is not the record's length gets: `6C` says the right one, `67` only that it is wrong, `any` takes it. */
  readonly le: '6C' | '67' | 'any';
  /** The most bytes sent at once; the rest waits for GET RESPONSE after 61xx. 0 sends all. */
  readonly partBytes: number;
  /** Which field's record is missing. */
  readonly without?: keyof SocialSecurityCard;
  /** EF06 only after the card's own PIN. */
  readonly pin: boolean;
}
export const commonManner: Manner = { records: 'tag', p2: 0x00, selectP1: 0x02, header: true, le: '6C', partBytes: 0, pin: false };

/** The chip of a social security card, or with no `card` one that has no such application: answers commands, knows no wire. */
export function simChip(card?: SocialSecurityCard, manner: Partial<Manner> = {}): { answer(apdu: Uint8Array): Uint8Array } {
  const how = { ...commonManner, ...manner };
  let selected: 'nothing' | 'application' | number = 'nothing';
  let waiting = new Uint8Array(0);

  const only = (code: number) => Uint8Array.of(code >> 8, code & 0xff);
  /** The data, or its first part and how much of it waits. */
  function data(bytes: Uint8Array): Uint8Array {
    const part = how.partBytes > 0 ? bytes.subarray(0, how.partBytes) : bytes;
    waiting = bytes.slice(part.length);
    return joined(part, waiting.length > 0 ? Uint8Array.of(0x61, waiting.length & 0xff) : only(sw.ok));
  }

  function answer(apdu: Uint8Array): Uint8Array {
    const command = readCommand(apdu);
    if (!command) return only(sw.wrongLength);
    switch (command.ins) {
      case 0xa4: return select(command.p1, command.data ?? new Uint8Array(0));
      case 0xb2: return readRecord(command.p1, command.p2, command.le ?? 256);
      case 0xc0: {
        if (waiting.length === 0) return only(sw.conditionsNotMet);
        return data(waiting);
      }
      default: return only(sw.noInstruction);
    }
  }

  function select(p1: number, name: Uint8Array): Uint8Array {
    if (p1 === 0x04) {
      if (!card || name.length !== applicationName.length || applicationName.some((byte, i) => byte !== name[i])) return only(sw.noFile);
      selected = 'application';
      // File control information, waiting in the manner of T=0.
      waiting = joined(Uint8Array.of(0x6f, 2 + name.length, 0x84, name.length), name);
      return Uint8Array.of(0x61, waiting.length);
    }
    if (p1 !== how.selectP1) return only(sw.wrongP1P2);
    const id = ((name[0] ?? 0) << 8) | (name[1] ?? 0);
    if (selected === 'nothing' || !cardFiles.some((file) => file.id === id)) return only(sw.noFile);
    selected = id;
    return only(sw.ok);
  }

  function readRecord(p1: number, p2: number, le: number): Uint8Array {
    const file = cardFiles.find(({ id }) => id === selected);
    if (!card || !file) return only(sw.noFile);
    if (how.pin && file.id === 0xef06) return only(sw.notAllowed);
    if (p2 !== (how.p2 === 'sfi' ? (file.sfi << 3) | 4 : how.p2)) return only(sw.wrongP1P2);
    const field = file.fields.find(({ tag }) => tag === (how.records === 'tag' ? p1 : p1 + file.firstTag - 1));
    if (!field || field.field === how.without) return only(sw.noRecord);
    const value = encodeField(field, card);
    const record = how.header ? joined(Uint8Array.of(field.tag, value.length), value) : value;
    if (how.le !== 'any' && le !== record.length) return how.le === '6C' ? Uint8Array.of(0x6c, record.length) : only(sw.wrongLength);
    return data(record);
  }
  return { answer };
}

/** A field's value as it stands on the card; one that is '' is as it left the factory. */
function encodeField({ field, bytes }: CardField, card: SocialSecurityCard): Uint8Array<ArrayBuffer> {
  const text = card[field];
  const value = new Uint8Array(bytes).fill(text === '' ? 0xff : 0);
  if (field === 'name') value.set(gb18030(text).subarray(0, bytes));
  else if (field === 'number' || field === 'cardNumber' || field === 'sex') value.set(new TextEncoder().encode(text).subarray(0, bytes));
  else value.set(Array.from(text.replaceAll('-', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)).slice(0, bytes));
  return value;
}

import { joined } from '../transport/bytes.ts';
import type { CardChannel, Transmitted } from './terminal.ts';

/** A command of ISO/IEC 7816-4, short form. `le`: how many bytes are expected, 256 at most; left out where none are asked for. */
export interface Command { readonly cla?: number; readonly ins: number; readonly p1: number; readonly p2: number; readonly data?: Uint8Array; readonly le?: number }
/** SW1 SW2 as one number, and what came before it. */
export interface Response { readonly is: 'response'; readonly sw: number; readonly data: Uint8Array<ArrayBuffer> }
export type Exchanged = Response | Exclude<Transmitted, { is: 'answer' }>;

export function commandApdu({ cla = 0, ins, p1, p2, data = new Uint8Array(0), le }: Command): Uint8Array<ArrayBuffer> {
  return joined(Uint8Array.of(cla, ins, p1, p2), data.length > 0 ? Uint8Array.of(data.length) : data, data, le === undefined ? new Uint8Array(0) : Uint8Array.of(le & 0xff));
}

/** A command as a card receives it; nothing when its lengths do not add up. */
export function readCommand(bytes: Uint8Array): Command | undefined {
  const [cla, ins, p1, p2, length] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return undefined;
  if (length === undefined) return { cla, ins, p1, p2 };
  if (bytes.length === 5) return { cla, ins, p1, p2, le: length || 256 };
  const data = bytes.subarray(5, 5 + length);
  if (length === 0 || data.length < length || bytes.length > 6 + length) return undefined;
  return { cla, ins, p1, p2, data, ...(bytes.length === 6 + length && { le: bytes[5 + length]! || 256 }) };
}

/** More than any public field needs; a card that goes on beyond it is broken. */
const longestBytes = 4096;
const mostFollowUps = 32;

/**
 * Sends a command and follows the card through what T=0 leaves to us: 61xx (so many bytes wait, GET RESPONSE) and 6Cxx (the
 * same again with this length). What came is in one new array for the caller to overwrite; a card that never ends is lost.
 */
export async function exchange(card: CardChannel, command: Command, { deadlineMs }: { readonly deadlineMs: number }): Promise<Exchanged> {
  let asking = command;
  let data = new Uint8Array(0);
  const drop = <T>(end: T): T => { data.fill(0); return end; };
  for (let sent = 0; sent < mostFollowUps; sent++) {
    const answered = await card.transmit(commandApdu(asking), { deadlineMs });
    if (answered.is !== 'answer') return drop(answered);
    const { bytes } = answered;
    if (bytes.length < 2) return drop({ is: 'lost-card' });
    const sw = (bytes.at(-2)! << 8) | bytes.at(-1)!;
    // No card says anything else at the end (ISO/IEC 7816-4, 5.6): the end is missing.
    if (sw >> 12 !== 0x6 && sw >> 12 !== 0x9) { bytes.fill(0); return drop({ is: 'lost-card' }); }
    if (sw >> 8 === 0x6c && bytes.length === 2) { asking = { ...asking, le: sw & 0xff || 256 }; continue; }
    const more = joined(data, bytes.subarray(0, -2));
    bytes.fill(0);
    data = drop(more);
    if (data.length > longestBytes) break;
    if (sw >> 8 !== 0x61) return { is: 'response', sw, data };
    asking = { ...(command.cla !== undefined && { cla: command.cla }), ins: 0xc0, p1: 0, p2: 0, le: sw & 0xff || 256 };
  }
  return drop({ is: 'lost-card' });
}

/** Frames between host and SAM (GA 467 class): preamble, length of the rest, body, XOR of everything after the preamble. */

const preamble = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;
const headBytes = preamble.length + 2;

/**
 * The commands of a module: command, parameter, and for the last its value. Photo and text come together. 30 10, which reads
 * fingerprints as well, is left out on purpose: what cannot be sent cannot be asked for by mistake (PIPL Art. 6, 29).
 */
export const commandBytes = {
  reset: [0x10, 0xff],
  status: [0x11, 0xff],
  samId: [0x12, 0xff],
  find: [0x20, 0x01],
  select: [0x20, 0x02],
  read: [0x30, 0x01],
  newAddress: [0x30, 0x03],
  /** The chip's own number, by which one card can be told from another without its text. */
  chipNumber: [0x30, 0x05],
  /** Most bytes in one radio exchange: 0x50, as modules behind slow bridges want it. */
  radioLimit: [0x61, 0xff, 0x50],
} as const;
export type CommandName = keyof typeof commandBytes;

/** Last status byte of an answer. */
export const sw = {
  ok: 0x90, found: 0x9f, noContent: 0x91,
  badChecksum: 0x10, badLength: 0x11, badCommand: 0x21, noPrivilege: 0x23, unknownError: 0x24,
  cardAuthFailed: 0x31, samAuthFailed: 0x32, badInformation: 0x33, unknownCardType: 0x40, readFailed: 0x41, randomFailed: 0x47,
  selfTestFailed: 0x60, notAuthorised: 0x66, noCard: 0x80, selectFailed: 0x81,
} as const;

/** Body lengths that can occur: a command is short; the longest answer carries text, photo and two fingerprints (2321 bytes in all). */
export const answerLimits = { shortest: 3, longest: 0x0909 } as const;
export const commandLimits = { shortest: 2, longest: 64 } as const;

export function frame(body: Uint8Array | readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headBytes + body.length + 1);
  bytes.set(preamble);
  bytes[5] = (body.length + 1) >> 8;
  bytes[6] = (body.length + 1) & 0xff;
  bytes.set(body, headBytes);
  bytes[bytes.length - 1] = xor(bytes, preamble.length, bytes.length - 1);
  return bytes;
}

export interface Answer {
  /** SW3 when SW1 and SW2 are zero, as they always are in practice; otherwise all three as one number. */
  readonly status: number;
  readonly data: Uint8Array;
}
/** A body as received, read as an answer. */
export function readAnswer(body: Uint8Array): Answer {
  const [sw1 = 0, sw2 = 0, sw3 = 0] = body;
  return { status: (sw1 << 16) | (sw2 << 8) | sw3, data: body.subarray(3) };
}

/**
 * Takes bytes as they come and gives the bodies of whole, correct frames. Anything else is skipped: after a false preamble,
 * an impossible length or a wrong check byte the search goes on one byte later, so a good frame inside is still found.
 */
export function frameParser(limits: { readonly shortest: number; readonly longest: number }) {
  let held = new Uint8Array(0);

  function push(bytes: Uint8Array): Uint8Array[] {
    const all = new Uint8Array(held.length + bytes.length);
    all.set(held);
    all.set(bytes, held.length);
    const bodies: Uint8Array[] = [];
    let at = 0;
    for (;;) {
      at = findPreamble(all, at);
      if (all.length < at + headBytes) break;
      const rest = (all[at + 5]! << 8) | all[at + 6]!;
      const end = at + headBytes + rest;
      if (rest - 1 < limits.shortest || rest - 1 > limits.longest) { at++; continue; }
      if (all.length < end) break;
      if (xor(all, at + preamble.length, end - 1) !== all[end - 1]) { at++; continue; }
      bodies.push(all.slice(at + headBytes, end - 1));
      at = end;
    }
    held.fill(0);
    held = all.slice(at);
    all.fill(0);
    return bodies;
  }
  /** Forgets a frame of which only a part came: nothing more of it is expected. */
  function reset() { held.fill(0); held = new Uint8Array(0); }
  return { push, reset };
}

/** Where the next preamble, or the beginning of one at the very end, starts; the length when there is none. */
function findPreamble(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (preamble.every((byte, i) => at + i >= bytes.length || bytes[at + i] === byte)) return at;
  }
  return bytes.length;
}

function xor(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum ^= bytes[i]!;
  return sum;
}

/**
 * The number of a SAM as its sticker and the police write it, from the 16 bytes of answer 12 FF: `%02d.%02d-%d-%010d-%010d`
 * over u16, u16, u32, u32, u32, little-endian. Nothing when the length is another.
 */
export function samIdText(data: Uint8Array): string | undefined {
  if (data.length !== 16) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const digits = (value: number, count: number) => String(value).padStart(count, '0');
  const [kind, batch] = [view.getUint16(0, true), view.getUint16(2, true)];
  return `${digits(kind, 2)}.${digits(batch, 2)}-${view.getUint32(4, true)}-${digits(view.getUint32(8, true), 10)}-${digits(view.getUint32(12, true), 10)}`;
}

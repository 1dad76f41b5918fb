/**
 * Frames of Modbus RTU as relay and input boards use them (MODBUS Application Protocol V1.1b3, Serial Line V1.02): address,
 * function, data, CRC-16 with the low byte first. Answers name neither their question nor their length, so each is looked for
 * in the only shape it can have.
 */
export type Question =
  /** 0x01: `count` coils (relays, lamps) from number `from` on, counted from 0 as on the wire. */
  | { readonly is: 'read-coils'; readonly from: number; readonly count: number }
  /** 0x02: the same of discrete inputs. */
  | { readonly is: 'read-inputs'; readonly from: number; readonly count: number }
  /** 0x05. */
  | { readonly is: 'write-coil'; readonly at: number; readonly on: boolean }
  /** 0x0F: 1 to 1968 coils from number `from` on. */
  | { readonly is: 'write-coils'; readonly from: number; readonly bits: readonly boolean[] };
export type Answer =
  | { readonly is: 'bits'; readonly bits: readonly boolean[] }
  | { readonly is: 'written' }
  | { readonly is: 'exception'; readonly code: number };

const functions: Record<Question['is'], number> = { 'read-coils': 0x01, 'read-inputs': 0x02, 'write-coil': 0x05, 'write-coils': 0x0f };
export const exceptions = { illegalFunction: 1, illegalAddress: 2, illegalValue: 3, deviceFailure: 4, acknowledge: 5, busy: 6 } as const;
/** V1.1b3 6.1, 6.2 and 6.11: what fits into a frame of 256 bytes. */
export const most = { read: 2000, write: 1968, frameBytes: 256 } as const;

export function encodeQuestion(unit: number, question: Question): Uint8Array<ArrayBuffer> {
  const head = [unit, functions[question.is]];
  switch (question.is) {
    case 'read-coils': case 'read-inputs': return sealed([...head, ...word(question.from), ...word(question.count)]);
    case 'write-coil': return sealed([...head, ...word(question.at), question.on ? 0xff : 0, 0]);
    case 'write-coils': {
      const bytes = packed(question.bits);
      return sealed([...head, ...word(question.from), ...word(question.bits.length), bytes.length, ...bytes]);
    }
  }
}

export function encodeAnswer(unit: number, question: Question, answer: Answer): Uint8Array<ArrayBuffer> {
  const code = functions[question.is];
  if (answer.is === 'exception') return exceptionFrame(unit, code, answer.code);
  if (answer.is === 'bits') { const bytes = packed(answer.bits); return sealed([unit, code, bytes.length, ...bytes]); }
  return question.is === 'write-coils' ? sealed([unit, code, ...word(question.from), ...word(question.bits.length)]) : encodeQuestion(unit, question);
}
export const exceptionFrame = (unit: number, code: number, exception: number) => sealed([unit, code | 0x80, exception]);

/**
 * Looks for the answer to one question in what arrives. Whatever else is on the line is skipped, byte by byte, so that noise
 * before or between never hides a whole answer.
 */
export function answerSearch(unit: number, question: Question) {
  let held = new Uint8Array(0);
  const code = functions[question.is];
  const expected = answerBytes(question);

  function push(bytes: Uint8Array): Answer | undefined {
    const all = new Uint8Array(held.length + bytes.length);
    all.set(held);
    all.set(bytes, held.length);
    for (let at = 0; at < all.length; at++) {
      if (all[at] !== unit) continue;
      const found = all[at + 1] === code ? wanted(all.subarray(at, at + expected)) : all[at + 1] === (code | 0x80) ? refused(all.subarray(at, at + 5)) : undefined;
      if (found) return found;
    }
    // An answer that has only begun lies in the last bytes.
    held = all.slice(Math.max(0, all.length - Math.max(expected, 5) + 1));
    return undefined;
  }
  function wanted(frame: Uint8Array): Answer | undefined {
    if (frame.length < expected || !crcFits(frame)) return undefined;
    if (question.is === 'read-coils' || question.is === 'read-inputs') {
      return frame[2] === expected - 5 ? { is: 'bits', bits: unpacked(frame.subarray(3), question.count) } : undefined;
    }
    const echo = encodeAnswer(unit, question, { is: 'written' });
    return echo.every((byte, i) => byte === frame[i]) ? { is: 'written' } : undefined;
  }
  function refused(frame: Uint8Array): Answer | undefined {
    return frame.length === 5 && crcFits(frame) ? { is: 'exception', code: frame[2]! } : undefined;
  }
  return { push };
}

/** What a board hears. A frame that is no question it knows is only known to be one when the line falls silent behind it. */
export interface Heard { readonly unit: number; readonly code: number; readonly question: Question | 'unknown' | 'bad-value' }

/** The board's side: gives each whole question as soon as its last byte is there. */
export function questionSearch() {
  let held = new Uint8Array(0);

  function push(bytes: Uint8Array): Heard[] {
    const all = new Uint8Array(held.length + bytes.length);
    all.set(held);
    all.set(bytes, held.length);
    const found: Heard[] = [];
    let from = 0;
    for (let at = 0; at < all.length; at++) {
      const length = questionBytes(all, at);
      if (length === undefined || at + length > all.length || !crcFits(all.subarray(at, at + length))) continue;
      found.push(readQuestion(all.subarray(at, at + length)));
      from = at + length;
      at = from - 1;
    }
    held = all.slice(Math.max(from, all.length - most.frameBytes));
    return found;
  }
  /** The line was silent for 3.5 characters: what is held is a whole frame or nothing. */
  function silence(): Heard | undefined {
    const frame = held;
    held = new Uint8Array(0);
    return frame.length >= 4 && crcFits(frame) ? { unit: frame[0]!, code: frame[1]!, question: 'unknown' } : undefined;
  }
  return { push, silence };
}

function readQuestion(frame: Uint8Array): Heard {
  const [unit = 0, code = 0] = frame;
  const [first, second] = [wordAt(frame, 2), wordAt(frame, 4)];
  const heard = (question: Heard['question']): Heard => ({ unit, code, question });
  switch (code) {
    case 0x01: case 0x02: return heard(second < 1 || second > most.read ? 'bad-value' : { is: code === 0x01 ? 'read-coils' : 'read-inputs', from: first, count: second });
    case 0x05: return heard(second === 0xff00 || second === 0 ? { is: 'write-coil', at: first, on: second !== 0 } : 'bad-value');
    default: return heard(second < 1 || second > most.write || frame[6] !== Math.ceil(second / 8) ? 'bad-value' : { is: 'write-coils', from: first, bits: unpacked(frame.subarray(7), second) });
  }
}

/** Length of the question that would begin here; nothing when its function is none of ours or its length is not there yet. */
function questionBytes(bytes: Uint8Array, at: number): number | undefined {
  const code = bytes[at + 1];
  if (code === 0x01 || code === 0x02 || code === 0x05) return 8;
  return code === 0x0f && at + 6 < bytes.length ? 9 + bytes[at + 6]! : undefined;
}
function answerBytes(question: Question): number {
  return question.is === 'read-coils' || question.is === 'read-inputs' ? 5 + Math.ceil(question.count / 8) : 8;
}

function sealed(body: readonly number[]): Uint8Array<ArrayBuffer> {
  const sum = crc16(body);
  return Uint8Array.of(...body, sum & 0xff, sum >> 8);
}
const crcFits = (frame: Uint8Array) => frame.length > 2 && crc16(frame.subarray(0, -2)) === (frame.at(-2)! | (frame.at(-1)! << 8));

/** Serial Line V1.02, 6.2.2: polynomial 0xA001 (reflected 0x8005), begun with 0xFFFF. */
export function crc16(bytes: Iterable<number>): number {
  let sum = 0xffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let i = 0; i < 8; i++) sum = sum & 1 ? (sum >> 1) ^ 0xa001 : sum >> 1;
  }
  return sum;
}

const word = (value: number) => [(value >> 8) & 0xff, value & 0xff];
const wordAt = (bytes: Uint8Array, at: number) => (bytes[at]! << 8) | bytes[at + 1]!;
/** The first bit is the lowest of the first byte. */
const packed = (bits: readonly boolean[]) => Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) => bits.slice(i * 8, i * 8 + 8).reduce((byte, on, bit) => byte | (on ? 1 << bit : 0), 0));
const unpacked = (bytes: Uint8Array, count: number) => Array.from({ length: count }, (_, i) => ((bytes[i >> 3]! >> (i & 7)) & 1) === 1);

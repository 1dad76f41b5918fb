import { longestCodeBytes } from '../code.ts';

export interface Line { readonly is: 'line'; readonly bytes: Uint8Array }
export type Scanned = Line | { readonly is: 'spoilt' };

const cr = 0x0d;
const lf = 0x0a;

/**
 * Takes bytes as they come and gives what stood between terminators (CR, LF or both). Neither can be part of a character of
 * UTF-8 or GB 18030, so the bytes are never looked into. Lines shorter than `shortest` are noise; a longer one than
 * `longest` is `spoilt`, whatever its length, and takes no memory.
 */
export function lineParser({ shortest = 4, longest = longestCodeBytes }: { shortest?: number; longest?: number } = {}) {
  const held = new Uint8Array(longest);
  let length = 0;
  let isTooLong = false;

  function push(bytes: Uint8Array): Scanned[] {
    const found: Scanned[] = [];
    for (const byte of bytes) {
      if (byte === cr || byte === lf) {
        if (isTooLong) found.push({ is: 'spoilt' });
        else if (length >= shortest) found.push({ is: 'line', bytes: held.slice(0, length) });
        reset();
      } else if (length === longest) {
        isTooLong = true;
      } else {
        held[length++] = byte;
      }
    }
    return found;
  }
  /** Forgets an unfinished line. */
  function reset() { held.fill(0, 0, length); length = 0; isTooLong = false; }
  return { push, reset, get unfinished() { return length > 0 || isTooLong; } };
}

/** The bytes after an AIM symbology identifier such as `]Q1` (ISO/IEC 15424); nothing when there is none. */
export function withoutAim(bytes: Uint8Array): Uint8Array | undefined {
  const [bracket, letter = 0, modifier = 0] = bytes;
  const isLetter = (letter >= 0x41 && letter <= 0x5a) || (letter >= 0x61 && letter <= 0x7a);
  const isModifier = (modifier >= 0x30 && modifier <= 0x39) || (modifier >= 0x41 && modifier <= 0x5a) || (modifier >= 0x61 && modifier <= 0x7a);
  return bracket === 0x5d && isLetter && isModifier ? bytes.subarray(3) : undefined;
}

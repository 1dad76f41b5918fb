import { joined } from '../../transport/bytes.ts';

/** vpcd's messages: two bytes of length, high byte first, then so many bytes. From the reader, one byte is for the slot, more are a command APDU. */
export const control = { powerOff: 0x00, powerOn: 0x01, reset: 0x02, getAtr: 0x04 } as const;
/** A short APDU is 261 bytes at most, its answer 258; whatever claims to be far longer is no message. */
const longest = 4096;

export function message(body: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined(Uint8Array.of(body.length >> 8, body.length & 0xff), body);
}

/** Takes bytes as they come and gives whole messages; `broken` once a length makes no sense, until `reset`. */
export function messageParser() {
  let held = new Uint8Array(0);
  let broken = false;
  return {
    get broken() { return broken; },
    push(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
      if (broken) return [];
      const all = joined(held, bytes);
      const found: Uint8Array<ArrayBuffer>[] = [];
      let at = 0;
      while (all.length >= at + 2) {
        const length = (all[at]! << 8) | all[at + 1]!;
        broken = length > longest;
        if (broken || all.length < at + 2 + length) break;
        found.push(all.slice(at + 2, at + 2 + length));
        at += 2 + length;
      }
      held.fill(0);
      held = broken ? new Uint8Array(0) : all.slice(at);
      all.fill(0);
      return found;
    },
    /** Forgets a message of which only a part came. */
    reset() { held.fill(0); held = new Uint8Array(0); broken = false; },
  };
}

/** An answer to reset begins with the convention its chip speaks (ISO/IEC 7816-3): anything else comes from no living chip. */
export function isAtr(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes.length <= 33 && (bytes[0] === 0x3b || bytes[0] === 0x3f);
}

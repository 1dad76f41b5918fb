import { joined } from '../../transport/bytes.ts';
import { type Clock, systemClock } from '../../transport/clock.ts';
import { paced } from '../../transport/paced.ts';
import type { Wire } from '../../transport/wire.ts';

/** A simulated scanner at the other end of a serial line: sends by itself whatever is held up to it. */
export interface SimSerialScanner {
  /** Holds a code up: its text in UTF-8, or any bytes. A scanner without a line beeps all the same; the code is lost. */
  holdUp(code: string | Uint8Array): Promise<'sent' | 'closed'>;
  /** Codes read since it was switched on, sent or lost. */
  readonly beeps: number;
}

/** `baud` paces the line, `chunkBytes` splits what it sends; `aim` is the symbology identifier it was set to put in front, `end` what ends a code. */
export function simSerialScanner(wire: Wire, { clock = systemClock, baud = 0, chunkBytes = 0, aim = '', end = '\r' }: { clock?: Clock; baud?: number; chunkBytes?: number; aim?: string; end?: string } = {}): SimSerialScanner {
  const out = paced(wire, { baud, chunkBytes, clock });
  let beeps = 0;
  return {
    holdUp(code) {
      beeps++;
      const text = new TextEncoder();
      return out.send(joined(text.encode(aim), typeof code === 'string' ? text.encode(code) : code, text.encode(end)));
    },
    get beeps() { return beeps; },
  };
}

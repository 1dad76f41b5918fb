import { pieces } from './bytes.ts';
import { type Clock, pause, systemClock } from './clock.ts';
import { oneAtATime } from './lock.ts';
import type { Wire } from './wire.ts';

/** The same wire sending as a serial line does: in chunks of `chunkBytes`, ten bits a byte at `baud` (0: unpaced). */
export function paced(wire: Wire, { baud = 0, chunkBytes = 0, clock = systemClock }: { baud?: number; chunkBytes?: number; clock?: Clock }): Wire {
  const inTurn = oneAtATime();
  return {
    listen: wire.listen,
    get state() { return wire.state; },
    watch: wire.watch,
    close: wire.close,
    send: (bytes) => inTurn(async () => {
      for (const chunk of pieces(bytes, chunkBytes)) {
        if (baud > 0) await pause(clock, (chunk.length * 10_000) / baud);
        if ((await wire.send(chunk)) === 'closed') return 'closed';
      }
      return 'sent';
    }),
  };
}

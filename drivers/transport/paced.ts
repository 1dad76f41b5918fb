import { pieces } from './bytes.ts';
import { type Clock, pause, systemClock } from './clock.ts';
import { oneAtATime } from './lock.ts';
import type { Wire } from './wire.ts';

/**
 * The same wire sending as a serial line does: in chunks of `chunkBytes`, ten bits a byte at `baud` (0: unpaced). A chunk that
 * a timer brings late does not make the next one late, too.
 */
export function paced(wire: Wire, { baud = 0, chunkBytes = 0, clock = systemClock }: { baud?: number; chunkBytes?: number; clock?: Clock }): Wire {
  const inTurn = oneAtATime();
  let freeAtMs = 0;
  return {
    listen: wire.listen,
    get state() { return wire.state; },
    watch: wire.watch,
    close: wire.close,
    send: (bytes) => inTurn(async () => {
      freeAtMs = Math.max(freeAtMs, clock.now());
      for (const chunk of pieces(bytes, chunkBytes)) {
        if (baud > 0) {
          freeAtMs += (chunk.length * 10_000) / baud;
          await pause(clock, Math.max(0, freeAtMs - clock.now()));
        }
        if ((await wire.send(chunk)) === 'closed') return 'closed';
      }
      return 'sent';
    }),
  };
}

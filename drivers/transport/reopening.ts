import { type Clock, systemClock } from './clock.ts';
import { listeners, watched } from './listeners.ts';
import type { Wire, WireState } from './wire.ts';

/** One living connection underneath a wire. */
export interface Connection {
  /** Never rejects. */
  send(bytes: Uint8Array): Promise<'sent' | 'closed'>;
  close(): void;
}
/** Where a connection hands up what happens to it. After `lost` it is never heard again. */
export interface ConnectionEvents {
  bytes(chunk: Uint8Array): void;
  lost(): void;
}
export interface ReopeningWire extends Wire {
  /** Tries at once instead of after the rest of the pause: the device was seen coming back. */
  retryNow(): void;
}

/**
 * A wire that connects, and connects again after 0.5 s, doubling to 5 s, for as long as it is not given up. It is `opening`
 * only before the first attempt ends; later attempts stay `closed`, so that a status does not flicker.
 */
export function reopeningWire(
  connect: (events: ConnectionEvents) => Promise<Connection | 'failed'>,
  { clock = systemClock, firstMs = 500, longestMs = 5000 }: { clock?: Clock; firstMs?: number; longestMs?: number } = {},
): ReopeningWire {
  const state = watched<WireState>('opening');
  const hearers = listeners<Uint8Array>();
  let connection: Connection | undefined;
  let attempt = 0;
  let pauseMs = firstMs;
  let callOff: (() => void) | undefined;
  let givenUp = false;

  async function open() {
    callOff = undefined;
    const mine = ++attempt;
    const lost = () => {
      if (mine !== attempt) return;
      attempt++;
      connection = undefined;
      if (!givenUp) callOff = clock.after(pauseMs, open);
      pauseMs = Math.min(longestMs, pauseMs * 2);
      state.set('closed');
    };
    const made = await connect({ bytes: (chunk) => { if (mine === attempt) hearers.tell(chunk); }, lost });
    if (made === 'failed') return lost();
    if (mine !== attempt || givenUp) return made.close();
    connection = made;
    pauseMs = firstMs;
    state.set('open');
  }
  void open();

  return {
    listen: hearers.add,
    get state() { return state.value; },
    watch: state.watch,
    async send(bytes) { return connection ? connection.send(bytes) : 'closed'; },
    retryNow() {
      if (!callOff) return;
      callOff();
      void open();
    },
    close() {
      givenUp = true;
      callOff?.();
      attempt++;
      connection?.close();
      connection = undefined;
      state.set('closed');
    },
  };
}

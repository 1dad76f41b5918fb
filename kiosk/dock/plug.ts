import type { WebSocket } from 'ws';
import { listeners, watched } from '../../drivers/transport/listeners.ts';
import type { Wire, WireState } from '../../drivers/transport/wire.ts';

/** Where a simulated device is plugged in: its end of a wire, whichever browser holds the other end. */
export interface Plug {
  readonly wire: Wire;
  /** Takes a new connection; the one before is dropped, as a cable has only two ends. */
  attach(socket: WebSocket): void;
  unplugged: boolean;
  readonly connected: boolean;
  close(): void;
}

export function plug(): Plug {
  const state = watched<WireState>('closed');
  const hearers = listeners<Uint8Array>();
  let present: WebSocket | undefined;
  let unplugged = false;

  return {
    wire: {
      send: (bytes) => new Promise((resolve) => {
        if (!present || present.readyState !== present.OPEN) return resolve('closed');
        present.send(bytes, { binary: true }, (trouble) => resolve(trouble ? 'closed' : 'sent'));
      }),
      listen: hearers.add,
      get state() { return state.value; },
      watch: state.watch,
      close() { present?.terminate(); },
    },
    attach(socket) {
      if (unplugged) return socket.terminate();
      present?.terminate();
      present = socket;
      socket.on('message', (data, isBinary) => { if (present === socket && isBinary) hearers.tell(new Uint8Array(data as Buffer)); });
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        if (present !== socket) return;
        present = undefined;
        state.set('closed');
      });
      state.set('open');
    },
    get unplugged() { return unplugged; },
    set unplugged(next) {
      unplugged = next;
      if (next) present?.terminate();
    },
    get connected() { return present !== undefined; },
    close() { present?.terminate(); },
  };
}

import { connect, type Socket } from 'node:net';
import type { Clock } from './clock.ts';
import { listeners, watched } from './listeners.ts';
import { type Connection, reopeningWire } from './reopening.ts';
import type { Wire, WireState } from './wire.ts';

/** Bytes over TCP, such as a network printer's port 9100. Node only. Reconnects by itself. */
export function tcpWire(host: string, port: number, ask: { clock?: Clock } = {}): Wire {
  return reopeningWire(({ bytes, lost }) => new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    socket.on('data', bytes);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => { resolve('failed'); lost(); });
    socket.on('connect', () => resolve(sending(socket)));
  }), ask);
}

/** One accepted socket as a wire, for a simulated device behind a server. It does not reopen. */
export function socketWire(socket: Socket): Wire {
  const state = watched<WireState>('open');
  const hearers = listeners<Uint8Array>();
  socket.on('data', hearers.tell);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => state.set('closed'));
  return { ...sending(socket), listen: hearers.add, watch: state.watch, get state() { return state.value; } };
}

function sending(socket: Socket): Connection {
  return {
    send: (bytes) => new Promise((resolve) => {
      if (!socket.writable) return resolve('closed');
      socket.once('close', closed);
      function closed() { resolve('closed'); }
      socket.write(bytes, (trouble) => { socket.off('close', closed); resolve(trouble ? 'closed' : 'sent'); });
    }),
    close: () => { socket.destroy(); },
  };
}

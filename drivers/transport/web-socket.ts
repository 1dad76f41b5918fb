import { type Clock, pause, systemClock } from './clock.ts';
import { reopeningWire } from './reopening.ts';
import type { Wire } from './wire.ts';

/** Bytes over a WebSocket, binary messages only, as offered by the terminal host. Reconnects by itself. */
export function webSocketWire(url: string, { clock = systemClock }: { clock?: Clock } = {}): Wire {
  return reopeningWire(({ bytes, lost }) => new Promise((resolve) => {
    let socket: WebSocket;
    try { socket = new WebSocket(url); } catch { return resolve('failed'); }
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => { if (data instanceof ArrayBuffer) bytes(new Uint8Array(data)); });
    socket.addEventListener('close', () => { resolve('failed'); lost(); });
    socket.addEventListener('open', () => resolve({
      async send(out) {
        if (socket.readyState !== WebSocket.OPEN) return 'closed';
        socket.send(out.slice());
        // Without this a whole receipt would count as sent while it still lies in the browser's queue.
        while (socket.bufferedAmount > 0 && socket.readyState === WebSocket.OPEN) await pause(clock, 10);
        return socket.readyState === WebSocket.OPEN ? 'sent' : 'closed';
      },
      close: () => socket.close(),
    }));
  }), { clock });
}

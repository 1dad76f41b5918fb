import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { type XfsClient, xfsClient } from '../../../drivers/xfs4iot/client.ts';
import type { OpenSocket } from '../../../drivers/xfs4iot/reconnecting-socket.ts';
import { startXfsServer, type XfsServer, type XfsServerOptions } from '../../../drivers/xfs4iot/server.ts';
import type { XfsService } from '../../../drivers/xfs4iot/service.ts';
import { documentMessageBytes } from '../../../drivers/xfs4iot/vendor.ts';
import { tap } from './tap.ts';
import { type WiredClock, wiredClock } from './wired-clock.ts';

export const token = 'b'.repeat(43);
export const origin = 'http://127.0.0.1:4400';
export const node = { createServer, WebSocketServer };

/** Node's WebSocket as the page's own would behave: with the page's Origin. What the client says is judged (tap.ts). */
export const openFromPage: OpenSocket = (uri, protocols) => {
  const socket = new WebSocket(uri, { protocols, headers: { origin } } as unknown as string[]);
  const send = socket.send.bind(socket);
  socket.send = (text) => { tap(String(text)); send(text); };
  return socket;
};

/** A server on any free port, closed with the test. */
export async function startServer(services: readonly XfsService[], options: Partial<XfsServerOptions> = {}): Promise<XfsServer> {
  const server = await startXfsServer({ node, services, token, origins: [origin], ports: [0], ...options });
  if (server === 'no-port') throw new Error('no port');
  onTestFinished(() => server.close());
  return server;
}

/** A service, a server, a real connection and a client, on a clock that jumps when the connection is quiet. */
export function wiredService(make: (clock: WiredClock) => XfsService): { clock: WiredClock; client: XfsClient } {
  const clock = wiredClock();
  const service = make(clock);
  const server = startXfsServer({ node, services: [service], token, origins: [origin], ports: [0], clock });
  clock.hold(server);
  const client = xfsClient({
    at: async () => { const started = await server; return started === 'no-port' ? undefined : started.serviceUris[0]; },
    token, clock, open: listened(clock), maxMessageBytes: documentMessageBytes,
  });
  onTestFinished(async () => {
    client.close();
    const started = await server;
    if (started !== 'no-port') await started.close();
  });
  return { clock, client };
}

/** A socket that tells the clock of all that moves on it, and holds it while an acknowledge is to come. */
function listened(clock: WiredClock): OpenSocket {
  return (uri, protocols) => {
    const socket = openFromPage(uri, protocols);
    const waiting: (() => void)[] = [];
    const wait = () => clock.hold(new Promise<void>((resolve) => { waiting.push(resolve); }));
    wait();
    const send = socket.send.bind(socket);
    socket.send = (text) => { wait(); send(text); };
    socket.addEventListener('open', () => waiting.shift()?.());
    socket.addEventListener('close', () => { for (const done of waiting.splice(0)) done(); });
    socket.addEventListener('message', ({ data }) => {
      clock.moved();
      tap(String(data));
      if (String(data).includes('"type":"acknowledge"')) waiting.shift()?.();
    });
    return socket;
  };
}

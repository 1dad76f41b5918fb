import { onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Json } from '../../../drivers/xfs4iot/envelope.ts';
import { origin } from './bench.ts';

export interface Through { readonly header: { readonly type: string; readonly name: string; readonly requestId?: number; readonly completionCode?: string; readonly status?: string }; readonly payload?: Json }
/** One thing that a server does wrong. */
export interface Fault {
  /** What the client hears instead of this message. */
  mangle?(message: Through): readonly Through[];
  /** The same later. */
  lateMs?(message: Through): number;
  /** What the server hears instead of the client's text; nothing when it is swallowed. */
  inward?(text: string): string | undefined;
  /** Said to every client of the service. */
  readonly gossips?: boolean;
  /** The server does not learn that a client has gone. */
  readonly clings?: boolean;
  /** The largest message let in by the door; a huge one. */
  readonly swallowsHuge?: boolean;
}

/** A way to a good server on which it does one thing wrong: a door before its services, the fault anew at each connection. */
export async function brokenWay(goodUri: string, make: () => Fault): Promise<string> {
  const good = new URL(goodUri);
  const door = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: 100 * 1024 * 1024, handleProtocols: (offered) => [...offered].at(-1) ?? false });
  await new Promise((resolve) => { door.on('listening', resolve); });
  const { port } = door.address() as { port: number };
  const inside = new Set<WebSocket>();
  door.on('connection', (client, request) => {
    const { mangle = (message) => [message], lateMs = () => 0, inward = (text) => text, gossips = false, clings = false, swallowsHuge = false } = make();
    const server = new WebSocket(`ws://${good.host}${request.url}`, request.headers['sec-websocket-protocol']!.split(',').map((one) => one.trim()), { origin });
    inside.add(server);
    const early: string[] = [];
    const forward = (text: string) => { if (server.readyState === WebSocket.OPEN) server.send(text); else early.push(text); };
    const say = (text: string) => { for (const one of gossips ? door.clients : [client]) if (one.readyState === WebSocket.OPEN) one.send(text); };
    server.on('open', () => { for (const text of early.splice(0)) server.send(text); });
    server.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString().replaceAll(good.host, `127.0.0.1:${port}`)) as Through;
      const ms = lateMs(message);
      const all = mangle(message);
      const tell = () => { for (const one of all) say(JSON.stringify(one)); };
      if (ms > 0) setTimeout(tell, ms); else tell();
    });
    server.on('close', (code) => { if (code >= 1000 && code < 1005) client.close(code); else client.terminate(); });
    server.on('error', () => {});
    client.on('message', (data: Buffer) => {
      if (swallowsHuge && data.length > 1_000_000) return;
      const text = inward(data.toString());
      if (text !== undefined) forward(text);
    });
    client.on('close', () => { if (!clings) { inside.delete(server); server.terminate(); } });
    client.on('error', () => {});
  });
  onTestFinished(() => new Promise<void>((resolve) => {
    for (const one of [...inside, ...door.clients]) one.terminate();
    door.close(() => resolve());
  }));
  return `ws://127.0.0.1:${port}${good.pathname}`;
}

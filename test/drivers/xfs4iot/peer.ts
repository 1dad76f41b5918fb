import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { isObject, type Json } from '../../../drivers/xfs4iot/envelope.ts';
import { origin, token } from './bench.ts';
import { tap } from './tap.ts';

export interface Header { readonly type: string; readonly name: string; readonly version: string; readonly requestId?: number; readonly status?: string; readonly completionCode?: string }
export interface Said { readonly header: Header; readonly payload?: Json; readonly atMs: number }
/** A client without manners: says what it is told to and keeps what it hears. */
export interface Peer {
  readonly said: readonly Said[];
  /** Why the server closed it. */
  readonly closed: Promise<number>;
  send(message: unknown): void;
  /** A command, with version 2.0 and no timeout unless told otherwise. */
  command(name: string, requestId: unknown, header?: Json, payload?: Json): void;
  /** The first message of this kind, heard already or yet to come. */
  heard(type: string, about?: Partial<Header>): Promise<Said>;
  leave(): void;
}

export async function peerOf(uri: string, { protocols = [`token.${token}`, 'xfs4iot'], headers = { origin } }: { protocols?: string[]; headers?: Record<string, string> } = {}): Promise<Peer> {
  const socket = new WebSocket(uri, protocols, { headers });
  const said: Said[] = [];
  const waiting = new Set<() => void>();
  const closed = new Promise<number>((resolve) => { socket.on('close', resolve); });
  socket.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    if (!isObject(message)) throw new Error('not an object');
    tap(data.toString());
    said.push({ ...(message as unknown as Said), atMs: performance.now() });
    for (const look of waiting) look();
  });
  await new Promise((resolve, reject) => { socket.on('open', resolve); socket.on('error', reject); });
  onTestFinished(() => socket.terminate());
  const send = (message: unknown) => socket.send(typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message));
  return {
    said, closed, send,
    command(name, requestId, header = {}, payload) { send({ header: { type: 'command', name, version: '2.0', requestId, timeout: 0, ...header }, ...(payload && { payload }) }); },
    heard(type, about = {}) {
      const find = () => said.find(({ header }) => header.type === type && Object.entries(about).every(([key, value]) => header[key as keyof Header] === value));
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => { waiting.delete(look); reject(new Error(`no ${type} ${JSON.stringify(about)} among ${JSON.stringify(said.map(({ header }) => header))}`)); }, 3000);
        const look = () => {
          const found = find();
          if (!found) return;
          waiting.delete(look);
          clearTimeout(timer);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    },
    leave() { socket.close(); },
  };
}

/** The HTTP status with which a server refuses a connection, or `open`. */
export function knock(uri: string, protocols: string[], headers: Record<string, string>): Promise<number | 'open' | 'dropped'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(uri, protocols, { headers });
    socket.on('open', () => { resolve('open'); socket.terminate(); });
    socket.on('unexpected-response', (_request, response) => { resolve(response.statusCode ?? 0); response.destroy(); });
    socket.on('error', () => resolve('dropped'));
  });
}

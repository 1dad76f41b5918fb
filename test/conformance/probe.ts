import { WebSocket } from 'ws';
import { isObject, type Json } from '../../drivers/xfs4iot/envelope.ts';

export interface Header { readonly type: string; readonly name: string; readonly version: string; readonly requestId?: number; readonly status?: string | null; readonly completionCode?: string | null }
export interface Said { readonly header: Header; readonly payload: Json; readonly atMs: number }
/** A client without manners, as the cases need it: says what it is told to, and keeps all that it hears. */
export interface Probe {
  readonly said: readonly Said[];
  readonly isOpen: boolean;
  /** The close code, or undefined when it is still open after `ms`. */
  closedWithin(ms: number): Promise<number | undefined>;
  send(text: string): void;
  /** Sends a command and returns its requestId. */
  command(name: string, version: string, ask?: { readonly timeout?: number; readonly payload?: Json | undefined; readonly requestId?: number }): number;
  /** The first message of this kind, heard already or within `ms`. */
  heard(type: string, about: Partial<Header>, ms: number): Promise<Said | undefined>;
  leave(): void;
}
export interface Way { readonly subprotocols: readonly string[]; readonly origin?: string | undefined; /** Hears all texts, to judge them together. */ readonly overhear?: (text: string) => void }

const openMs = 5000;

/** A connection, or why there is none. */
export function probe(uri: string, { subprotocols, origin, overhear }: Way): Promise<Probe | { readonly refused: string }> {
  const socket = new WebSocket(uri, [...subprotocols], { ...(origin !== undefined && { origin }), handshakeTimeout: openMs, maxPayload: 64 * 1024 * 1024 });
  const said: Said[] = [];
  const looks = new Set<() => void>();
  let closeCode: number | undefined;
  let lastId = 0;
  const look = () => { for (const one of looks) one(); };
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    overhear?.(text);
    said.push({ ...readSaid(text), atMs: performance.now() });
    look();
  });
  socket.on('close', (code) => { closeCode = code; look(); });

  /** Waits until `find` finds something, for `ms` at most. */
  function until<T>(find: () => T | undefined, ms: number): Promise<T | undefined> {
    return new Promise((resolve) => {
      const done = (found: T | undefined) => { clearTimeout(timer); looks.delete(one); resolve(found); };
      const one = () => { const found = find(); if (found !== undefined) done(found); };
      const timer = setTimeout(() => done(undefined), ms);
      looks.add(one);
      one();
    });
  }
  const made: Probe = {
    said,
    get isOpen() { return socket.readyState === WebSocket.OPEN; },
    closedWithin: (ms) => until(() => closeCode, ms),
    send: (text) => { socket.send(text, () => {}); },
    command(name, version, { timeout = 0, payload, requestId = ++lastId } = {}) {
      lastId = Math.max(lastId, requestId);
      made.send(JSON.stringify({ header: { type: 'command', name, version, requestId, timeout }, ...(payload && { payload }) }));
      return requestId;
    },
    heard: (type, about, ms) => until(() => said.find(({ header }) => header.type === type && Object.entries(about).every(([key, value]) => header[key as keyof Header] === value)), ms),
    leave: () => socket.terminate(),
  };
  return new Promise((resolve) => {
    socket.on('open', () => resolve(made));
    socket.on('unexpected-response', (_request, response) => { resolve({ refused: `HTTP ${response.statusCode}` }); response.destroy(); });
    socket.on('error', (trouble) => resolve({ refused: trouble.message }));
  });
}

/** KAL says unsolicited events as `event` without a requestId (FACTS §1.2). What is no message is kept as one of the type `garbage`. */
function readSaid(text: string): Omit<Said, 'atMs'> {
  let whole: unknown;
  try { whole = JSON.parse(text); } catch { whole = undefined; }
  if (!isObject(whole) || !isObject(whole.header)) return { header: { type: 'garbage', name: '', version: '' }, payload: {} };
  const header = whole.header as unknown as Header;
  const isUnsolicited = header.type === 'event' && header.requestId == null;
  return { header: isUnsolicited ? { ...header, type: 'unsolicited' } : header, payload: isObject(whole.payload) ? whole.payload : {} };
}

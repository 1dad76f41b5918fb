// Runs in Node. The page never imports this file. Node's and ws' parts are arguments, so that the page's compiler, which
// knows neither, can still read the folder.
import { type Clock, systemClock } from '../transport/clock.ts';
import { type AdmissionRules, type Handshake, messageRate, refusalAtDoor, subprotocol } from './admission.ts';
import { usualMessageBytes } from './envelope.ts';
import { publisherPath, publisherPorts, servicePublisher } from './publisher.ts';
import type { XfsService } from './service.ts';
import { type ServiceRoom, serviceRoom } from './service-room.ts';

/** A TCP connection (node:net Socket). */
export interface RawSocket { end(text: string): unknown; destroy(): unknown; once(event: 'close', hear: () => void): unknown; on(event: 'error', hear: () => void): unknown }
/** node:http Server. */
export interface HttpServer {
  on(event: 'upgrade', hear: (request: Handshake, socket: RawSocket, head: Uint8Array) => void): unknown;
  on(event: 'connection', hear: (socket: RawSocket) => void): unknown;
  once(event: 'error', hear: (trouble: Error) => void): unknown;
  off(event: 'error', hear: (trouble: Error) => void): unknown;
  listen(port: number, host: string, done: () => void): unknown;
  address(): { readonly port: number } | string | null;
  close(done: () => void): unknown;
  closeAllConnections(): void;
}
/** ws WebSocket. */
export interface PeerSocket {
  send(text: string): void;
  close(code: number, why: string): void;
  terminate(): void;
  readonly bufferedAmount: number;
  on(event: 'message', hear: (data: { toString(): string }, isBinary: boolean) => void): unknown;
  on(event: 'close' | 'error', hear: () => void): unknown;
}
/** What the host hands in: `{ createServer }` of node:http and `{ WebSocketServer }` of ws. */
export interface NodeParts {
  readonly createServer: (options: { readonly headersTimeout: number; readonly requestTimeout: number; readonly connectionsCheckingInterval: number; readonly maxHeaderSize: number },
    answer: (request: unknown, response: { writeHead(status: number, headers: Readonly<Record<string, string>>): { end(): unknown } }) => void) => HttpServer;
  readonly WebSocketServer: new (options: { noServer: true; maxPayload: number; perMessageDeflate: false; clientTracking: false; handleProtocols: () => string }) => {
    handleUpgrade(request: never, socket: never, head: never, done: (peer: PeerSocket) => void): void;
  };
}

export interface XfsServerOptions extends AdmissionRules {
  readonly node: NodeParts;
  readonly services: readonly XfsService[];
  /** Tried in order; 0 is any free one. */
  readonly ports?: readonly number[];
  readonly vendorName?: string;
  readonly clock?: Clock;
  readonly rate?: { readonly burst: number; readonly perSecond: number };
  /** Connections of clients that were let in, over all services. */
  readonly maxClients?: number;
  readonly onFault?: (trouble: unknown) => void;
}
export interface XfsServer {
  readonly port: number;
  /** Address of the ServicePublisher. */
  readonly uri: string;
  readonly serviceUris: readonly string[];
  readonly clients: number;
  close(): Promise<void>;
}

/** Connections that have not yet become a WebSocket; the oldest is dropped for a new one. */
const maxAtDoor = 64;
/** A client that does not read what it is sent is dropped. */
const maxUnsentBytes = 4 * 1024 * 1024;

/**
 * Offers services over XFS4IoT on 127.0.0.1, at the first free port. A client comes in with the host's address as Host, an
 * Origin of the list, and the token of this boot as its first subprotocol (`token.<base64url>`, then `xfs4iot`); anything
 * else is refused before the first message: 404 no such service, 403 Host or Origin, 401 token, 503 too many. Plain HTTP is
 * 400 (KAL). Closed by the server with 1008: too many messages; 1009: too large a message; 1003: a binary message.
 */
export async function startXfsServer({ node, services, ports = publisherPorts, vendorName = 'shuangquan-kiosk', clock = systemClock, rate, maxClients = 32, onFault, ...rules }: XfsServerOptions): Promise<XfsServer | 'no-port'> {
  const http = node.createServer({ headersTimeout: 3000, requestTimeout: 3000, connectionsCheckingInterval: 500, maxHeaderSize: 8192 },
    (_request, response) => response.writeHead(400, { 'Connection': 'close', 'Cache-Control': 'no-store' }).end());
  const port = await listenAtFirst(http, ports);
  if (port === undefined) return 'no-port';

  const serviceUris = services.map(({ name }) => `ws://127.0.0.1:${port}${publisherPath}/${name}`);
  const all = [servicePublisher({ vendorName, uris: () => serviceUris }), ...services];
  const rooms = new Map(all.map((service, i) => [i === 0 ? publisherPath : `${publisherPath}/${service.name}`, entrance(service)]));
  const peers = new Set<PeerSocket>();
  const atDoor = new Set<RawSocket>();

  function entrance(service: XfsService) {
    const maxPayload = service.maxMessageBytes ?? usualMessageBytes;
    const sockets = new node.WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false, clientTracking: false, handleProtocols: () => subprotocol });
    return { room: serviceRoom(service, { clock, ...(onFault && { onFault }) }), sockets };
  }
  http.on('connection', (socket) => {
    atDoor.add(socket);
    socket.once('close', () => atDoor.delete(socket));
    const [oldest] = atDoor;
    if (atDoor.size > maxAtDoor) { atDoor.delete(oldest!); oldest!.destroy(); }
  });
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const there = rooms.get(request.url ?? '');
    const refusal = refusalAtDoor(request, port, rules) ?? (there ? undefined : 404) ?? (peers.size >= maxClients ? 503 : undefined);
    if (refusal !== undefined || !there) return socket.end(`HTTP/1.1 ${refusal} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    there.sockets.handleUpgrade(request as never, socket as never, head as never, (peer) => { atDoor.delete(socket); welcome(there.room, peer); });
  });

  function welcome(room: ServiceRoom, peer: PeerSocket) {
    peers.add(peer);
    const mayCome = messageRate(clock, rate);
    const send = (text: string) => { if (peer.bufferedAmount > maxUnsentBytes) peer.terminate(); else peer.send(text); };
    const session = room.enter(send);
    const refuse = (code: number, why: string) => { leave(); peer.close(code, why); clock.after(1000, () => peer.terminate()); };
    const leave = () => { if (peers.delete(peer)) session.left(); };
    peer.on('message', (data, isBinary) => {
      if (!peers.has(peer)) return;
      if (!mayCome()) return refuse(1008, 'too many messages');
      if (isBinary) return refuse(1003, 'text only');
      session.receive(data.toString());
    });
    peer.on('error', () => leave());
    peer.on('close', leave);
  }

  return {
    port, serviceUris,
    uri: `ws://127.0.0.1:${port}${publisherPath}`,
    get clients() { return peers.size; },
    close: () => new Promise((done) => {
      for (const peer of peers) peer.terminate();
      for (const socket of atDoor) socket.destroy();
      http.close(() => done());
      http.closeAllConnections();
    }),
  };
}

async function listenAtFirst(http: HttpServer, ports: readonly number[]): Promise<number | undefined> {
  for (const port of ports) {
    const at = await new Promise<number | undefined>((resolve) => {
      const taken = () => resolve(undefined);
      http.once('error', taken);
      http.listen(port, '127.0.0.1', () => {
        http.off('error', taken);
        const address = http.address();
        resolve(typeof address === 'object' && address ? address.port : undefined);
      });
    });
    if (at !== undefined) return at;
  }
  return undefined;
}

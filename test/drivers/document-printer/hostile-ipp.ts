import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { attribute, decodeIpp, encodeIpp, groupTag, type IppMessage, valueTag } from '../../../drivers/document-printer/ipp/codec.ts';
import { simIppPrinter, type SimIppPrinter } from '../../../drivers/document-printer/ipp/device.ts';
import { pagesOf } from '../contract/document-printer.ts';

/** Does something to the socket instead of answering as a printer would. `good` is what the printer would say. */
export type Attack = (socket: Socket, good: Uint8Array) => void;

export interface HostileIpp {
  readonly uri: string;
  readonly device: SimIppPrinter;
  /** Bytes that left for the driver's side, over all connections. */
  sent(): number;
  /** Requests that came, by their operation. */
  readonly asked: number[];
}

/** An IPP printer over real TCP that turns on its client: `attack` answers the requests it likes, the simulated printer all others. */
export async function hostileIpp({ attack, msPerPage = 5, before = false }: {
  attack: (operation: number, count: number) => Attack | undefined; msPerPage?: number;
  /** The attack comes before the printer has seen the request. */
  before?: boolean;
}): Promise<HostileIpp> {
  const device = simIppPrinter({ pagesOf, msPerPage });
  const asked: number[] = [];
  const sockets = new Set<Socket>();
  let gone = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    let heard = Buffer.alloc(0);
    socket.on('error', () => {}).on('close', () => { gone += socket.bytesWritten; sockets.delete(socket); });
    socket.on('data', (part) => {
      heard = Buffer.concat([heard, part as Buffer]);
      const end = heard.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(heard.subarray(0, end).toString('latin1'))?.[1]);
      if (end < 0 || heard.length < end + 4 + length) return;
      const body = new Uint8Array(heard.subarray(end + 4, end + 4 + length));
      heard = Buffer.alloc(0);
      const request = decodeIpp(body);
      const operation = request.ok ? request.value.code : -1;
      asked.push(operation);
      const act = attack(operation, asked.filter((one) => one === operation).length);
      const good = act && before ? new Uint8Array(0) : device.answer(body);
      if (act) act(socket, good);
      else socket.end(Buffer.concat([head(good.length), good]));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => { server.close(resolve); });
  });
  return { uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`, device, asked, sent: () => gone + [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, 0) };
}

export const head = (length: number | string, status = '200 OK', more = '') => Buffer.from(`HTTP/1.1 ${status}\r\nContent-Type: application/ipp\r\n${length === '' ? '' : `Content-Length: ${length}\r\n`}${more}Connection: close\r\n\r\n`);
const whole = (bytes: Uint8Array, status?: string, more?: string): Attack => (socket) => { socket.end(Buffer.concat([head(bytes.length, status, more), bytes])); };
const changed = (change: (message: IppMessage) => IppMessage): Attack => (socket, good) => {
  const decoded = decodeIpp(good);
  whole(decoded.ok ? encodeIpp(change(decoded.value)) : good)(socket, good);
};
/** Writes for as long as anybody listens, up to so many bytes. */
const flood = (start: Uint8Array, block: Uint8Array, most: number): Attack => (socket) => {
  let written = 0;
  const more = () => {
    while (written < most && !socket.destroyed) { written += block.length; if (!socket.write(block)) return; }
    if (written >= most) socket.end();
  };
  socket.on('drain', more);
  socket.write(start);
  more();
};
export const floodBytes = 100 * 1024 * 1024;
const begun = Buffer.from('020000000000000101', 'hex');
const oneAttribute = Buffer.from('44000161000162', 'hex'); // keyword a=b

let zipped: Buffer | undefined;

export const attacks: Readonly<Record<string, Attack>> = {
  'silence': () => {},
  'a connection closed without a word': (socket) => { socket.end(); },
  'a connection reset': (socket) => { socket.resetAndDestroy(); },
  'an answer longer than it said': (socket, good) => { socket.end(Buffer.concat([head(Math.max(0, good.length - 20)), good])); },
  'an answer shorter than it said': (socket, good) => { socket.end(Buffer.concat([head(good.length + 20), good])); },
  'an answer shorter than it said, and then silence': (socket, good) => { socket.write(Buffer.concat([head(good.length + 20), good])); },
  'a length that is no number': (socket, good) => { socket.end(Buffer.concat([head('many'), good])); },
  'two lengths': (socket, good) => { socket.end(Buffer.concat([head(good.length, '200 OK', 'Content-Length: 3\r\n'), good])); },
  'an empty answer': whole(new Uint8Array(0)),
  'a page of HTML': whole(Buffer.from('<!doctype html><title>Printer</title>')),
  'an attribute that reaches beyond the end': whole(Buffer.from('02000000000000010221ffff6a6f62', 'hex')),
  'endless attributes': flood(Buffer.concat([head(floodBytes + begun.length), begun]), Buffer.concat(Array.from({ length: 1000 }, () => oneAttribute)), floodBytes),
  'a hundred megabytes': flood(head(floodBytes), Buffer.alloc(64 * 1024), floodBytes),
  'a hundred megabytes in chunks without end': flood(head('', '200 OK', 'Transfer-Encoding: chunked\r\n'), Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000), Buffer.from('\r\n')]), floodBytes),
  'a hundred megabytes of headers': flood(Buffer.from('HTTP/1.1 200 OK\r\n'), Buffer.from('X-Header: 0123456789\r\n'.repeat(1000)), floodBytes),
  'promises to continue without end': flood(Buffer.alloc(0), Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(500)), 4 * 1024 * 1024),
  'a hundred megabytes, zipped': (socket, good) => { zipped ??= gzipSync(Buffer.alloc(floodBytes)); whole(zipped, '200 OK', 'Content-Encoding: gzip\r\n')(socket, good); },
  'a slow drip': (socket, good) => {
    const bytes = Buffer.concat([head(good.length), good]);
    let at = 0;
    const drip = setInterval(() => { if (socket.destroyed || at >= bytes.length) clearInterval(drip); else socket.write(bytes.subarray(at, ++at)); }, 100);
    socket.on('close', () => clearInterval(drip));
  },
  'another request\'s number': changed((message) => ({ ...message, requestId: message.requestId + 1 })),
  'no groups': changed((message) => ({ ...message, groups: [] })),
  'success for a job numbered 0': changed((message) => ({ ...message, groups: [{ tag: groupTag.job, attributes: [attribute(valueTag.integer, 'job-id', 0), attribute(valueTag.enumeration, 'job-state', 9)] }] })),
  'success for a job numbered -7': changed((message) => ({ ...message, groups: [{ tag: groupTag.job, attributes: [attribute(valueTag.integer, 'job-id', -7), attribute(valueTag.enumeration, 'job-state', 9)] }] })),
  'words in no charset': changed((message) => ({ ...message, groups: message.groups.map((group) => ({ ...group, attributes: group.attributes.map(({ name, values }) => ({ name, values: values.map(({ tag, value }) => ({ tag: tag === valueTag.charset ? valueTag.keyword : tag, value: typeof value === 'string' ? '\u{FFFF}\0\u{202E}x' : value })) })) })) })),
  'busy': changed((message) => ({ ...message, code: 0x0507, groups: [] })),
  'no such job': changed((message) => ({ ...message, code: 0x0406, groups: [] })),
  'a server error of IPP': changed((message) => ({ ...message, code: 0x0500, groups: [] })),
  'a status nobody knows': changed((message) => ({ ...message, code: 0x7abc, groups: [] })),
  ...Object.fromEntries(['401 Unauthorized', '403 Forbidden', '404 Not Found', '405 Method Not Allowed', '408 Request Timeout', '413 Content Too Large', '426 Upgrade Required', '429 Too Many Requests', '500 Internal Server Error',
    '502 Bad Gateway', '503 Service Unavailable', '504 Gateway Timeout', '202 Accepted', '204 No Content', '999 What'].map((status) => [`HTTP ${status}`, whole(new Uint8Array(0), status)])),
};
/** Points elsewhere, with each of the statuses that do. */
export const redirects = (to: string): readonly [string, Attack][] => ['301 Moved Permanently', '302 Found', '303 See Other', '307 Temporary Redirect', '308 Permanent Redirect'].map((status) => [status, whole(new Uint8Array(0), status, `Location: ${to}\r\n`)]);

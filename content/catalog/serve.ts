import { createReadStream, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** Answers what is not a file of the repository; whether it did. */
export type More = (request: IncomingMessage, response: ServerResponse, address: string) => Promise<boolean>;
export interface CatalogServerOptions {
  /** The folder `public` of a catalog. */
  readonly dir: string;
  /** Any free one unless told. */
  readonly port?: number;
  /** 127.0.0.1 unless told: before the world stands a web server. */
  readonly host?: string;
  /** `POST /v1/heartbeat`. */
  readonly onHeartbeat?: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** The console, for all that the repository does not answer. */
  readonly more?: More;
}
export interface CatalogServer { readonly url: string; readonly port: number; close(): Promise<void> }

/**
 * The only addresses there are: nothing of an address that is not spelt like this is ever turned into a path. No segment begins
 * with a dot, so there is no way up and no temporary file.
 */
const served = /^\/(metadata\/(?:\d{1,10}\.)?[a-z][a-z0-9-]{0,80}\.json|targets\/(?:[a-z0-9][a-z0-9-]{0,63}\/){0,4}[0-9a-f]{64}\.[a-z0-9.-]{1,80}|blobs\/[0-9a-f]{2}\/[0-9a-f]{64})$/;
const encodings = [['br', '.br'], ['zstd', '.zst'], ['gzip', '.gz']] as const;

/** Serves a catalog's static files as nginx would with deploy/nginx.conf, from the disk as it is at that moment. */
export async function startCatalogServer({ dir, port = 0, host = '127.0.0.1', onHeartbeat, more }: CatalogServerOptions): Promise<CatalogServer> {
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 60_000, headersTimeout: 10_000 }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = (request.url ?? '').split('?', 1)[0]!;
    if (served.test(address)) return file(dir, address, request, response);
    if (address === '/v1/heartbeat' && onHeartbeat) return onHeartbeat(request, response);
    if (more && await more(request, response, address)) return undefined;
    forAnyPage(response);
    return end(response, 404);
  }
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const listening = (server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${listening}`, port: listening,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What is not there today may be tomorrow: kiosks ask for the next root before there is one. */
function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Length': 0, 'Cache-Control': 'no-store' }).end();
}

/** The repository is public and signed; any kiosk's page may read it. */
function forAnyPage(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', 'Date, ETag, Content-Range');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Vary', 'Accept-Encoding');
}

function preflight(response: ServerResponse): void {
  response.writeHead(204, { 'Cache-Control': 'no-store', 'Access-Control-Allow-Methods': 'GET, HEAD, POST, OPTIONS', 'Access-Control-Allow-Headers': 'authorization, content-type, range, if-none-match', 'Access-Control-Max-Age': '86400' }).end();
}

async function file(dir: string, address: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  forAnyPage(response);
  if (request.method === 'OPTIONS') return preflight(response);
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405);
  const plain = path.join(dir, address);
  const ranged = request.headers.range !== undefined;
  // A part of a file is a part of the plain one, whatever was compressed.
  for (const [encoding, ending] of [...(ranged ? [] : encodings.filter(([name]) => accepts(request, name))), ['identity', ''] as const]) {
    const handle = await open(plain + ending, 'r').catch(() => undefined);
    const stats = await handle?.stat();
    if (!handle || !stats?.isFile()) { await handle?.close(); continue; }
    await handle.close();
    return send(plain + ending, stats, encoding, address, request, response);
  }
  return end(response, 404);
}

async function send(disk: string, stats: Stats, encoding: string, address: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // As nginx makes it: seconds and size. The writer sees to it that no two timestamps have the same second.
  const tag = `"${Math.floor(stats.mtimeMs / 1000).toString(16)}-${stats.size.toString(16)}"`;
  response.setHeader('Cache-Control', address === '/metadata/timestamp.json' ? 'no-cache' : 'public, max-age=31536000, immutable');
  response.setHeader('ETag', tag);
  if (request.headers['if-none-match'] === tag) { response.writeHead(304).end(); return; }
  response.setHeader('Content-Type', address.endsWith('.json') ? 'application/json' : 'application/octet-stream');
  response.setHeader('Accept-Ranges', 'bytes');
  if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
  const range = rangeOf(request.headers.range, stats.size);
  if (range === 'beyond') { response.writeHead(416, { 'Content-Range': `bytes */${stats.size}`, 'Content-Length': 0 }).end(); return; }
  const [from, to] = range ?? [0, stats.size - 1];
  if (range) response.setHeader('Content-Range', `bytes ${from}-${to}/${stats.size}`);
  response.writeHead(range ? 206 : 200, { 'Content-Length': to - from + 1 });
  if (request.method === 'HEAD' || stats.size === 0) { response.end(); return; }
  await new Promise<void>((resolve) => {
    const stream = createReadStream(disk, { start: from, end: to });
    stream.on('error', () => response.destroy()).on('close', resolve);
    response.on('close', () => stream.destroy());
    stream.pipe(response);
  });
}

/** One range as RFC 9110 §14.2 writes it; several, or none that can be read, are the whole file. */
function rangeOf(asked: string | undefined, size: number): readonly [from: number, to: number] | 'beyond' | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(asked ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return undefined;
  const from = found[1] === '' ? Math.max(0, size - Number(found[2])) : Number(found[1]);
  const to = found[1] === '' || found[2] === '' ? size - 1 : Math.min(Number(found[2]), size - 1);
  return from >= size ? 'beyond' : from > to ? undefined : [from, to];
}

function accepts(request: IncomingMessage, encoding: string): boolean {
  const asked = String(request.headers['accept-encoding'] ?? '').split(',').map((part) => part.trim().split(/\s*;\s*/));
  return asked.some(([name, quality]) => name === encoding && !/^q=0(?:\.0*)?$/.test(quality ?? ''));
}

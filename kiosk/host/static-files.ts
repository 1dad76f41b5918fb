import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2', '.wasm': 'application/wasm',
};
const encodings = [['br', '.br'], ['gzip', '.gz']] as const;

interface Served { readonly type: string; readonly tag: string; readonly immutable: boolean; readonly bodies: ReadonlyMap<string, Buffer> }

/**
 * Answers GET and HEAD for the files that lay in `dir` when it started, and for nothing else: an address is looked up in
 * a table, never turned into a path, so that there is nothing to traverse. Returns whether it answered.
 */
export function staticFiles(dir: string) {
  const files = new Map<string, Served>();
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const type = mediaTypes[path.extname(name)];
    if (!type) continue;
    const file = path.join(dir, name);
    const plain = readFileSync(file);
    const packed = encodings.flatMap(([encoding, ending]) => (existsSync(file + ending) ? [[encoding, readFileSync(file + ending)] as const] : []));
    const address = `/${name.split(path.sep).join('/')}`;
    const served = { type, tag: createHash('sha256').update(plain).digest('base64url').slice(0, 22), immutable: address.startsWith('/assets/'), bodies: new Map([['identity', plain], ...packed]) };
    files.set(address, served);
    if (address === '/index.html') files.set('/', served);
  }

  return (address: string, request: IncomingMessage, response: ServerResponse): boolean => {
    const file = files.get(address);
    if (!file) return false;
    const encoding = encodings.map(([name]) => name).find((name) => file.bodies.has(name) && accepts(request, name)) ?? 'identity';
    const body = file.bodies.get(encoding)!;
    const tag = `"${file.tag}-${encoding}"`;
    response.setHeader('Cache-Control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.setHeader('ETag', tag);
    if (file.bodies.size > 1) response.setHeader('Vary', 'Accept-Encoding');
    if (request.headers['if-none-match'] === tag) { response.writeHead(304).end(); return true; }
    if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
    response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': body.length }).end(request.method === 'HEAD' ? undefined : body);
    return true;
  };
}

function accepts(request: IncomingMessage, encoding: string): boolean {
  const asked = String(request.headers['accept-encoding'] ?? '').split(',').map((part) => part.trim().split(/\s*;\s*/));
  return asked.some(([name, quality]) => name === encoding && quality !== 'q=0');
}

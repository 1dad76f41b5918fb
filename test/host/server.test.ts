import { createServer, request as ask, type IncomingHttpHeaders, type Server } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageHeaders } from '../../kiosk/host/headers.ts';
import { type Host, startHost } from '../../kiosk/host/server.ts';
import type { SiteConfig } from '../../kiosk/site-config.ts';
import { demoConfig } from './demo-config.ts';

interface Answered { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }
const page = '<!doctype html><title>终端</title>';
const script = 'export const x = 1;'.repeat(200);
let dir: string;
let host: Host;
let printer: Server;
let printing: 'answers' | 'says no' | 'breaks down' | 'hangs' | 'breaks off' = 'answers';
let printed: Buffer | undefined;

/** As a raw client: any path, any headers, nothing normalised. */
function call(method: string, at: string, headers: Record<string, string> = {}, body?: Buffer): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const outgoing = ask({ host: '127.0.0.1', port: host.port, method, path: at, headers: { Host: `127.0.0.1:${host.port}`, ...headers }, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
const ours = () => ({ Origin: `http://127.0.0.1:${host.port}` });

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'kiosk-host-'));
  mkdirSync(path.join(dir, 'site/assets'), { recursive: true });
  writeFileSync(path.join(dir, 'secret.json'), '{}');
  writeFileSync(path.join(dir, 'site/index.html'), page);
  writeFileSync(path.join(dir, 'site/assets/index-abc.js'), script);
  writeFileSync(path.join(dir, 'site/assets/index-abc.js.br'), brotliCompressSync(script));
  printer = createServer((request, response) => {
    if (printing === 'hangs') return;
    if (printing === 'breaks off') { request.socket.destroy(); return; }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => { printed = Buffer.concat(parts); response.writeHead(printing === 'says no' ? 403 : printing === 'breaks down' ? 500 : 200).end('ipp answer'); });
  });
  await new Promise<void>((resolve) => { printer.listen(0, '127.0.0.1', resolve); });
  host = await startHost({ dir: path.join(dir, 'site'), config: demoConfig, printer: `ipp://127.0.0.1:${(printer.address() as AddressInfo).port}/ipp/print`, profileDir: dir, relayTimeoutMs: 400 });
});
afterAll(async () => {
  await host.close();
  printer.closeAllConnections();
  printer.close();
  rmSync(dir, { recursive: true });
});

test('the page comes with a policy that lets it reach its own origin, its back end and its devices, and run no foreign script', async () => {
  const { status, headers, body } = await call('GET', '/');
  expect(status).toBe(200);
  expect(body.toString()).toBe(page);
  expect(headers['content-security-policy']).toBe("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self' https://platform.example ws://127.0.0.1:4401; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types kiosk");
  expect(headers).toMatchObject({ 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-resource-policy': 'same-origin', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  expect(headers['permissions-policy']).toMatch(/^camera=\(self\), serial=\(self\), loopback-network=\(self\), .*geolocation=\(\).*usb=\(\)/);
});

test('a reader behind its maker’s service on this machine may be asked by the page, and no other maker’s', () => {
  const reached = (devices: SiteConfig['devices']) => /connect-src ([^;]+);/.exec(pageHeaders({ ...demoConfig, devices })['Content-Security-Policy']!)?.[1];
  expect(reached({ 'id-reader': { model: 'huashi-19196' } })).toMatch(/ http:\/\/127\.0\.0\.1:19196$/);
  expect(reached({ 'id-reader': { model: 'idcard-38088' } })).toMatch(/ http:\/\/127\.0\.0\.1:38088$/);
  expect(reached({ 'id-reader': { model: 'sdt' } })).not.toMatch(/19196|38088/);
});

test('the page may reach its catalog and the place of its reports, and that they are', () => {
  const root = { signed: {}, signatures: [] };
  const reached = (catalog: SiteConfig['catalog']) => /connect-src ([^;]+);/.exec(pageHeaders({ ...demoConfig, ...(catalog && { catalog }) })['Content-Security-Policy']!)?.[1];
  expect(reached({ url: 'https://catalog.example/content', root, channel: 'stable', reports: { url: 'https://reports.example/v1/heartbeat', token: 'a-token-of-this-kiosk' } })).toMatch(/ https:\/\/catalog\.example https:\/\/reports\.example /);
  expect(reached(undefined)).not.toContain('catalog.example');
});

test('every answer carries the policy, a refusal too', async () => {
  for (const answered of [await call('GET', '/nowhere'), await call('DELETE', '/'), await call('GET', '/', { Host: 'evil.example' })]) {
    expect(answered.headers['content-security-policy']).toContain("default-src 'none'");
  }
});

test('a file whose name is its hash is kept for good, the page is asked about every time', async () => {
  expect((await call('GET', '/assets/index-abc.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const first = await call('GET', '/index.html');
  expect(first.headers['cache-control']).toBe('no-cache');
  expect((await call('GET', '/index.html', { 'If-None-Match': first.headers.etag! })).status).toBe(304);
});

test('a browser that takes brotli gets brotli, another the plain file', async () => {
  const packed = await call('GET', '/assets/index-abc.js', { 'Accept-Encoding': 'gzip, deflate, br' });
  expect(packed.headers).toMatchObject({ 'content-encoding': 'br', 'vary': 'Accept-Encoding', 'content-type': 'text/javascript; charset=utf-8' });
  expect(brotliDecompressSync(packed.body).toString()).toBe(script);
  for (const asked of [{}, { 'Accept-Encoding': 'br;q=0' }]) {
    const plain = await call('GET', '/assets/index-abc.js', asked);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.toString()).toBe(script);
  }
});

test('HEAD tells the length and sends nothing', async () => {
  const { status, headers, body } = await call('HEAD', '/');
  expect([status, headers['content-length'], body.length]).toEqual([200, String(Buffer.byteLength(page)), 0]);
});

test.each(['/../secret.json', '/..%2fsecret.json', '/assets/../../secret.json', '//etc/passwd', '/%2e%2e/secret.json', '/assets/..\\..\\secret.json', '/index.html%00.js', '/assets/', '/constructor', '/__proto__', '/assets/index-abc.js.br'])(
  '%s is nothing the host serves', async (at) => {
    expect((await call('GET', at)).status).toBe(404);
  });

test.each(['evil.example', 'evil.example:4400', '127.0.0.1', '127.0.0.1.evil.example', '127.0.0.1:1', 'localhost', '[::1]:4400'])(
  'a request for host “%s” is turned away: a name may have been made to resolve to this machine', async (name) => {
    expect((await call('GET', '/site.json', { Host: name })).status).toBe(421);
  });

test('localhost with the right port is this host too', async () => {
  expect((await call('GET', '/', { Host: `localhost:${host.port}` })).status).toBe(200);
});

test('the configuration is for our own page only', async () => {
  const { status, headers, body } = await call('GET', '/site.json', { 'Sec-Fetch-Site': 'same-origin' });
  expect([status, headers['cache-control'], headers['access-control-allow-origin']]).toEqual([200, 'no-cache', undefined]);
  expect(JSON.parse(body.toString())).toEqual(demoConfig);
  for (const stranger of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { Origin: 'null' }]) {
    expect((await call('GET', '/site.json', stranger)).status).toBe(403);
  }
});

test('another site may open the kiosk by a link, but not in a frame and not as a script', async () => {
  expect((await call('GET', '/', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' })).status).toBe(200);
  expect((await call('GET', '/', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' })).status).toBe(403);
  expect((await call('GET', '/assets/index-abc.js', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' })).status).toBe(403);
});

test.each([['POST', '/'], ['PUT', '/index.html'], ['DELETE', '/site.json'], ['OPTIONS', '/site.json'], ['GET', '/v1/syncfs'], ['GET', '/devices/document-printer'], ['TRACE', '/']])(
  '%s %s is not allowed', async (method, at) => {
    expect((await call(method, at, ours())).status).toBe(405);
  });

test('IPP goes to the printer and its answer comes back, byte for byte', async () => {
  printing = 'answers';
  const bytes = Buffer.from([2, 0, 0, 0x0b, 0, 0, 0, 1, 0xff, 0x00]);
  const { status, headers, body } = await call('POST', '/devices/document-printer', { ...ours(), 'Content-Type': 'application/ipp' }, bytes);
  expect([status, headers['content-type'], body.toString()]).toEqual([200, 'application/ipp', 'ipp answer']);
  expect(printed).toEqual(bytes);
});

test.each([['says no', 502], ['breaks down', 504], ['hangs', 504], ['breaks off', 504]] as const)('a printer that %s is told as %i: only after 502 is it safe to print again', async (how, expected) => {
  printing = how;
  expect((await call('POST', '/devices/document-printer', { ...ours(), 'Content-Type': 'application/ipp' }, Buffer.of(1))).status).toBe(expected);
});

test('nobody but our own page reaches the printer or flushes the disk', async () => {
  for (const at of ['/devices/document-printer', '/v1/syncfs']) {
    for (const stranger of [{}, { Origin: 'https://evil.example' }, { Origin: 'null' }, { Origin: `http://127.0.0.1:${host.port + 1}` }, { Origin: `https://127.0.0.1:${host.port}` }]) {
      expect((await call('POST', at, { 'Content-Type': 'application/ipp', ...stranger }, Buffer.of(1))).status).toBe(403);
    }
  }
});

test('what is not IPP, or larger than any document, does not reach the printer', async () => {
  printing = 'answers';
  printed = undefined;
  expect((await call('POST', '/devices/document-printer', { ...ours(), 'Content-Type': 'text/plain' }, Buffer.of(1))).status).toBe(415);
  const large = await call('POST', '/devices/document-printer', { ...ours(), 'Content-Type': 'application/ipp', 'Content-Length': String(10 * 1024 * 1024) }, Buffer.alloc(10 * 1024 * 1024)).then(({ status }) => status, () => 'cut off');
  expect([413, 'cut off']).toContain(large);
  expect(printed).toBeUndefined();
});

test('the disk is flushed when the page asks, and the request may carry nothing', async () => {
  expect((await call('POST', '/v1/syncfs', ours())).status).toBe(204);
  expect((await call('POST', '/v1/syncfs', ours(), Buffer.of(1))).status).toBe(413);
});

test('the host refuses to listen where other machines could reach it', async () => {
  await expect(startHost({ dir, config: demoConfig, host: '0.0.0.0' })).rejects.toThrow('127.0.0.1 only');
});

test('a site without a printer has no address for one', async () => {
  const other = await startHost({ dir: path.join(dir, 'site'), config: demoConfig });
  const answered = await fetch(`${other.url}/devices/document-printer`, { method: 'POST', headers: { 'Origin': other.url, 'Content-Type': 'application/ipp' }, body: 'x' });
  expect(answered.status).toBe(404);
  await other.close();
});

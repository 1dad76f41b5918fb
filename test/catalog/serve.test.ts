import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startCatalogServer } from '../../content/catalog/serve.ts';
import { began, day, filledCatalog, folder, valueOf } from './stage.ts';

interface Got { readonly status: number; readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly body: Buffer }
const get = (url: string, address: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Got> => new Promise((resolve, reject) => {
  // The address goes out as it stands: no client tidies it up.
  const { hostname, port } = new URL(url);
  ask({ hostname, port, path: address, method, headers: { ...headers, connection: 'close' } }, (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }));
  }).on('error', reject).end();
});

async function served() {
  const { catalog, dir } = await filledCatalog({ compression: 'fast', open: { compression: 'fast' } });
  const server = await startCatalogServer({ dir: path.join(dir, 'public'), onHeartbeat: async (_request, response) => { response.writeHead(204).end(); } });
  onTestFinished(() => server.close());
  const { versions } = catalog.listed().find(({ pack }) => pack === 'office/shared')!;
  const { sha256 } = versions[0]!.files['lists/nations.json']!;
  return { catalog, dir, url: server.url, blob: `/blobs/${sha256.slice(0, 2)}/${sha256}`, role: '/metadata/2.dept-office.json' };
}
const timestamp = '/metadata/timestamp.json';

describe('the catalog over HTTP', () => {
  test('says of the timestamp that it must be asked for each time, of everything else that it never changes', async () => {
    const { url, blob, role } = await served();
    expect((await get(url, timestamp)).headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'application/json', 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' });
    for (const address of [blob, role, '/metadata/1.root.json']) expect((await get(url, address)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get(url, '/metadata/2.root.json'))).toMatchObject({ status: 404, headers: { 'cache-control': 'no-store', 'access-control-allow-origin': '*' } });
  });
  test.each([['br', brotliDecompressSync], ['gzip', gunzipSync], ['zstd', zstdDecompressSync]] as const)('sends what was compressed beforehand to who takes %s', async (encoding, unpack) => {
    const { url, role } = await served();
    const plain = await get(url, role);
    const packed = await get(url, role, { 'accept-encoding': `${encoding};q=0.5` });
    expect([packed.headers['content-encoding'], packed.headers['vary'], unpack(packed.body).equals(plain.body), packed.body.length < plain.body.length]).toEqual([encoding, 'Accept-Encoding', true, true]);
    expect((await get(url, role, { 'accept-encoding': `${encoding};q=0` })).headers).not.toHaveProperty('content-encoding');
  });
  test('answers 304 to who has it, and the whole again as soon as it changed, were it within the same second', async () => {
    const { url, catalog } = await served();
    const tag = String((await get(url, timestamp)).headers['etag']);
    expect(await get(url, timestamp, { 'if-none-match': tag })).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    valueOf(await catalog.renew(began + day));
    const second = await get(url, timestamp, { 'if-none-match': tag });
    expect(second.status).toBe(200);
    valueOf(await catalog.renew(began + day));
    expect((await get(url, timestamp, { 'if-none-match': String(second.headers['etag']) })).status).toBe(200);
  });
  test('sends parts, always of the plain file', async () => {
    const { url, blob } = await served();
    const { body } = await get(url, blob);
    expect(await get(url, blob, { range: 'bytes=10-19', 'accept-encoding': 'br' })).toMatchObject({ status: 206, headers: { 'content-range': `bytes 10-19/${body.length}` }, body: body.subarray(10, 20) });
    expect((await get(url, blob, { range: 'bytes=-5' })).body).toEqual(body.subarray(-5));
    expect((await get(url, blob, { range: `bytes=${body.length - 3}-` })).body).toEqual(body.subarray(-3));
    expect(await get(url, blob, { range: `bytes=${body.length}-` })).toMatchObject({ status: 416, headers: { 'content-range': `bytes */${body.length}` } });
    expect((await get(url, blob, { range: 'bytes=0-1,3-4' })).status).toBe(200);
  });
  test('has no way out of its folder, and shows no file that is being written', async () => {
    const { url, dir } = await served();
    writeFileSync(path.join(dir, 'public/metadata/.timestamp.json.1'), 'half');
    writeFileSync(path.join(dir, 'public/notes.txt'), 'mine');
    symlinkSync(path.join(dir, 'keys/timestamp.pem'), path.join(dir, 'public/metadata/leak.pem'));
    for (const address of ['/../keys/timestamp.pem', '/metadata/../../keys/timestamp.json', '/metadata/..%2f..%2fkeys%2ftimestamp.json', '/blobs/%2e%2e/../keys/timestamp.pem', '/metadata/.timestamp.json.1', '/notes.txt', '/metadata/leak.pem', '/metadata/', '/', '//etc/passwd', '/metadata/timestamp.json%00', '/metadata\\timestamp.json', '/blobs/ab', `/targets/../metadata/${'0'.repeat(64)}.x`]) {
      expect([address, (await get(url, address)).status]).toEqual([address, 404]);
    }
  });
  test('takes heartbeats where there is somebody for them, and nothing else but reading', async () => {
    const { url } = await served();
    expect((await get(url, '/v1/heartbeat', {}, 'POST')).status).toBe(204);
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get(url, timestamp, {}, method)).status).toBe(405);
    expect(await get(url, timestamp, { origin: 'http://127.0.0.1:4400' }, 'OPTIONS')).toMatchObject({ status: 204, headers: { 'access-control-allow-headers': 'authorization, content-type, range, if-none-match' } });
    expect(await get(url, timestamp, {}, 'HEAD')).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  });
});

const nginx = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/sbin/nginx'].find((file) => spawnSync(file, ['-v']).error === undefined);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The configuration as it is delivered, on a port and a folder of its own. */
async function withNginx(publicDir: string, backend: string): Promise<string> {
  const prefix = folder();
  for (const name of ['logs', 'temp']) mkdirSync(path.join(prefix, name));
  const port = await freePort();
  const delivered = readFileSync(path.resolve(import.meta.dirname, '../../content/catalog/deploy/nginx.conf'), 'utf8');
  const mine = delivered.replace('listen 80;', `listen 127.0.0.1:${port};`).replace('root /var/lib/catalog/public;', `root ${publicDir};`).replace('proxy_pass http://127.0.0.1:4430;', `proxy_pass ${backend};`);
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${prefix}/temp/${name};`).join('\n');
  writeFileSync(path.join(prefix, 'nginx.conf'), `daemon off;\nuser root;\npid ${prefix}/pid;\nerror_log ${prefix}/logs/error.log;\nworker_processes 1;\nevents {}\nhttp {\naccess_log off;\n${temp}\n${mine}\n}\n`);
  const server = spawn(nginx!, ['-p', prefix, '-c', path.join(prefix, 'nginx.conf'), '-e', path.join(prefix, 'logs/error.log')], { stdio: 'ignore' });
  const ended = new Promise((resolve) => { server.once('exit', resolve); });
  onTestFinished(async () => { server.kill('SIGQUIT'); await ended; });
  for (let tries = 0; !await reachable(port); tries++) {
    if (tries > 200) throw new Error(readFileSync(path.join(prefix, 'logs/error.log'), 'utf8'));
    await pause(50);
  }
  return `http://127.0.0.1:${port}`;
}
const reachable = (port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = createConnection(port, '127.0.0.1', () => { socket.destroy(); resolve(true); }).on('error', () => resolve(false));
});

describe.skipIf(!nginx)(`nginx with the configuration delivered${nginx ? '' : ' (skipped: the Debian package nginx is not installed)'}`, () => {
  test('answers as our own server does: status, caching, encoding, who may read', async () => {
    const { url, dir, blob, role } = await served();
    const other = await withNginx(path.join(dir, 'public'), url);
    const names = ['cache-control', 'content-type', 'content-encoding', 'vary', 'etag', 'content-range', 'content-length', 'access-control-allow-origin', 'access-control-allow-headers', 'access-control-expose-headers', 'cross-origin-resource-policy', 'x-content-type-options'] as const;
    const told = ({ status, headers, body }: Got) => ({ status, ...Object.fromEntries((status < 400 ? names : ['cache-control', 'access-control-allow-origin'] as const).map((name) => [name, headers[name]])), ...(status < 300 && { body: body.toString('base64') }) });
    const tag = String((await get(url, timestamp)).headers['etag']);
    const asks: [address: string, headers?: Readonly<Record<string, string>>, method?: string][] = [
      [timestamp], [timestamp, { 'accept-encoding': 'gzip' }], [timestamp, { 'if-none-match': tag }], [timestamp, {}, 'HEAD'], [role, { 'accept-encoding': 'gzip, deflate' }], [blob], [blob, { range: 'bytes=2-7' }],
      ['/metadata/1.root.json'], ['/metadata/2.root.json'], ['/metadata/.hidden'], ['/nowhere'], ['/metadata/'], [timestamp, {}, 'POST'], [timestamp, {}, 'OPTIONS'],
    ];
    for (const [address, headers, method] of asks) {
      expect([method, address, headers, told(await get(other, address, headers, method))]).toEqual([method, address, headers, told(await get(url, address, headers, method))]);
    }
    expect((await get(other, '/v1/heartbeat', {}, 'POST')).status).toBe(204);
    expect(statSync(path.join(dir, 'public', timestamp)).isFile()).toBe(true);
  });
});

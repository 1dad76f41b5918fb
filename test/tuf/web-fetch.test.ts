import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { webFetch } from '../../kiosk/tuf/web-fetch.ts';
import { utf8 } from './repository.ts';

const patient = webFetch();
const hurry = webFetch({ idleMs: 1000, patienceMs: 600, slowestBytesPerSecond: 1000 });

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.once('listening', resolve); });
  onTestFinished(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
}

test('a file comes whole, up to the last byte that is allowed', async () => {
  const url = await serve((_, response) => response.end('12345'));
  expect(await patient(url, 5)).toEqual({ is: 'file', bytes: utf8('12345') });
  expect(await patient(url, 4)).toEqual({ is: 'too-long' });
  expect(await patient(await serve((_, response) => response.end()), 0)).toEqual({ is: 'file', bytes: new Uint8Array() });
});

test.each([[404, 'missing'], [410, 'missing'], [403, 'missing'], [500, 'unreachable'], [503, 'unreachable'], [401, 'unreachable'], [304, 'unreachable']])('%i is %s', async (status, is) => {
  expect(await patient(await serve((_, response) => response.writeHead(status).end()), 100)).toEqual({ is });
});

test('nobody there, no address, a connection cut in the middle: unreachable', async () => {
  expect(await patient('http://127.0.0.1:1/', 100)).toEqual({ is: 'unreachable' });
  expect(await patient('no address', 100)).toEqual({ is: 'unreachable' });
  expect(await patient(await serve((_, response) => { response.writeHead(200, { 'content-length': 10 }).write('123'); setTimeout(() => response.destroy(), 20); }), 100)).toEqual({ is: 'unreachable' });
});

test('data without end is left at the limit', async () => {
  let sent = 0;
  let isClosed = false;
  const url = await serve((_, response) => {
    const pour = () => { while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536; };
    response.on('drain', pour).on('close', () => { isClosed = true; });
    pour();
  });
  expect(await patient(url, 1_000_000)).toEqual({ is: 'too-long' });
  await expect.poll(() => isClosed).toBe(true);
  // Some more was under way.
  expect(sent).toBeLessThan(50_000_000);
});

test('little that unpacks to much is left at the limit, too', async () => {
  const packed = gzipSync(Buffer.alloc(50_000_000));
  const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed));
  expect(await patient(url, 1_000_000)).toEqual({ is: 'too-long' });
});

test('a server that never answers, or stops in the middle, is unreachable', async () => {
  expect(await hurry(await serve(() => {}), 100)).toEqual({ is: 'unreachable' });
  expect(await hurry(await serve((_, response) => { response.writeHead(200).write('a'); }), 100)).toEqual({ is: 'unreachable' });
});

test('a server that drips is unreachable, however many bytes it still has; one that is only slow is not', async () => {
  const drip = (bytes: number) => serve((_, response) => {
    response.writeHead(200);
    let left = 40;
    const timer = setInterval(() => { response.write(Buffer.alloc(bytes)); if (--left === 0) { clearInterval(timer); response.end(); } }, 50);
    response.on('close', () => clearInterval(timer));
  });
  expect(await hurry(await drip(1), 1_000_000)).toEqual({ is: 'unreachable' });
  expect(await hurry(await drip(400), 1_000_000)).toMatchObject({ is: 'file' });
});

test('the browser’s cache is used as asked; cookies and referrer never', async () => {
  const asked: RequestInit[] = [];
  const fetch = (async (_: string, init: RequestInit) => { asked.push(init); return new Response('x'); }) as typeof globalThis.fetch;
  const get = webFetch({ fetch, cache: (url) => (url.endsWith('timestamp.json') ? 'no-cache' : 'no-store') });
  await get('http://catalog/timestamp.json', 9);
  await get('http://catalog/1.root.json', 9);
  expect(asked.map(({ cache, credentials, referrerPolicy }) => [cache, credentials, referrerPolicy])).toEqual([['no-cache', 'omit', 'no-referrer'], ['no-store', 'omit', 'no-referrer']]);
});

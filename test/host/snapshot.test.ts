// Network cameras behind the host: only the kiosk's own page looks through them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startHost } from '../../kiosk/host/server.ts';
import { demoConfig } from './demo-config.ts';

let dir: string;
beforeAll(() => { dir = mkdtempSync(path.join(tmpdir(), 'kiosk-snapshot-')); writeFileSync(path.join(dir, 'index.html'), '<!doctype html>'); });
afterAll(() => rmSync(dir, { recursive: true }));

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
async function hostOver(answer: RequestListener) {
  const camera = createServer(answer);
  await new Promise<void>((resolve) => { camera.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => { camera.closeAllConnections(); camera.close(); });
  const host = await startHost({ dir, config: demoConfig, snapshots: { 'document-camera': `http://127.0.0.1:${(camera.address() as AddressInfo).port}/snapshot.jpg` } });
  onTestFinished(() => host.close());
  return (headers: Record<string, string> = { 'Sec-Fetch-Site': 'same-origin' }, init: RequestInit = {}, kind = 'document-camera') => fetch(`${host.url}/devices/${kind}`, { headers, ...init });
}
const fine: RequestListener = (request, response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(request.method === 'HEAD' ? undefined : jpeg);

test('our own page gets the picture, for no cache to keep, and learns by HEAD whether the camera is there', async () => {
  const look = await hostOver(fine);
  const answer = await look();
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'image/jpeg', 'no-store']);
  expect(Buffer.from(await answer.arrayBuffer()).equals(jpeg)).toBe(true);
  const head = await look({ 'Sec-Fetch-Site': 'same-origin' }, { method: 'HEAD' });
  expect([head.status, (await head.arrayBuffer()).byteLength]).toEqual([200, 0]);
});
test.each<[string, Record<string, string>]>([
  ['a page from elsewhere', { 'Sec-Fetch-Site': 'cross-site' }], ['another port of this machine', { 'Sec-Fetch-Site': 'same-site' }], ['an address typed in', { 'Sec-Fetch-Site': 'none' }],
  ['another origin', { 'Sec-Fetch-Site': 'same-origin', Origin: 'http://evil.example' }], ['another program', {}],
])('%s does not look through the camera', async (_name, headers) => {
  let asked = 0;
  const look = await hostOver((request, response) => { asked++; fine(request, response); });
  expect((await look(headers)).status).toBe(403);
  expect(asked).toBe(0);
});
test.each<[string, RequestListener, number]>([
  ['wants a password', (_request, response) => response.writeHead(401).end(), 401],
  ['sends something else', (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>'), 504],
  ['never ends', (_request, response) => { response.writeHead(200, { 'content-type': 'image/jpeg' }); const more = () => { while (response.write(Buffer.alloc(65_536))); }; response.on('drain', more); more(); }, 504],
  ['sends elsewhere', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), 502],
  ['breaks the connection', (_request, response) => response.destroy(), 502],
])('a camera that %s is a number, not a picture', async (_name, answer, status) => expect((await (await hostOver(answer))()).status).toBe(status));
test('a kind that no camera is configured for is not there', async () => {
  const look = await hostOver(fine);
  expect((await look({ 'Sec-Fetch-Site': 'same-origin' }, {}, 'camera')).status).toBe(404);
});

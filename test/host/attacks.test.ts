// The host as a process of its own, attacked by other programs of this machine: what is wrong is refused, what is too much is
// dropped, memory stays bounded, and the page is served all the while.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { demoConfig } from './demo-config.ts';
import { freePort, type HostProcess, runHostProcess } from './host-process.ts';

let dir: string;
let host: HostProcess;
const page = '<!doctype html><title>终端</title>';
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'kiosk-attacked-'));
  writeFileSync(path.join(dir, 'index.html'), page);
  host = await runHostProcess({
    dir,
    // A printer that swallows everything and never answers.
    config: { site: { ...demoConfig, devices: {} }, devices: { 'id-reader': { model: 'sdt' } }, publisherPorts: [await freePort()], printer: `http://127.0.0.1:${await freePort()}/ipp/print` },
  });
});
afterAll(async () => { await host.close(); rmSync(dir, { recursive: true }); });

/** What the process holds in memory, in MB. */
const residentMb = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${host.pid}/status`, 'utf8'))![1]) / 1024;
async function served() {
  const answer = await fetch(host.url, { signal: AbortSignal.timeout(5000) });
  expect([answer.status, await answer.text()]).toEqual([200, page]);
  const told = await fetch(`${host.url}/devices/xfs4iot`, { method: 'POST', headers: { Origin: host.url }, signal: AbortSignal.timeout(5000) });
  expect(told.status).toBe(200);
}
function raw(text?: string): Socket {
  const socket = connect(host.port, '127.0.0.1').on('error', () => {}).resume();
  onTestFinished(() => { socket.destroy(); });
  if (text !== undefined) socket.write(text);
  return socket;
}
const alive = (sockets: readonly Socket[]) => sockets.filter((socket) => !socket.destroyed && !socket.connecting && socket.readyState === 'open').length;

test('a rebound name, a foreign origin, a foreign frame and a doubled header get nothing, on every address that does something', async () => {
  for (const at of ['/devices/xfs4iot', '/devices/document-printer', '/v1/syncfs', '/v1/heartbeat', '/site.json', '/']) {
    const method = at.startsWith('/devices') || at.startsWith('/v1') ? 'POST' : 'GET';
    const status = (headers: Record<string, string | string[]>) => new Promise<number>((resolve, reject) => {
      request({ host: '127.0.0.1', port: host.port, method, path: at, headers, agent: false }, (answer) => { answer.resume(); resolve(answer.statusCode!); }).on('error', reject).end();
    });
    const own = { Host: `127.0.0.1:${host.port}`, Origin: host.url };
    expect(await status({ ...own, Host: `evil.example:${host.port}`, Origin: `http://evil.example:${host.port}` }), at).toBe(421);
    expect(await status({ ...own, Origin: 'https://evil.example' }), at).toBe(403);
    expect(await status({ ...own, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }), at).toBe(403);
    expect([400, 421], at).toContain(await new Promise<number>((resolve) => {
      const socket = raw(`${method} ${at} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nHost: evil.example\r\nOrigin: ${host.url}\r\n\r\n`);
      socket.once('data', (part: Buffer) => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(part.toString())?.[1])));
    }));
  }
  await served();
});

test('a thousand idle connections do not keep the page out, and most are dropped at once', async () => {
  const before = residentMb();
  const idle = Array.from({ length: 1000 }, () => raw());
  await sleep(300);
  await served();
  await expect.poll(() => alive(idle), { timeout: 5000 }).toBeLessThanOrEqual(64);
  expect(residentMb() - before).toBeLessThan(100);
});

test('five hundred requests that never end, a byte at a time, do not keep the page out', async () => {
  const slow = Array.from({ length: 500 }, () => raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX-Slow: `));
  for (let round = 0; round < 5; round++) {
    for (const socket of slow) if (!socket.destroyed) socket.write('a');
    await sleep(100);
    await served();
  }
  await expect.poll(() => alive(slow), { timeout: 5000 }).toBeLessThanOrEqual(64);
  // And those that are left are ended by their own slowness.
  await expect.poll(() => alive(slow), { timeout: 15_000 }).toBe(0);
});

test('three hundred documents that never end hold no memory and leave the page its place', async () => {
  const before = residentMb();
  const part = Buffer.alloc(1024 * 1024, 1);
  const slow = Array.from({ length: 300 }, () => {
    const socket = raw(`POST /devices/document-printer HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nOrigin: ${host.url}\r\nContent-Type: application/ipp\r\nContent-Length: 9000000\r\n\r\n`);
    socket.write(part);
    return socket;
  });
  await sleep(500);
  await served();
  expect(residentMb() - before).toBeLessThan(150);
  await expect.poll(() => alive(slow), { timeout: 5000 }).toBeLessThanOrEqual(3);
});

test.each(['/devices/xfs4iot', '/v1/heartbeat', '/v1/syncfs', '/devices/document-printer', '/', '/site.json'])('a body of 100 MB for %s is refused before it is kept', async (at) => {
  const before = residentMb();
  const socket = raw(`POST ${at} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nOrigin: ${host.url}\r\nContent-Type: application/ipp\r\nContent-Length: 104857600\r\n\r\n`);
  const part = Buffer.alloc(1024 * 1024, 1);
  const answered = new Promise<number | 'cut off'>((resolve) => {
    socket.once('data', (bytes: Buffer) => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(bytes.toString())?.[1])));
    socket.once('close', () => resolve('cut off'));
  });
  for (let sent = 0; sent < 100 && !socket.destroyed; sent++) await new Promise((resolve) => { socket.write(part, resolve); });
  expect([413, 405, 'cut off']).toContain(await answered);
  expect(residentMb() - before).toBeLessThan(100);
  await served();
});

test('headers past 16 KB, chunks without end and garbage end their connection and nothing else', async () => {
  const ended = (text: string) => new Promise<string>((resolve) => {
    const socket = raw(text);
    let said = '';
    socket.on('data', (part: Buffer) => { said += part.toString(); });
    socket.on('close', () => resolve(said));
  });
  expect(await ended(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431/);
  expect(await ended('\x16\x03\x01\x02\x00\x01\x00')).toMatch(/^HTTP\/1\.1 400|^$/);
  expect(await ended(`POST /v1/heartbeat HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nOrigin: ${host.url}\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n${'a'.repeat(50_000)}`)).toMatch(/^HTTP\/1\.1 413|^$/);
  await served();
});

test('nothing of all this was written to the log', () => {
  expect(host.said().trim().split('\n')).toHaveLength(1);
});

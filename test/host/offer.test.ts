// The devices that the host drives: what the page is told of them, what lets it in, and that only it is told.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { simSam } from '../../drivers/id-reader/sdt/device.ts';
import { xfsClient } from '../../drivers/xfs4iot/client.ts';
import { discover, locateService } from '../../drivers/xfs4iot/discovery.ts';
import { xfs4iotIdReader } from '../../drivers/xfs4iot/id-reader.ts';
import { type Host, type HostOptions, startHost } from '../../kiosk/host/server.ts';
import { SiteConfig } from '../../kiosk/site-config.ts';
import { person } from '../drivers/people.ts';
import { fileWire, noPty, ptyPair } from '../drivers/pty.ts';
import { openFromPage } from '../drivers/xfs4iot/bench.ts';
import { knock } from '../drivers/xfs4iot/peer.ts';
import { demoConfig } from './demo-config.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'kiosk-offer-'));
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'index.html'), '<!doctype html>');
});
afterAll(() => rmSync(dir, { recursive: true }));

const config: SiteConfig = { ...demoConfig, devices: { signature: { model: 'touch' } } };
async function start(options: Partial<HostOptions> = {}): Promise<Host> {
  const host = await startHost({ dir, config, devices: { 'id-reader': { model: 'sdt' } }, publisherPorts: [0], ...options });
  onTestFinished(() => host.close().catch(() => undefined));
  return host;
}
const ask = (host: Host, headers: Record<string, string> = { Origin: host.url }, init: RequestInit = {}) => fetch(`${host.url}/devices/xfs4iot`, { method: 'POST', headers, ...init });
const told = async (host: Host) => await (await ask(host)).json() as { publisher: string; token: string };

test('the page is told to ask the host for what the host drives, with the width of the paper; its own devices stay', async () => {
  const host = await start({ devices: { 'id-reader': { model: 'sdt' }, 'receipt-printer': { model: 'escpos-58' }, 'document-printer': { model: 'ipp', wire: { is: 'ipp', uri: 'ipp://192.0.2.7/ipp/print' } } } });
  const site = v.parse(SiteConfig, await (await fetch(`${host.url}/site.json`)).json());
  expect(site.devices['id-reader']).toMatchObject({ model: 'xfs4iot', wire: { is: 'xfs4iot', service: 'IdCard' } });
  expect(site.devices['receipt-printer']).toMatchObject({ model: 'xfs4iot', wire: { is: 'xfs4iot', service: 'ReceiptPrinter' }, settings: { widthDots: 384 } });
  expect(site.devices['document-printer']).toMatchObject({ model: 'xfs4iot', wire: { is: 'xfs4iot', service: 'DocumentPrinter' } });
  expect(site.devices.signature).toEqual({ model: 'touch' });
  // Where a printer stands in the building is no business of the page's.
  expect(JSON.stringify(site)).not.toContain('192.0.2.7');
});

test('our own page gets address and token, for no cache to keep; with them every service is found', async () => {
  const host = await start();
  const answer = await ask(host);
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  const { publisher, token } = await answer.json() as { publisher: string; token: string };
  expect(publisher).toBe(host.publisher);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const asPage = { token, open: openFrom(host.url) };
  expect((await discover({ publishers: [publisher], ...asPage }))?.services.map(({ name }) => name)).toEqual(['IdCard', 'VendorMode']);
});

test.each<[string, (host: Host) => Record<string, string>]>([
  ['a page of another origin', () => ({ Origin: 'https://evil.example' })],
  ['a page in a sandbox', () => ({ Origin: 'null' })],
  ['a page on another port of this machine', ({ port }) => ({ Origin: `http://127.0.0.1:${port + 1}` })],
  ['a program that names no origin', () => ({})],
  ['a page of another site that lies about nothing', ({ url }) => ({ 'Origin': url, 'Sec-Fetch-Site': 'cross-site' })],
])('%s is told nothing', async (_who, headers) => {
  const host = await start();
  const answer = await ask(host, headers(host));
  expect([answer.status, await answer.text()]).toEqual([403, '']);
});

test('the token is in nothing else the host says, and asking by GET or with a body is refused', async () => {
  const host = await start();
  const { token } = await told(host);
  for (const at of ['/', '/site.json', '/index.html']) {
    const answer = await fetch(host.url + at);
    expect(JSON.stringify([...answer.headers]) + await answer.text()).not.toContain(token);
  }
  expect((await fetch(`${host.url}/devices/xfs4iot`)).status).toBe(405);
  expect((await ask(host, undefined, { body: 'x' })).status).toBe(413);
});

test('each start of the host has another token, and the old one lets nobody in', async () => {
  const first = await start();
  const before = await told(first);
  await first.close();
  const second = await start({ port: first.port });
  const after = await told(second);
  expect(after.token).not.toBe(before.token);
  const headers = { origin: second.url };
  expect(await knock(after.publisher, [`token.${before.token}`, 'xfs4iot'], headers)).toBe(401);
  expect(await knock(after.publisher, [`token.${after.token}`, 'xfs4iot'], headers)).toBe('open');
});

test('the policy of the page allows the ports where the services may be after the host’s next start, and no others', async () => {
  const probe = await start();
  const taken = Number(new URL(probe.publisher!).port);
  const host = await start({ publisherPorts: [taken, 0] });
  const policy = (await fetch(host.url)).headers.get('content-security-policy')!;
  expect(/connect-src ([^;]+);/.exec(policy)?.[1]).toBe(`'self' https://platform.example ws://127.0.0.1:${taken} ${new URL(host.publisher!).origin}`);
});

test('a host that drives nothing offers nothing, and one without a free port says so and serves the page all the same', async () => {
  const none = await start({ devices: undefined });
  expect([none.publisher, (await ask(none)).status]).toEqual([undefined, 404]);
  const other = await start();
  const crowded = await start({ publisherPorts: [Number(new URL(other.publisher!).port)] });
  expect([crowded.publisher, (await ask(crowded)).status, (await fetch(crowded.url)).status]).toEqual([undefined, 404, 200]);
});

test('a page from elsewhere that the configuration names is told too, and may read it; another is not', async () => {
  const page = 'https://kiosk.example';
  const host = await start({ page });
  const answer = await ask(host, { 'Origin': page, 'Sec-Fetch-Site': 'cross-site' });
  expect([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('vary')]).toEqual([200, page, 'Origin']);
  const { publisher, token } = await answer.json() as { publisher: string; token: string };
  expect(await knock(publisher, [`token.${token}`, 'xfs4iot'], { origin: page })).toBe('open');
  const stranger = await ask(host, { Origin: 'https://kiosk.example.evil.example' });
  expect([stranger.status, stranger.headers.get('access-control-allow-origin')]).toEqual([403, null]);
});

test('lights, sensors or readers that name the same line share it: a cable has only two ends', async () => {
  let connections = 0;
  const board = createServer((socket) => { connections++; socket.on('error', () => socket.destroy()); });
  await new Promise<void>((resolve) => { board.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => { board.close(); });
  const wire = { is: 'tcp' as const, host: '127.0.0.1', port: (board.address() as AddressInfo).port };
  await start({ devices: { 'id-reader': { model: 'sdt', wire }, 'code-scanner': { model: 'serial', wire: { ...wire } } } });
  await expect.poll(() => connections).toBe(1);
  await sleep(100);
  expect(connections).toBe(1);
});

describe.skipIf(noPty !== undefined)(`over a serial line of the terminal${noPty ? ` (skipped: ${noPty})` : ''}`, () => {
  test('a card goes from the reader’s line through host and service to the page’s port, exactly', async () => {
    const line = await ptyPair();
    onTestFinished(() => line.close());
    const sam = simSam(fileWire(line.far), { baud: 115_200, fragmentBytes: 97 });
    const host = await start({ devices: { 'id-reader': { model: 'sdt', wire: { is: 'serial', path: line.near, baudRate: 115_200 } } } });
    const { publisher, token } = await told(host);
    const open = openFrom(host.url);
    const client = xfsClient({ at: locateService({ name: 'IdCard' }, { publishers: [publisher], token, open }), token, open });
    onTestFinished(client.close);
    const card = { ...person, name: '㛃𠮷䶮\ue815' };
    sam.layCard(card);
    expect(await xfs4iotIdReader(client).read({ deadlineMs: 15_000 })).toEqual({ is: 'read', card });
  });
});

function openFrom(origin: string): typeof openFromPage {
  return (uri, protocols) => new WebSocket(uri, { protocols, headers: { origin } } as unknown as string[]);
}

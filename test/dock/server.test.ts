import { mkdtempSync, rmSync } from 'node:fs';
import { request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { idReaders, receiptPrinters, documentPrinters } from '../../drivers/index.ts';
import { httpPost } from '../../drivers/transport/post.ts';
import { webSocketWire } from '../../drivers/transport/web-socket.ts';
import type { Wire } from '../../drivers/transport/wire.ts';
import { pagesOf } from '../../kiosk/dock/devices.ts';
import { people } from '../../kiosk/dock/people.ts';
import { type Dock, startDock } from '../../kiosk/dock/server.ts';
import { type StandIn, startPlatform } from '../platform/stand-in.ts';
import { nearTo } from '../drivers/near.ts';

const deadlineMs = 5000;
let dir: string;
let platform: StandIn;
let dock: Dock;
let wires: Wire[] = [];

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'kiosk-dock-'));
  platform = await startPlatform({ dir });
  dock = await startDock({ platformAdminUrl: platform.url });
});
afterEach(async () => {
  for (const wire of wires) wire.close();
  wires = [];
  await dock.close();
  await platform.close();
  rmSync(dir, { recursive: true });
});

const wireTo = (device: string) => {
  const wire = webSocketWire(`${dock.url.replace('http', 'ws')}/wire/${device}`);
  wires.push(wire);
  return wire;
};
async function readyReceiptPrinter() {
  const printer = await receiptPrinters['escpos-80']!(nearTo({ wire: wireTo('receipt-printer') }));
  await vi.waitFor(async () => expect(await printer.status()).toMatchObject({ is: 'ready' }), 3000);
  return printer;
}
const send = (command: unknown) => fetch(`${dock.url}/control`, { method: 'POST', body: JSON.stringify(command) });
const black = { widthDots: 576, heightDots: 40, bits: new Uint8Array(72 * 40).fill(0xaa) };

test('a card laid on the dock is read by the real driver over a WebSocket, rare characters included', async () => {
  const reader = await idReaders['sdt']!(nearTo({ wire: wireTo('id-reader') }));
  const reading = reader.read({ deadlineMs });
  await dock.control({ do: 'lay-card', person: 'rare' });
  const rare = people.find(({ id }) => id === 'rare')!;
  await expect(reading).resolves.toMatchObject({ is: 'read', card: { name: rare.name, number: rare.number } });
  expect(dock.state().reader.card).toBe('rare');
  await expect(reader.cardPresent()).resolves.not.toBe('absent');
  await dock.control({ do: 'pull-card' });
  expect(dock.state().reader.card).toBeNull();
});

test('a card pulled during the read is lost, and the next one is read', async () => {
  const reader = await idReaders['sdt']!(nearTo({ wire: wireTo('id-reader') }));
  await dock.control({ do: 'lay-card', person: 'adult' });
  await dock.control({ do: 'pull-during-read', afterBytes: 300 });
  await expect(reader.read({ deadlineMs })).resolves.toEqual({ is: 'lost-card' });
  await dock.control({ do: 'lay-card', person: 'adult' });
  await expect(reader.read({ deadlineMs })).resolves.toMatchObject({ is: 'read' });
});

test('an unplugged reader is offline, and comes back when it is plugged in again', async () => {
  const reader = await idReaders['sdt']!(nearTo({ wire: wireTo('id-reader') }));
  await vi.waitFor(async () => expect(await reader.status()).toEqual({ is: 'ready' }), 3000);
  await dock.control({ do: 'reader', unplugged: true });
  await vi.waitFor(async () => expect(await reader.status()).toEqual({ is: 'offline', why: 'no-wire' }), 3000);
  await dock.control({ do: 'reader', unplugged: false });
  await vi.waitFor(async () => expect(await reader.status()).toEqual({ is: 'ready' }), 6000);
});

test('a receipt comes out as a picture, and is gone when the paper is taken away', async () => {
  const printer = await readyReceiptPrinter();
  await expect(printer.print(black, { deadlineMs })).resolves.toEqual({ is: 'printed' });
  const [paper] = dock.state().papers.receipts;
  expect(paper).toMatchObject({ n: 1, path: '/paper/receipt/1.png', heightDots: 40 });
  const picture = await fetch(dock.url + paper!.path);
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await picture.arrayBuffer()).subarray(1, 4).toString()).toBe('PNG');
  await dock.control({ do: 'clear-paper' });
  expect(dock.state().papers.receipts).toEqual([]);
});

test('paper that ends in the middle of a receipt is seen on the dock', async () => {
  const printer = await readyReceiptPrinter();
  await dock.control({ do: 'receipt-printer', endAfterRows: 10 });
  await expect(printer.print(black, { deadlineMs: 1500 })).resolves.toMatchObject({ is: 'indeterminate' });
  expect(dock.state().receiptPrinter).toMatchObject({ paper: 'end', hangingRows: 10 });
  expect((await fetch(`${dock.url}/paper/receipt/hanging.png`)).status).toBe(200);
});

test('a document goes through IPP and comes out as the same PDF; a printer that is off does not answer', async () => {
  const pdf = Buffer.from('%PDF-1.7 /Type /Pages /Type /Page /Type/Page');
  const printer = await documentPrinters['ipp']!(nearTo({ printer: () => ({ post: httpPost(`${dock.url}/ipp/print`), uri: 'ipp://localhost/ipp/print' }) }));
  await expect(printer.print({ pdf, pages: 2, title: '社保' }, { deadlineMs })).resolves.toEqual({ is: 'printed' });
  expect(dock.state().papers.documents).toEqual([{ n: 1, path: '/paper/document/1.pdf', title: '社保', pages: 2 }]);
  expect(Buffer.from(await (await fetch(`${dock.url}/paper/document/1.pdf`)).arrayBuffer())).toEqual(pdf);
  await dock.control({ do: 'document-printer', mute: true });
  await expect(printer.print({ pdf, pages: 2, title: '社保' }, { deadlineMs })).resolves.toEqual({ is: 'not-printed', problem: { is: 'offline' } });
});

test('every trouble of the A4 printer that a hand can make is told by the driver, and is over when it was mended', async () => {
  const printer = await documentPrinters['ipp']!(nearTo({ printer: () => ({ post: httpPost(`${dock.url}/ipp/print`), uri: 'ipp://localhost/ipp/print' }) }));
  const pdf = Buffer.from('%PDF-1.7 /Type /Page '.repeat(40));
  let pagesDone = 0;
  const print = () => printer.print({ pdf, pages: 40, title: '社保' }, { deadlineMs, onProgress: (progress) => { if (progress.is === 'printing') ({ pagesDone } = progress); } });
  const change = (command: object) => dock.control({ do: 'document-printer', ...command });
  for (const [trouble, mended, status] of [
    [{ paper: 'empty' }, { paper: 'full' }, { is: 'no-paper' }], [{ paper: 'low' }, { paper: 'full' }, { is: 'ready', paper: 'low' }],
    [{ toner: 'empty' }, { toner: 'full' }, { is: 'no-toner' }], [{ toner: 'low' }, { toner: 'full' }, { is: 'ready', paper: 'full', toner: 'low' }],
    [{ cover: 'open' }, { cover: 'closed' }, { is: 'cover-open' }], [{ jam: true }, { jam: false }, { is: 'jam' }], [{ mute: true }, { mute: false }, { is: 'offline' }],
  ]) {
    await change(trouble!);
    expect(await printer.status()).toEqual(status);
    await change(mended!);
    expect(await printer.status()).toEqual({ is: 'ready', paper: 'full' });
  }
  await change({ busy: true });
  expect(await print()).toEqual({ is: 'not-printed', problem: { is: 'busy' } });
  await change({ busy: false });
  for (const [job, end] of [['abort', 'aborted'], ['cancel', 'canceled'], ['vanish', 'vanished']] as const) {
    await change({ printJobOnly: job === 'cancel' });
    pagesDone = 0;
    const printing = print();
    await vi.waitFor(() => expect(pagesDone).toBeGreaterThan(0), 3000);
    await change({ job });
    expect(await printing).toMatchObject({ is: 'indeterminate', end });
  }
});

test('pages are counted, the tree they hang from is not', () => {
  expect(pagesOf(Buffer.from('/Type /Pages /Type /Page\n/Type/Page /Type /PageLabel'))).toBe(2);
  expect(pagesOf(Buffer.from('not a PDF'))).toBe(1);
});

test('the network switch cuts the back end off and brings it back', async () => {
  await dock.control({ do: 'network', cut: true });
  await expect(fetch(`${platform.url}/v1/health`)).rejects.toThrow();
  await dock.control({ do: 'network', cut: false });
  expect((await fetch(`${platform.url}/v1/health`)).status).toBe(200);
  await dock.control({ do: 'platform-fault', faults: { error500Next: 1 } });
  expect((await fetch(`${platform.url}/v1/health`)).status).toBe(500);
});

test('what watches the events sees the card come', async () => {
  const stop = new AbortController();
  const events = await fetch(`${dock.url}/events`, { signal: stop.signal });
  await dock.control({ do: 'lay-card', person: 'elder' });
  let heard = '';
  const decoder = new TextDecoder();
  for await (const chunk of events.body!) {
    heard += decoder.decode(chunk);
    if (heard.includes('"card":"elder"')) break;
  }
  stop.abort();
  expect(heard).toContain('"card":"elder"');
});

test('a command nobody knows, a person nobody knows and a broken body are told apart', async () => {
  expect((await send({ do: 'explode' })).status).toBe(400);
  expect((await send({ do: 'reader', unplugged: 'yes' })).status).toBe(400);
  expect((await send({ do: 'lay-card', person: 'nobody' })).status).toBe(409);
  expect((await send({ do: 'platform-fault', faults: { nonsense: 1 } })).status).toBe(409);
  expect((await fetch(`${dock.url}/control`, { method: 'POST', body: '{' })).status).toBe(400);
});

test('a page of another origin, or another name for this machine, reaches nothing', async () => {
  const withHost = (host: string) => new Promise<number | undefined>((resolve) => { ask({ host: '127.0.0.1', port: dock.port, path: '/state', headers: { Host: host } }, (answer) => { answer.resume(); resolve(answer.statusCode); }).end(); });
  expect(await withHost('evil.example')).toBe(421);
  expect((await fetch(`${dock.url}/control`, { method: 'POST', headers: { Origin: 'https://evil.example' }, body: '{"do":"pull-card"}' })).status).toBe(403);
  const wire = new WebSocket(`${dock.url.replace('http', 'ws')}/wire/id-reader`, { headers: { Origin: 'https://evil.example' } });
  await new Promise((resolve) => { wire.on('error', resolve); });
  expect(dock.state().reader.connected).toBe(false);
});

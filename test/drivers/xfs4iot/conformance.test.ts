// FACTS §1.8, rows 1 to 8 and 11, 12, as a client sees them over real sockets. Rows 9 and 10 are the client's: client.test.ts.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { simDocumentPrinter } from '../../../drivers/document-printer/sim.ts';
import { simIdReader } from '../../../drivers/id-reader/sim.ts';
import { simReceiptPrinter } from '../../../drivers/receipt-printer/sim.ts';
import { toBase64 } from '../../../drivers/xfs4iot/base64.ts';
import { documentPrinterService } from '../../../drivers/xfs4iot/document-printer-service.ts';
import type { Json } from '../../../drivers/xfs4iot/envelope.ts';
import { idCardService } from '../../../drivers/xfs4iot/id-card-service.ts';
import { toPbm } from '../../../drivers/xfs4iot/pbm.ts';
import { receiptPrinterService } from '../../../drivers/xfs4iot/receipt-printer-service.ts';
import { mergeStatus } from '../../../drivers/xfs4iot/device-status.ts';
import { noisePage } from '../pages.ts';
import { person } from '../people.ts';
import { startServer } from './bench.ts';
import { peerOf } from './peer.ts';

async function kiosk() {
  const reader = simIdReader();
  const printer = simReceiptPrinter({ widthDots: 384 });
  const documents = simDocumentPrinter();
  const server = await startServer([idCardService(reader), receiptPrinterService(printer), documentPrinterService(documents)]);
  const [idCard, receipt, document] = server.serviceUris as [string, string, string];
  return { reader, printer, documents, server, idCard, receipt, document };
}
const page = { data: toBase64(toPbm(noisePage(384, 20))) };
const read = 'CnIdCard.Read';
const first = { version: '1.0' };

describe('row 1: what is no message is refused, and nothing follows', () => {
  const good = { type: 'command', name: 'Common.Status', version: '2.0', requestId: 1, timeout: 0 };
  test.each<[string, unknown, string, string]>([
    ['not JSON', 'hello', 'invalidMessage', 'Common.Acknowledge'],
    ['half of JSON', '{"header":{', 'invalidMessage', 'Common.Acknowledge'],
    ['no object', '[1,2]', 'invalidMessage', 'Common.Acknowledge'],
    ['no header', { payload: {} }, 'invalidMessage', 'Common.Acknowledge'],
    ['no name', { header: { ...good, name: undefined } }, 'invalidMessage', 'Common.Acknowledge'],
    ['a name without an interface', { header: { ...good, name: 'Status' } }, 'invalidMessage', 'Common.Acknowledge'],
    ['an odd version', { header: { ...good, version: '2' } }, 'invalidMessage', 'Common.Status'],
    ['an odd type', { header: { ...good, type: 'order' } }, 'invalidMessage', 'Common.Status'],
    ['a type that is not for servers', { header: { ...good, type: 'completion' } }, 'invalidMessage', 'Common.Status'],
    ['an odd timeout', { header: { ...good, timeout: -1 } }, 'invalidMessage', 'Common.Status'],
    ['a payload that is no object', { header: good, payload: 'x' }, 'invalidMessage', 'Common.Status'],
    ['too deep', `{"header":${JSON.stringify(good)},"payload":{"a":${'['.repeat(40)}${']'.repeat(40)}}}`, 'invalidMessage', 'Common.Acknowledge'],
    ['requestId 0', { header: { ...good, requestId: 0 } }, 'invalidRequestID', 'Common.Status'],
    ['requestId as text', { header: { ...good, requestId: '1' } }, 'invalidRequestID', 'Common.Status'],
    ['requestId with a fraction', { header: { ...good, requestId: 1.5 } }, 'invalidRequestID', 'Common.Status'],
    ['no requestId', { header: { ...good, requestId: undefined } }, 'invalidRequestID', 'Common.Status'],
  ])('%s', async (_what, message, status, name) => {
    const peer = await peerOf((await kiosk()).idCard);
    peer.send(message);
    peer.command('Common.Status', 7);
    await peer.heard('completion', { requestId: 7 });
    expect(peer.said.map(({ header }) => header.type)).toEqual(['acknowledge', 'acknowledge', 'completion']);
    expect(peer.said[0]!.header).toMatchObject({ status, name });
  });
  test('a requestId that is still open', async () => {
    const peer = await peerOf((await kiosk()).idCard);
    peer.command(read, 5, first);
    peer.command(read, 5, first);
    expect((await peer.heard('acknowledge', { status: 'invalidRequestID' })).header.requestId).toBe(5);
    peer.command('Common.Cancel', 6);
    await peer.heard('completion', { requestId: 5, completionCode: 'canceled' });
    peer.command('Common.Status', 5);
    await peer.heard('completion', { requestId: 5, completionCode: 'success' });
  });
});

test.each<[string, string, string]>([
  ['a command nobody knows', 'Printer.MakeCoffee', '2.0'], ['a command of another service', 'Printer.PrintNative', '3.0'],
  ['a version nobody knows', 'CnIdCard.Read', '9.0'], ['a name of JavaScript', 'Object.constructor', '2.0'],
])('row 2: %s is acknowledged and completes with unsupportedCommand', async (_what, name, version) => {
  const peer = await peerOf((await kiosk()).idCard);
  peer.command(name, 1, { version });
  await peer.heard('completion', { requestId: 1, completionCode: 'unsupportedCommand' });
  expect(peer.said[0]!.header).toEqual({ type: 'acknowledge', name, version, requestId: 1 });
});

test('row 3: every command that a service says it has answers something else than unsupportedCommand', async () => {
  const { server } = await kiosk();
  for (const uri of [server.uri, ...server.serviceUris]) {
    const peer = await peerOf(uri);
    peer.command('Common.Capabilities', 1);
    const { payload } = await peer.heard('completion', { requestId: 1 });
    const commands = (payload!.interfaces as { commands: Record<string, { versions: string[] }> }[]).flatMap(({ commands }) => Object.entries(commands));
    expect(commands.length).toBeGreaterThan(3);
    for (const [i, [name, { versions }]] of commands.entries()) {
      peer.command(name, 10 + i, { version: versions[0]!, timeout: 50 });
      expect((await peer.heard('completion', { requestId: 10 + i })).header.completionCode, name).not.toBe('unsupportedCommand');
    }
    peer.leave();
  }
});

test('row 4: timeOut comes not before the timeout and not long after, in the queue as well', async () => {
  const peer = await peerOf((await kiosk()).idCard);
  const fromMs = performance.now();
  peer.command(read, 1, { ...first, timeout: 300 });
  peer.command(read, 2, { ...first, timeout: 150 });
  const [running, waiting] = await Promise.all([peer.heard('completion', { requestId: 1 }), peer.heard('completion', { requestId: 2 })]);
  expect([running.header.completionCode, waiting.header.completionCode]).toEqual(['timeOut', 'timeOut']);
  for (const [took, timeoutMs] of [[running.atMs - fromMs, 300], [waiting.atMs - fromMs, 150]] as const) {
    expect(took).toBeGreaterThan(timeoutMs - 5);
    expect(took).toBeLessThan(timeoutMs + 400);
  }
});

describe('row 5: Common.Cancel', () => {
  test('completes before what it cancels, running and waiting', async () => {
    const peer = await peerOf((await kiosk()).idCard);
    for (const id of [1, 2, 3]) peer.command(read, id, first);
    peer.command('Common.Cancel', 4, {}, { requestIds: [1, 2] });
    await Promise.all([peer.heard('completion', { requestId: 1 }), peer.heard('completion', { requestId: 2 })]);
    const ends = peer.said.filter(({ header }) => header.type === 'completion').map(({ header }) => [header.requestId, header.completionCode]);
    expect(ends[0]).toEqual([4, 'success']);
    expect(ends.slice(1).sort()).toEqual([[1, 'canceled'], [2, 'canceled']]);
    peer.command('Common.Cancel', 5);
    await peer.heard('completion', { requestId: 3, completionCode: 'canceled' });
  });
  test('of what has ended, or is another client’s, matches nothing', async () => {
    const { idCard } = await kiosk();
    const [peer, other] = [await peerOf(idCard), await peerOf(idCard)];
    other.command(read, 77, first);
    await other.heard('event');
    peer.command('Common.Status', 1);
    await peer.heard('completion', { requestId: 1 });
    for (const [id, requestIds] of [[2, [1]], [3, [77]], [4, [999]]] as const) {
      peer.command('Common.Cancel', id, {}, { requestIds });
      expect(await peer.heard('completion', { requestId: id })).toMatchObject({ header: { completionCode: 'commandErrorCode' }, payload: { errorCode: 'noMatchingRequestIDs' } });
    }
    peer.command('Common.Cancel', 5, {}, { requestIds: 'all' });
    await peer.heard('completion', { requestId: 5, completionCode: 'invalidData' });
    expect(other.said.some(({ header }) => header.type === 'completion')).toBe(false);
  });
  test('of a print that is under way: what came out is told as it is', async () => {
    const { receipt, printer } = await kiosk();
    printer.printMs = 150;
    const peer = await peerOf(receipt);
    peer.command('Printer.PrintNative', 1, { version: '3.0' }, page);
    peer.command('Printer.PrintNative', 2, { version: '3.0' }, page);
    await peer.heard('acknowledge', { requestId: 2 });
    await sleep(20);
    peer.command('Common.Cancel', 3);
    expect(await peer.heard('completion', { requestId: 2 })).toMatchObject({ header: { completionCode: 'canceled' }, payload: { cnPrinter: { printed: 'no' } } });
    await peer.heard('completion', { requestId: 1, completionCode: 'success' });
    expect(printer.papers.length).toBe(1);
  });
});

describe('row 6: acknowledge, events, completion', () => {
  test('come in this order, and the events to nobody else', async () => {
    const { idCard, reader } = await kiosk();
    const [peer, other] = [await peerOf(idCard), await peerOf(idCard)];
    peer.command(read, 9, first);
    await peer.heard('event', { name: 'CnIdCard.InsertCardEvent' });
    reader.lay(person);
    expect((await peer.heard('completion', { requestId: 9 })).payload).toEqual({ card: person });
    expect(peer.said.map(({ header }) => `${header.type} ${header.name} ${header.requestId}`)).toEqual([
      'acknowledge CnIdCard.Read 9', 'event CnIdCard.InsertCardEvent 9', 'event CnIdCard.MediaInsertedEvent 9', 'completion CnIdCard.Read 9',
    ]);
    await sleep(20);
    expect(other.said).toEqual([]);
  });
  test('unsolicited events go to all clients of the service and to no other service', async () => {
    const { receipt, document, printer } = await kiosk();
    const [a, b, elsewhere] = [await peerOf(receipt), await peerOf(receipt), await peerOf(document)];
    await sleep(20);
    printer.setPaper('low');
    for (const peer of [a, b]) {
      const changed = await peer.heard('unsolicited', { name: 'Common.StatusChangedEvent' });
      expect(changed.header.requestId).toBeUndefined();
      expect(changed.payload).toEqual({ printer: { paper: { upper: 'low' } }, cnPrinter: { status: { is: 'ready', paper: 'low' } } } satisfies Json);
      expect((await peer.heard('unsolicited', { name: 'Printer.PaperThresholdEvent' })).payload).toEqual({ paperSource: 'upper', threshold: 'low' });
    }
    expect(elsewhere.said).toEqual([]);
  });
  test('a service serves first come, first served, whoever asks', async () => {
    const { receipt, printer } = await kiosk();
    printer.printMs = 40;
    const [a, b] = [await peerOf(receipt), await peerOf(receipt)];
    a.command('Printer.PrintNative', 1, { version: '3.0' }, page);
    await a.heard('acknowledge', { requestId: 1 });
    b.command('Printer.PrintNative', 1, { version: '3.0' }, page);
    await b.heard('acknowledge', { requestId: 1 });
    a.command('Printer.PrintNative', 2, { version: '3.0' }, page);
    const [one, two, three] = await Promise.all([a.heard('completion', { requestId: 1 }), b.heard('completion', { requestId: 1 }), a.heard('completion', { requestId: 2 })]);
    expect(one.atMs).toBeLessThan(two.atMs);
    expect(two.atMs).toBeLessThan(three.atMs);
  });
});

test('row 7: a client that goes away leaves the device free for the next, and what it had queued never happens', async () => {
  const { idCard, receipt, reader, printer } = await kiosk();
  const gone = await peerOf(idCard);
  gone.command(read, 1, first);
  gone.command(read, 2, first);
  await gone.heard('event');
  gone.leave();
  const next = await peerOf(idCard);
  next.command(read, 1, first);
  await next.heard('event');
  reader.lay(person);
  expect((await next.heard('completion', { requestId: 1 })).payload).toEqual({ card: person });

  printer.printMs = 100;
  const paying = await peerOf(receipt);
  for (const id of [1, 2, 3]) paying.command('Printer.PrintNative', id, { version: '3.0' }, page);
  await paying.heard('acknowledge', { requestId: 3 });
  paying.leave();
  await sleep(350);
  expect(printer.papers.length).toBe(1);
});

test('row 8: a status with each StatusChangedEvent merged in is the status', async () => {
  const { receipt, printer } = await kiosk();
  const peer = await peerOf(receipt);
  peer.command('Common.Status', 1);
  let merged = (await peer.heard('completion', { requestId: 1 })).payload!;
  let events = 0;
  const changes = [() => printer.setPaper('low'), () => printer.setProblem({ is: 'cover-open' }), () => printer.setProblem({ is: 'error', recoverable: true }), () => printer.setProblem({ is: 'no-paper' }), () => printer.setProblem(null), () => printer.setPaper('full'), () => printer.setProblem({ is: 'offline' })];
  for (const [i, change] of changes.entries()) {
    change();
    peer.command('Common.Status', 2 + i);
    const { payload } = await peer.heard('completion', { requestId: 2 + i });
    const changed = peer.said.filter(({ header }) => header.name === 'Common.StatusChangedEvent');
    for (const event of changed.slice(events)) merged = mergeStatus(merged, event.payload!);
    events = changed.length;
    expect(merged).toEqual(payload);
  }
  expect(events).toBe(changes.length);
});

describe('row 11: limits', () => {
  test('the 33rd command at once is one too many, and Cancel still gets through', async () => {
    const peer = await peerOf((await kiosk()).idCard);
    for (let id = 1; id <= 33; id++) peer.command(read, id, first);
    expect((await peer.heard('acknowledge', { status: 'tooManyRequests' })).header.requestId).toBe(33);
    peer.command('Common.Cancel', 34);
    await Promise.all(Array.from({ length: 32 }, (_, i) => peer.heard('completion', { requestId: i + 1, completionCode: 'canceled' })));
  });
  test('a receipt may be larger than a status, and a message past the service’s limit ends the connection', async () => {
    const { receipt, idCard, printer } = await kiosk();
    const peer = await peerOf(receipt);
    peer.command('Printer.PrintNative', 1, { version: '3.0' }, { data: toBase64(toPbm(noisePage(384, 6000))) });
    await peer.heard('completion', { requestId: 1, completionCode: 'success' });
    expect(printer.papers.length).toBe(1);
    const small = await peerOf(idCard);
    small.send('x'.repeat(256 * 1024 + 1));
    expect(await small.closed).toBe(1009);
  });
});

test('row 12: no fixture here holds a number of a real kind', () => {
  const files = readdirSync(import.meta.dirname).map((name) => [name, readFileSync(path.join(import.meta.dirname, name), 'utf8')] as const);
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter(([, text]) => /(?<!\d)[1-9]\d{16}[\dX](?!\d)/.test(text)).map(([name]) => name)).toEqual([]);
});

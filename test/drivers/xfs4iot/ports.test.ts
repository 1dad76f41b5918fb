// Our ports over XFS4IoT and back: adapter → client → real WebSocket → server → service → simulated device.
import { describe, expect, test } from 'vitest';
import { simDocumentPrinter } from '../../../drivers/document-printer/sim.ts';
import type { IdCard } from '../../../drivers/id-reader/port.ts';
import { type SimIdReader, simIdReader } from '../../../drivers/id-reader/sim.ts';
import { simReceiptPrinter } from '../../../drivers/receipt-printer/sim.ts';
import type { Json } from '../../../drivers/xfs4iot/envelope.ts';
import { xfs4iotDocumentPrinter } from '../../../drivers/xfs4iot/document-printer.ts';
import { documentPrinterService } from '../../../drivers/xfs4iot/document-printer-service.ts';
import { idCardService } from '../../../drivers/xfs4iot/id-card-service.ts';
import { xfs4iotIdReader } from '../../../drivers/xfs4iot/id-reader.ts';
import { xfs4iotReceiptPrinter } from '../../../drivers/xfs4iot/receipt-printer.ts';
import { receiptPrinterService } from '../../../drivers/xfs4iot/receipt-printer-service.ts';
import { testDocumentPrinter } from '../contract/document-printer.ts';
import { testIdReader } from '../contract/id-reader.ts';
import { testReceiptPrinter } from '../contract/receipt-printer.ts';
import { noisePage } from '../pages.ts';
import { readLines } from '../../../drivers/xfs4iot/text-lines.ts';
import { startServer, wiredService } from './bench.ts';
import { peerOf } from './peer.ts';
import { complaintsAbout, haveSchema, judged } from './schema.ts';
import { complaintsAboutHeard, heard, nameOf, namesHeard } from './tap.ts';

testIdReader('identity card reader over XFS4IoT', () => {
  let reader!: ReturnType<typeof simIdReader>;
  const { clock, client } = wiredService((clock) => idCardService(reader = simIdReader({ clock, readMs: 500 })));
  return {
    clock,
    reader: xfs4iotIdReader(client, { clock }),
    lay: reader.lay,
    layOfKind: (kind) => reader.lay({ is: 'unknown-card', kind }),
    pull: reader.pull,
    setSilent: (silent) => reader.setOffline(silent ? 'no-answer' : null),
  };
});

testReceiptPrinter('receipt printer with a presenter over XFS4IoT', () => {
  let printer!: ReturnType<typeof simReceiptPrinter>;
  const { clock, client } = wiredService((clock) => receiptPrinterService(printer = simReceiptPrinter({ clock, widthDots: 384, printMs: 3000, mediaTaken: true })));
  return { clock, printer: xfs4iotReceiptPrinter(client, { widthDots: 384, clock }), papers: () => printer.papers, setPaper: printer.setPaper, trouble: (is) => printer.setProblem(is && { is }), take: printer.take };
});

testReceiptPrinter('receipt printer over XFS4IoT', () => {
  let printer!: ReturnType<typeof simReceiptPrinter>;
  const { clock, client } = wiredService((clock) => receiptPrinterService(printer = simReceiptPrinter({ clock, widthDots: 384, printMs: 3000 })));
  return { clock, printer: xfs4iotReceiptPrinter(client, { widthDots: 384 }), papers: () => printer.papers, setPaper: printer.setPaper, trouble: (is) => printer.setProblem(is && { is }) };
});

testDocumentPrinter('document printer over XFS4IoT', () => {
  let printer!: ReturnType<typeof simDocumentPrinter>;
  const { clock, client } = wiredService((clock) => documentPrinterService(printer = simDocumentPrinter({ clock, msPerPage: 1000 })));
  return {
    clock, printer: xfs4iotDocumentPrinter(client),
    titles: () => printer.printed.map(({ title }) => title), setPaper: printer.setPaper, setToner: printer.setToner, trouble: (is) => printer.setProblem(is && { is }),
  };
});

test('each reader is handed the kinds of card it was made for, and tests itself over the wire', async () => {
  let reader!: SimIdReader<IdCard>;
  const { clock, client } = wiredService((clock) => idCardService(reader = simIdReader({ clock, kinds: ['resident', 'residence-permit', 'foreigner'] })));
  const permit: IdCard = { kind: 'residence-permit', name: '某', sex: '1', birth: '1990-01-01', address: '某处', number: '8', issuer: '某局', validFrom: '2020-01-01', validTo: '2025-01-01', passNumber: 'H1', issueCount: '01' };
  reader.lay(permit);
  expect(await clock.until(xfs4iotIdReader(client, { clock }).read({ deadlineMs: 1000 }))).toEqual({ is: 'unknown-card', kind: 'J' });
  const wide = xfs4iotIdReader(client, { clock, kinds: ['resident', 'residence-permit'] });
  reader.lay(permit);
  expect(await clock.until(wide.read({ deadlineMs: 1000 }))).toEqual({ is: 'read', card: permit });
  expect(await clock.until(wide.selfTest!())).toEqual({ is: 'passed', device: 'sim' });
  const waiting = wide.read({ deadlineMs: 1000 });
  await clock.pass(10);
  expect(await clock.until(wide.selfTest!())).toEqual({ is: 'busy' });
  await clock.until(waiting);
  reader.setOffline('not-authorised');
  expect(await clock.until(wide.selfTest!())).toEqual({ is: 'failed', why: 'not-authorised' });
  expect(await clock.until(wide.status())).toEqual({ is: 'offline', why: 'not-authorised' });
});
test('a receipt that was waiting when its person left is not printed', async () => {
  let sim!: ReturnType<typeof simReceiptPrinter>;
  const { clock, client } = wiredService((clock) => receiptPrinterService(sim = simReceiptPrinter({ clock, widthDots: 384, printMs: 3000 })));
  const printer = xfs4iotReceiptPrinter(client, { widthDots: 384 });
  const leave = new AbortController();
  const ends = Promise.all([printer.print(noisePage(384, 8), { deadlineMs: 20_000 }), printer.print(noisePage(384, 9), { deadlineMs: 20_000, signal: leave.signal })]);
  await clock.pass(1000);
  leave.abort();
  expect(await clock.until(ends)).toEqual([{ is: 'printed' }, { is: 'not-printed', problem: { is: 'offline' } }]);
  expect(sim.papers.map(({ heightDots }) => heightDots)).toEqual([8]);
});

describe.skipIf(!haveSchema)(judged('the 2021-1 schema, once converted down,'), () => {
  test('has nothing against all that both sides said above', () => {
    for (const name of ['completion Common.Status', 'unsolicited Common.StatusChangedEvent', 'unsolicited Printer.PaperThresholdEvent', 'completion Printer.PrintNative', 'command Common.Cancel', 'event CnIdCard.InsertCardEvent', 'completion CnDevice.SelfTest']) expect(namesHeard()).toContain(name);
    expect(complaintsAboutHeard()).toEqual([]);
  });
  test('has nothing against a reading of a card, if only it bore the name of CardReader', () => {
    const events = [...heard.values()].filter((message) => /^(?:event|acknowledge|completion) CnIdCard/.test(nameOf(message)));
    expect(events.length).toBeGreaterThan(5);
    const renamed = events.map((message) => ({ ...message, header: { ...message.header as Json, name: String((message.header as Json).name).replace('CnIdCard.', 'CardReader.').replace(/\.(?:Read|QueryCard)$/, '.ReadRawData') } }));
    // Our own error codes are no words of ReadRawData's.
    expect(renamed.flatMap((message) => complaintsAbout(message)).filter((complaint) => !complaint.startsWith('/payload/errorCode '))).toEqual([]);
  });
  test('has nothing against the publisher, nor against any Capabilities', async () => {
    const server = await startServer([idCardService(simIdReader()), receiptPrinterService(simReceiptPrinter()), documentPrinterService(simDocumentPrinter())]);
    for (const uri of [server.uri, ...server.serviceUris]) {
      const peer = await peerOf(uri);
      for (const [i, name] of ['Common.Capabilities', 'Common.Status', 'ServicePublisher.GetServices', 'Printer.Reset'].entries()) peer.command(name, i + 1);
      await peer.heard('completion', { requestId: 4 });
      if (uri === server.uri) expect((await peer.heard('completion', { requestId: 3 })).payload).toEqual({ vendorName: 'shuangquan-kiosk', services: server.serviceUris.map((serviceURI) => ({ serviceURI })) });
      peer.send('not JSON');
      await peer.heard('acknowledge', { status: 'invalidMessage' });
      expect(peer.said.flatMap((message) => complaintsAbout({ ...message }))).toEqual([]);
    }
  });
  test('is awake: it complains of a wrong value in each', () => {
    const wrong: Readonly<Record<string, Json>> = {
      'completion Common.Status': { common: { device: 'fine' } }, 'unsolicited Common.StatusChangedEvent': { device: 'fine' },
      'unsolicited Printer.PaperThresholdEvent': { threshold: 'some' }, 'command Printer.PrintNative': { data: 'not base64!' },
    };
    for (const [name, payload] of Object.entries(wrong)) {
      const message = [...heard.values()].find((one) => nameOf(one) === name)!;
      expect(complaintsAbout({ ...message, payload }), name).not.toEqual([]);
    }
  });
});

describe('the words of a slip beside its dots', () => {
  const page = { ...noisePage(384, 60), lines: [{ fromRow: 0, toRow: 30, text: '办件回执', size: 'large', align: 'center', bold: true }, { fromRow: 30, toRow: 60, text: '申请人', right: '周**', size: 'normal', align: 'left' }] } as const;
  test('come through to a printer behind the host', async () => {
    let sim!: ReturnType<typeof simReceiptPrinter>;
    const { clock, client } = wiredService((clock) => receiptPrinterService(sim = simReceiptPrinter({ clock, widthDots: 384 })));
    expect(await clock.until(xfs4iotReceiptPrinter(client, { widthDots: 384, clock }).print(page, { deadlineMs: 5000 }))).toEqual({ is: 'printed' });
    expect(sim.papers).toEqual([page]);
  });
  const [first, second] = page.lines;
  test.each<[string, unknown]>([
    ['no list', {}], ['a line too long', [{ ...first, text: '字'.repeat(501) }]], ['a command in it', [{ ...first, text: 'a\u001bm' }]], ['another size', [{ ...first, size: 'huge' }]],
    ['lines across each other', [first, { ...second, fromRow: 20 }]], ['a line beyond the page', [{ ...first, toRow: 61 }]], ['an empty line', [{ ...first, toRow: 0 }]], ['a number for words', [{ ...first, right: 7 }]],
    ['too many', Array.from({ length: 501 }, () => first)], ['a hole', [null]],
  ])('are not believed with %s: the dots alone are printed', (_name, lines) => expect(readLines(lines, 60)).toBeUndefined());
  test('are taken as they are when they are in order', () => expect(readLines(JSON.parse(JSON.stringify(page.lines)), 60)).toEqual(page.lines));
});

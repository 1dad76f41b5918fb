// Our ports over XFS4IoT and back: adapter → client → real WebSocket → server → service → simulated device.
import { describe, expect, test } from 'vitest';
import { simDocumentPrinter } from '../../../drivers/document-printer/sim.ts';
import { simIdReader } from '../../../drivers/id-reader/sim.ts';
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
import { wiredService } from './bench.ts';
import { schemaJudge } from './schema.ts';

const heard = new Map<string, Json>();
/** One of each kind of message is kept: same type and name and properties. */
function overheard(text: string) {
  const message = JSON.parse(text) as { header: Json; payload?: Json };
  const { type, name, status, completionCode } = message.header;
  heard.set(JSON.stringify([type, name, status, completionCode, Object.entries(message.payload ?? {}).map(([key, value]) => [key, typeof value === 'object' ? value : typeof value])]), message);
}

testIdReader('identity card reader over XFS4IoT', () => {
  let reader!: ReturnType<typeof simIdReader>;
  const { clock, client } = wiredService((clock) => idCardService(reader = simIdReader({ clock, readMs: 500 })), overheard);
  return {
    clock,
    reader: xfs4iotIdReader(client, { clock }),
    lay: reader.lay,
    layOfKind: (kind) => reader.lay({ is: 'unknown-card', kind }),
    pull: reader.pull,
    setSilent: (silent) => reader.setOffline(silent ? 'no-answer' : null),
  };
});

testReceiptPrinter('receipt printer over XFS4IoT', () => {
  let printer!: ReturnType<typeof simReceiptPrinter>;
  const { clock, client } = wiredService((clock) => receiptPrinterService(printer = simReceiptPrinter({ clock, widthDots: 384, printMs: 3000 })), overheard);
  return { clock, printer: xfs4iotReceiptPrinter(client, { widthDots: 384 }), papers: () => printer.papers, setPaper: printer.setPaper, trouble: (is) => printer.setProblem(is && { is }) };
});

testDocumentPrinter('document printer over XFS4IoT', () => {
  let printer!: ReturnType<typeof simDocumentPrinter>;
  const { clock, client } = wiredService((clock) => documentPrinterService(printer = simDocumentPrinter({ clock, msPerPage: 1000 })), overheard);
  return {
    clock, printer: xfs4iotDocumentPrinter(client),
    titles: () => printer.printed.map(({ title }) => title), setPaper: printer.setPaper, trouble: (is) => printer.setProblem(is && { is }),
  };
});

describe('all that both sides said above', () => {
  test('is right by the 2021-1 schema, once converted down', () => {
    const judge = schemaJudge();
    const names = new Set([...heard.values()].map(({ header }) => `${(header as Json).type} ${(header as Json).name}`));
    for (const name of ['completion Common.Status', 'unsolicited Common.StatusChangedEvent', 'unsolicited Printer.PaperThresholdEvent', 'completion Printer.PrintNative', 'command Common.Cancel', 'event CnIdCard.InsertCardEvent']) expect(names).toContain(name);
    expect([...heard.values()].flatMap((message) => judge(message).map((complaint) => `${JSON.stringify(message.header)}: ${complaint}`))).toEqual([]);
  });
  test('the judge is awake: it complains of a wrong value in each', () => {
    const judge = schemaJudge();
    const wrong: Readonly<Record<string, (payload: Json) => Json>> = {
      'completion Common.Status': () => ({ common: { device: 'fine' } }),
      'unsolicited Common.StatusChangedEvent': () => ({ device: 'fine' }),
      'unsolicited Printer.PaperThresholdEvent': () => ({ threshold: 'some' }),
      'command Printer.PrintNative': () => ({ data: 'not base64!' }),
    };
    for (const [key, spoil] of Object.entries(wrong)) {
      const message = [...heard.values()].find(({ header }) => `${(header as Json).type} ${(header as Json).name}` === key)!;
      expect(judge({ ...message, payload: spoil(message.payload as Json) }), key).not.toEqual([]);
    }
  });
});

import type { ReceiptPrinter, ReceiptPrinterStatus } from '../receipt-printer/port.ts';
import { listeners } from '../transport/listeners.ts';
import { fromBase64 } from './base64.ts';
import { commonCapabilities, statusBoard, statusEvents } from './device-status.ts';
import { isObject, type Json } from './envelope.ts';
import { fromPbm, pbmMediaType } from './pbm.ts';
import { notPrinted, supplyThresholds, printerStatusPayload, resetResult, resultOfPrint, type Slip } from './printer-payloads.ts';
import { type Ask, type Result, type Told, type XfsService } from './service.ts';
import { receiptMessageBytes } from './vendor.ts';
import { readLines } from './text-lines.ts';

/** So long the printer is asked at once to wait for a hand; then again. */
const lookMs = 10 * 60_000;

/**
 * Offers a receipt printer as an XFS4IoT Printer: Printer.PrintNative with one PBM page (pbm.ts) as `data`, cut behind it. A
 * printer that knows whether its slip was taken tells MediaPresented at the end of a print and MediaTaken when it is gone.
 */
export function receiptPrinterService(printer: ReceiptPrinter, { name = 'ReceiptPrinter' }: { name?: string } = {}): XfsService {
  const { model, widthDots, mediaTaken } = printer.capabilities;
  const board = statusBoard<ReceiptPrinterStatus, Slip>(printer, 'unknown');
  const events = listeners<Told>();
  const payloadOf = ([status, slip]: readonly [ReceiptPrinterStatus, Slip]): Json => printerStatusPayload(status, { slip });
  let waiting: AbortController | undefined;

  async function waitForHand() {
    const mine = waiting = new AbortController();
    board.set('hanging');
    let taken: Awaited<ReturnType<ReceiptPrinter['taken']>>;
    do taken = await printer.taken({ deadlineMs: lookMs, signal: mine.signal }); while (taken === 'forgotten' && !mine.signal.aborted);
    if (waiting !== mine) return;
    waiting = undefined;
    board.set(taken === 'taken' ? 'gone' : 'unknown');
    if (taken === 'taken') events.tell({ name: 'Printer.MediaTakenEvent', version: '2.0', payload: {} });
  }
  async function print({ data, cnPrinter }: Json, { deadlineMs, signal, event }: Ask): Promise<Result> {
    const bytes = fromBase64(data);
    const page = bytes && fromPbm(bytes);
    if (!page) return notPrinted('invalidData', { is: 'error', recoverable: false });
    if (page.widthDots > widthDots) return notPrinted('unsupportedData', { is: 'error', recoverable: false });
    waiting?.abort();
    waiting = undefined;
    board.set('unknown');
    const lines = readLines(isObject(cnPrinter) ? cnPrinter.lines : undefined, page.heightDots);
    const outcome = await printer.print(lines ? { ...page, lines } : page, { deadlineMs, signal });
    if (outcome.is === 'printed' && mediaTaken) {
      event('Printer.MediaPresentedEvent', '2.0', { wadIndex: 1, totalWads: 1 });
      void waitForHand();
    }
    return resultOfPrint(outcome);
  }

  return {
    name,
    maxMessageBytes: receiptMessageBytes,
    commands: {
      'Printer.PrintNative': { version: '3.0', completionVersion: '2.0', unbegun: { cnPrinter: { printed: 'no', status: { is: 'offline' } } }, run: print },
      'Printer.Reset': { version: '3.0', completionVersion: '2.0', run: async ({ mediaControl }) => resetResult(mediaControl, await printer.status()) },
    },
    events: { 'Printer.PaperThresholdEvent': '2.0', ...(mediaTaken && { 'Printer.MediaPresentedEvent': '2.0', 'Printer.MediaTakenEvent': '2.0' }) },
    status: async () => payloadOf(await board.status()),
    capabilities: () => ({
      common: commonCapabilities(model),
      printer: { type: { receipt: true }, control: { cut: true }, paperSources: { upper: true }, mediaTaken, mediaPresented: mediaTaken, acceptMedia: false },
      cnPrinter: { mediaTypes: [pbmMediaType], widthDots, maximumBytes: receiptMessageBytes },
    }),
    watch(tell) {
      const stops = [statusEvents(board, payloadOf, supplyThresholds)(tell), events.add(tell)];
      return () => { for (const stop of stops) stop(); };
    },
    selfTest: () => printer.selfTest(),
  };
}

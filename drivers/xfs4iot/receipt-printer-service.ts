import type { ReceiptPrinter } from '../receipt-printer/port.ts';
import { fromBase64 } from './base64.ts';
import { fromPbm, pbmMediaType } from './pbm.ts';
import { notPrinted, paperThreshold, printerStatusPayload, resultOfPrint } from './printer-payloads.ts';
import type { XfsService } from './service.ts';
import { commonCapabilities, statusEvents } from './device-status.ts';
import { receiptMessageBytes } from './vendor.ts';

/**
 * Offers a receipt printer as an XFS4IoT Printer: Printer.PrintNative with one PBM page (pbm.ts) as `data`, cut behind it.
 * `mediaTaken` is false whatever the printer knows: the port has no call for it, so no MediaTakenEvent could be sent.
 */
export function receiptPrinterService(printer: ReceiptPrinter, { name = 'ReceiptPrinter' }: { name?: string } = {}): XfsService {
  const { model, widthDots } = printer.capabilities;
  return {
    name,
    maxMessageBytes: receiptMessageBytes,
    commands: {
      'Printer.PrintNative': {
        version: '3.0', completionVersion: '2.0',
        unbegun: { cnPrinter: { printed: 'no', status: { is: 'offline' } } },
        async run({ data }, { deadlineMs, signal }) {
          const bytes = fromBase64(data);
          const page = bytes && fromPbm(bytes);
          if (!page) return notPrinted('invalidData', { is: 'error', recoverable: false });
          if (page.widthDots > widthDots) return notPrinted('unsupportedData', { is: 'error', recoverable: false });
          return resultOfPrint(await printer.print(page, { deadlineMs, signal }));
        },
      },
    },
    events: { 'Printer.PaperThresholdEvent': '2.0' },
    status: async () => printerStatusPayload(await printer.status()),
    capabilities: () => ({
      common: commonCapabilities(model),
      printer: { type: { receipt: true }, control: { cut: true }, paperSources: { upper: true }, mediaTaken: false, mediaPresented: false, acceptMedia: false },
      cnPrinter: { mediaTypes: [pbmMediaType], widthDots, maximumBytes: receiptMessageBytes },
    }),
    watch: statusEvents(printer, printerStatusPayload, paperThreshold),
    selfTest: () => printer.selfTest(),
  };
}

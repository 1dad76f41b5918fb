import type { DocumentPrinter } from '../document-printer/port.ts';
import { fromBase64 } from './base64.ts';
import { isObject } from './envelope.ts';
import { notPrinted, paperThreshold, printerStatusPayload, resetResult, resultOfPrint } from './printer-payloads.ts';
import type { XfsService } from './service.ts';
import { commonCapabilities, statusEvents } from './device-status.ts';
import { documentMessageBytes, pdfMediaType } from './vendor.ts';

const pdfMagic = [0x25, 0x50, 0x44, 0x46]; // %PDF

/**
 * Offers a document printer as an XFS4IoT Printer: Printer.PrintNative with a PDF as `data`. Without `cnPrinter.pages` one
 * page is expected, so that `success` may come before the last of more; say how many.
 */
export function documentPrinterService(printer: DocumentPrinter, { name = 'DocumentPrinter' }: { name?: string } = {}): XfsService {
  return {
    name,
    maxMessageBytes: documentMessageBytes,
    commands: {
      'Printer.PrintNative': {
        version: '3.0', completionVersion: '2.0',
        unbegun: { cnPrinter: { printed: 'no', status: { is: 'busy' } } },
        async run({ data, cnPrinter }, { deadlineMs, signal, event }) {
          const pdf = fromBase64(data);
          if (!pdf || !pdfMagic.every((byte, i) => pdf[i] === byte)) return notPrinted('invalidData', { is: 'error' });
          const told = isObject(cnPrinter) ? cnPrinter : undefined;
          const pages = typeof told?.pages === 'number' && Number.isSafeInteger(told.pages) && told.pages > 0 ? told.pages : 1;
          const title = typeof told?.title === 'string' ? told.title.slice(0, 200) : 'XFS4IoT';
          return resultOfPrint(await printer.print({ pdf, pages, title }, {
            deadlineMs, signal,
            ...(told && { onProgress: (progress) => event('CnPrinter.ProgressEvent', '1.0', { ...progress }) }),
          }));
        },
      },
      'Printer.Reset': { version: '3.0', completionVersion: '2.0', run: async ({ mediaControl }) => resetResult(mediaControl, await printer.status()) },
    },
    events: { 'Printer.PaperThresholdEvent': '2.0', 'CnPrinter.ProgressEvent': '1.0' },
    status: async () => printerStatusPayload(await printer.status()),
    capabilities: () => ({
      common: commonCapabilities(printer.capabilities.model),
      printer: { type: { document: true }, paperSources: { upper: true }, mediaTaken: false, mediaPresented: false, acceptMedia: false },
      cnPrinter: { mediaTypes: [pdfMediaType], maximumBytes: documentMessageBytes },
    }),
    watch: statusEvents(printer, (status) => printerStatusPayload(status), paperThreshold),
    selfTest: () => printer.selfTest(),
  };
}

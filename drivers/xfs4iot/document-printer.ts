import type { DocumentPrinter, DocumentPrinterProblem, DocumentPrinterStatus, DocumentProgress } from '../document-printer/port.ts';
import { toBase64 } from './base64.ts';
import type { XfsClient } from './client.ts';
import type { Json } from './envelope.ts';
import { printEnding } from './print-ending.ts';
import { statusOfPrinter } from './printer-payloads.ts';
import { serviceLink } from './service-link.ts';
import { serviceSelfTest } from './service-self-test.ts';
import { type AnyPrinterStatus, pdfMediaType, readPrinterStatus } from './vendor.ts';

/**
 * A document printer behind an XFS4IoT Printer service that takes PDF in Printer.PrintNative. The client it is given must
 * allow messages as large as the documents (`documentMessageBytes`). `printed` is as good as the service's `success`.
 */
export function xfs4iotDocumentPrinter(client: XfsClient, { model = 'XFS4IoT' }: { model?: string } = {}): DocumentPrinter {
  const link = serviceLink<DocumentPrinterStatus>(client, { read: (payload) => narrowed(statusOfPrinter(payload)), starting: { is: 'starting' }, offline: { is: 'offline' } });
  return {
    capabilities: { model },
    status: link.ask,
    watch: link.watch,
    selfTest: () => serviceSelfTest(client, link),
    async print({ pdf, pages, title }, { deadlineMs, signal, onProgress }) {
      const before = problemOf(link.value) && problemOf(await link.ask());
      if (before && before.is !== 'busy') return { is: 'not-printed', problem: before };
      let pagesDone = 0;
      const ending = printEnding(await client.command('Printer.PrintNative', '3.0', {
        timeoutMs: deadlineMs, signal,
        payload: { data: toBase64(pdf), cnPrinter: { mediaType: pdfMediaType, pages, title } },
        onEvent(name, payload) {
          const progress = name === 'CnPrinter.ProgressEvent' ? readProgress(payload) : undefined;
          if (progress?.is === 'printing') pagesDone = progress.pagesDone;
          if (progress) onProgress?.(progress);
        },
      }));
      if (ending.is === 'printed') return ending;
      const problem = ending.status && problemOf(narrowed(ending.status));
      if (ending.is === 'not-printed') return { is: 'not-printed', problem: problem ?? { is: 'error' } };
      return { is: 'indeterminate', pagesDone: Math.max(pagesDone, ending.pagesDone), ...(problem && { problem }) };
    },
  };
}

function readProgress({ is, pagesDone, problem }: Json): DocumentProgress | undefined {
  if (is === 'sending') return { is };
  if (is === 'printing' && typeof pagesDone === 'number' && Number.isSafeInteger(pagesDone) && pagesDone >= 0) return { is, pagesDone };
  const status = is === 'waiting' ? readPrinterStatus(problem) : undefined;
  const waiting = status && problemOf(narrowed(status));
  return waiting && { is: 'waiting', problem: waiting };
}

function narrowed(status: AnyPrinterStatus): DocumentPrinterStatus {
  return status.is === 'cutter' || status.is === 'error' ? { is: 'error' } : status;
}
const problemOf = (status: DocumentPrinterStatus): DocumentPrinterProblem | undefined => (status.is === 'ready' || status.is === 'starting' ? undefined : status);

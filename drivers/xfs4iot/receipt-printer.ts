import type { ReceiptPrinter, ReceiptPrinterProblem, ReceiptPrinterStatus } from '../receipt-printer/port.ts';
import { type Clock, systemClock } from '../transport/clock.ts';
import { watched } from '../transport/listeners.ts';
import { toBase64 } from './base64.ts';
import type { XfsClient } from './client.ts';
import { isObject } from './envelope.ts';
import { pbmMediaType, toPbm } from './pbm.ts';
import { printEnding } from './print-ending.ts';
import { type Slip, statusOfPrinter } from './printer-payloads.ts';
import { serviceCapabilities } from './service-capabilities.ts';
import { serviceLink } from './service-link.ts';
import { serviceSelfTest } from './service-self-test.ts';
import type { AnyPrinterStatus } from './vendor.ts';

/**
 * A receipt printer behind an XFS4IoT Printer service that takes PBM in Printer.PrintNative. The width is configuration, as
 * with any printer. When the service last told of trouble it is asked again before anything is sent.
 */
export function xfs4iotReceiptPrinter(client: XfsClient, { widthDots = 576, model = 'XFS4IoT', clock = systemClock }: { widthDots?: number; model?: string; clock?: Clock } = {}): ReceiptPrinter {
  const sensor = serviceCapabilities(client, ({ printer }) => isObject(printer) && printer.mediaTaken === true, false);
  const slip = watched<Slip>('unknown');
  let media: unknown;
  /** Events tell what happened, the status what is: also to a page that came later, and when the printer itself lost sight of it. */
  function lookAtSlot(status: AnyPrinterStatus, now: unknown) {
    if (status.is === 'offline' || (media === 'entering' && now === 'unknown')) slip.set('unknown');
    else if (now === 'entering') slip.set('hanging');
    else if (now === 'notPresent' && slip.value === 'hanging') slip.set('gone');
    media = now;
  }
  const link = serviceLink<ReceiptPrinterStatus>(client, {
    starting: { is: 'starting' }, offline: { is: 'offline' },
    read(payload) {
      const status = statusOfPrinter(payload);
      lookAtSlot(status, isObject(payload.printer) ? payload.printer.media : undefined);
      return narrowed(status);
    },
  });
  client.listen(({ name }) => { if (name === 'Printer.MediaTakenEvent' && slip.value === 'hanging') slip.set('gone'); });
  client.watch((state) => { if (state === 'closed') slip.set('unknown'); });
  return {
    get capabilities() { return { model, widthDots, mediaTaken: sensor.value }; },
    status: link.ask,
    watch: link.watch,
    selfTest: () => serviceSelfTest(client, link),
    async taken({ deadlineMs, signal }) {
      if (slip.value === 'hanging') await changeOf(slip, clock, deadlineMs, signal);
      return slip.value === 'gone' ? 'taken' : slip.value === 'hanging' && !signal?.aborted ? 'forgotten' : 'unknown';
    },
    async print(page, { deadlineMs, signal }) {
      const fits = page.widthDots > 0 && page.widthDots <= widthDots && page.heightDots > 0 && page.bits.length === Math.ceil(page.widthDots / 8) * page.heightDots;
      if (!fits) return { is: 'not-printed', problem: { is: 'error', recoverable: false } };
      const before = problemOf(link.value) && problemOf(await link.ask());
      if (before) return { is: 'not-printed', problem: before };
      slip.set('unknown');
      const ending = printEnding(await client.command('Printer.PrintNative', '3.0', {
        timeoutMs: deadlineMs, signal,
        payload: { data: toBase64(toPbm(page)), mediaControl: { cut: true }, cnPrinter: { mediaType: pbmMediaType, ...(page.lines && { lines: page.lines }) } },
        onEvent(name) { if (name === 'Printer.MediaPresentedEvent') slip.set('hanging'); },
      }));
      if (ending.is === 'printed') return ending;
      const problem = ending.status && problemOf(narrowed(ending.status));
      if (ending.is === 'not-printed') return { is: 'not-printed', problem: problem ?? { is: 'error', recoverable: true } };
      return { is: 'indeterminate', ...(problem && { problem }) };
    },
  };
}

/** Waits until it changes, for `ms` at most or until the signal fires. */
function changeOf<T>(value: ReturnType<typeof watched<T>>, clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => { stop(); callOff(); signal?.removeEventListener('abort', done); resolve(); };
    const stop = value.watch(done);
    const callOff = clock.after(ms, done);
    if (signal?.aborted) done(); else signal?.addEventListener('abort', done);
  });
}

/** The states a document printer has beyond these are, for a receipt printer, an error someone can mend, or a moment to wait. */
function narrowed(status: AnyPrinterStatus): ReceiptPrinterStatus {
  if (status.is === 'jam' || status.is === 'no-toner') return { is: 'error', recoverable: true };
  if (status.is === 'no-pdf') return { is: 'error', recoverable: false };
  if (status.is === 'busy') return { is: 'ready', paper: 'full' };
  return status.is === 'error' ? { is: 'error', recoverable: 'recoverable' in status && status.recoverable } : status;
}
const problemOf = (status: ReceiptPrinterStatus): ReceiptPrinterProblem | undefined => (status.is === 'ready' || status.is === 'starting' ? undefined : status);

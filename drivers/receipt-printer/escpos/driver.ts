import { selfTestBy } from '../../self-test.ts';
import { type Clock, systemClock } from '../../transport/clock.ts';
import { watched, watchedWhileChecked } from '../../transport/listeners.ts';
import { oneAtATime } from '../../transport/lock.ts';
import type { Wire } from '../../transport/wire.ts';
import type { Page, ReceiptPrinter, ReceiptPrinterProblem, ReceiptPrinterStatus } from '../port.ts';
import { type PrinterFlags, problemIn, reportChanges, rowBytesOf } from './codec.ts';
import type { PrinterFont } from './gb18030.ts';
import { outcome, printJobs, printRun } from './job.ts';
import { printerLine } from './line.ts';
import { rasterBands } from './raster.ts';
import { textBlocks } from './text.ts';

const checkEveryMs = 5000;

/** What is sent before the printer must confirm: 0.13 s at 115,200 baud, and 0.4 s at 9,600. No printer starts in less. */
const groupBytes = { fast: 1536, slow: 384 } as const;

export interface EscposOptions {
  readonly widthDots: number;
  readonly model?: string;
  /** For a line of 19,200 baud or less: pages that carry their lines go out as text in this font of the printer's own. */
  readonly text?: PrinterFont | undefined;
  readonly clock?: Clock;
}

/**
 * A receipt printer that speaks ESC/POS with two-way status. The page goes out as raster, so that every character prints; with
 * `text`, as text where it can be told as text. `printed` is said only when the printer confirmed every part of the page and
 * the cut behind it, and no trouble was reported on the way; trouble before the first byte of the page is `not-printed`, any
 * other end `indeterminate`. A page of the wrong size is `not-printed` with an unrecoverable error. Whether the slip was taken
 * it cannot know: sensors in the slot answer to each maker's own commands.
 */
export function escposPrinter(wire: Wire, { widthDots, model = 'ESC/POS', text, clock = systemClock }: EscposOptions): ReceiptPrinter {
  const line = printerLine(wire, clock);
  const bandBytes = text ? groupBytes.slow : groupBytes.fast;
  const jobs = printJobs(wire, line, { groupBytes: bandBytes, clock });
  const blocksOf = (page: Page) => (text ? textBlocks(page, { widthDots, font: text, bandBytes }) : rasterBands(page, { bandBytes }));
  const exclusively = oneAtATime();
  const known = watched<ReceiptPrinterStatus>({ is: 'starting' });
  let busy = false;
  let tidying = false;

  const turn = <T>(job: () => Promise<T>) => exclusively(async () => {
    busy = true;
    try { return await job(); } finally { busy = false; }
  });
  const statusOf = (flags: PrinterFlags): ReceiptPrinterStatus => problemIn(flags) ?? { is: 'ready', paper: flags.paperLow ? 'low' : 'full' };
  const told = (status: ReceiptPrinterStatus) => {
    known.set(status);
    // It works again: what is left of a slip falls out now, not in front of the next person.
    if (status.is === 'ready' && jobs.leftover && !tidying) {
      tidying = true;
      void turn(jobs.tidy).finally(() => { tidying = false; });
    }
    return status;
  };

  async function check(): Promise<ReceiptPrinterStatus> {
    if (wire.state === 'opening') return told({ is: 'starting' });
    const flags = await line.flags();
    return told(flags ? statusOf(flags) : { is: 'offline' });
  }
  const onWire = () => {
    if (wire.state === 'closed') { known.set({ is: 'offline' }); return; }
    known.set({ is: 'starting' });
    if (wire.state === 'open') void turn(async () => { await check(); void wire.send(reportChanges); });
  };
  line.replies.add((reply) => { if (reply.is === 'report') told(statusOf(reply.flags)); });
  onWire();
  wire.watch(onWire);

  const watch = watchedWhileChecked(known, { clock, everyMs: checkEveryMs, check: () => { if (!busy && wire.state === 'open') void turn(check); } });
  const knownProblem = (): ReceiptPrinterProblem | undefined => (known.value.is === 'ready' || known.value.is === 'starting' ? undefined : known.value);

  return {
    capabilities: { model, widthDots, mediaTaken: false },
    async status() { return busy && known.value.is !== 'starting' ? known.value : turn(check); },
    watch,
    async selfTest() { return busy ? { is: 'busy' } : selfTestBy(await turn(check)); },
    async taken() { return 'unknown'; },
    async print(page, { deadlineMs, signal }) {
      const fits = page.widthDots > 0 && page.widthDots <= widthDots && page.heightDots > 0 && page.bits.length === rowBytesOf(page.widthDots) * page.heightDots;
      if (!fits) return { is: 'not-printed', problem: { is: 'error', recoverable: false } };
      const run = printRun();
      const leave = () => { if (!run.begun) run.halt(knownProblem()); };
      if (signal?.aborted) leave();
      signal?.addEventListener('abort', leave, { once: true });
      const callOff = clock.after(deadlineMs, () => run.halt(knownProblem()));
      const end = await Promise.race([turn(() => jobs.put(blocksOf(page), run)), run.halted.then(({ problem }) => outcome(run, problem))]);
      callOff();
      signal?.removeEventListener('abort', leave);
      if (end.is !== 'printed' && wire.state === 'open') void turn(check);
      return end;
    },
  };
}

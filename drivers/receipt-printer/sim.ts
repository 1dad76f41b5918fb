import { selfTestBy } from '../self-test.ts';
import { type Clock, pause, systemClock } from '../transport/clock.ts';
import { watched } from '../transport/listeners.ts';
import { oneAtATime } from '../transport/lock.ts';
import type { Bitmap, PrintOutcome, ReceiptPrinter, ReceiptPrinterProblem, ReceiptPrinterStatus } from './port.ts';

export interface SimReceiptPrinter extends ReceiptPrinter {
  /** Receipts that came out whole. */
  readonly papers: readonly Bitmap[];
  setPaper(paper: 'full' | 'low'): void;
  setProblem(problem: ReceiptPrinterProblem | null): void;
  /** Makes the next print end otherwise than by itself; then all is as before. */
  failNext(outcome: Exclude<PrintOutcome, { is: 'printed' }>): void;
  /** How long one receipt takes. */
  printMs: number;
}

/** A receipt printer made of memory, for tests, demonstrations and the dock. A problem set while it prints leaves the receipt half done. */
export function simReceiptPrinter({ widthDots = 576, printMs = 0, clock = systemClock }: { widthDots?: number; printMs?: number; clock?: Clock } = {}): SimReceiptPrinter {
  const papers: Bitmap[] = [];
  const exclusively = oneAtATime();
  let paper: 'full' | 'low' = 'full';
  let problem: ReceiptPrinterProblem | null = null;
  let next: Exclude<PrintOutcome, { is: 'printed' }> | undefined;
  const now = (): ReceiptPrinterStatus => problem ?? { is: 'ready', paper };
  const status = watched(now());

  async function print(page: Bitmap, atMs: number): Promise<PrintOutcome> {
    const failure = next;
    next = undefined;
    if (failure) return failure;
    if (problem) return { is: 'not-printed', problem };
    if (clock.now() > atMs) return { is: 'not-printed', problem: { is: 'offline' } };
    if (page.widthDots > widthDots) return { is: 'not-printed', problem: { is: 'error', recoverable: false } };
    if (sim.printMs > 0) await pause(clock, Math.min(sim.printMs, atMs - clock.now()));
    if (problem) return { is: 'indeterminate', problem };
    if (sim.printMs > 0 && clock.now() >= atMs) return { is: 'indeterminate' };
    papers.push(page);
    return { is: 'printed' };
  }

  const sim: SimReceiptPrinter = {
    capabilities: { model: 'sim', widthDots, mediaTaken: false },
    papers,
    async status() { return now(); },
    watch: status.watch,
    async selfTest() { return selfTestBy(now()); },
    async taken() { return 'unknown'; },
    print(page, { deadlineMs, signal }) {
      const atMs = clock.now() + deadlineMs;
      return exclusively(async () => (signal?.aborted ? { is: 'not-printed' as const, problem: { is: 'offline' as const } } : print(page, atMs)));
    },
    setPaper(next) { paper = next; status.set(now()); },
    setProblem(next) { problem = next; status.set(now()); },
    failNext(outcome) { next = outcome; },
    printMs,
  };
  return sim;
}

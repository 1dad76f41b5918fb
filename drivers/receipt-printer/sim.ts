import { selfTestBy } from '../self-test.ts';
import { type Clock, pause, systemClock } from '../transport/clock.ts';
import { listeners, watched } from '../transport/listeners.ts';
import { oneAtATime } from '../transport/lock.ts';
import type { Page, PrintOutcome, ReceiptPrinter, ReceiptPrinterProblem, ReceiptPrinterStatus } from './port.ts';

export interface SimReceiptPrinter extends ReceiptPrinter {
  /** Receipts that came out whole. */
  readonly papers: readonly Page[];
  setPaper(paper: 'full' | 'low'): void;
  setProblem(problem: ReceiptPrinterProblem | null): void;
  /** Makes the next print end otherwise than by itself; then all is as before. */
  failNext(outcome: Exclude<PrintOutcome, { is: 'printed' }>): void;
  /** How long one receipt takes. */
  printMs: number;
  /** What hangs in the slot, where there is a presenter. */
  readonly presented: Page | null;
  /** A hand takes it. */
  take(): void;
}

/**
 * A receipt printer made of memory, for tests, demonstrations and the dock. A problem set while it prints leaves the receipt
 * half done. With `mediaTaken` it has a presenter, which holds the slip until a hand takes it or the next one pushes it out.
 */
export function simReceiptPrinter({ widthDots = 576, printMs = 0, mediaTaken = false, clock = systemClock }: { widthDots?: number; printMs?: number; mediaTaken?: boolean; clock?: Clock } = {}): SimReceiptPrinter {
  const papers: Page[] = [];
  const exclusively = oneAtATime();
  let paper: 'full' | 'low' = 'full';
  let problem: ReceiptPrinterProblem | null = null;
  let next: Exclude<PrintOutcome, { is: 'printed' }> | undefined;
  const now = (): ReceiptPrinterStatus => problem ?? { is: 'ready', paper };
  const status = watched(now());
  let presented: Page | null = null;
  const slot = listeners<void>();

  async function print(page: Page, atMs: number): Promise<PrintOutcome> {
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
    if (mediaTaken) present(page);
    return { is: 'printed' };
  }
  function present(slip: Page | null) {
    presented = slip;
    slot.tell();
  }
  async function taken(deadlineMs: number, signal: AbortSignal | undefined): Promise<'taken' | 'forgotten' | 'unknown'> {
    const waiting = presented;
    const unknown = () => !mediaTaken || problem?.is === 'offline' || signal?.aborted === true;
    const over = new AbortController();
    const look = () => { if (presented !== waiting || unknown()) over.abort(); };
    const stops = [slot.add(look), status.watch(look)];
    signal?.addEventListener('abort', look);
    if (waiting && !unknown()) await pause(clock, deadlineMs, over.signal);
    signal?.removeEventListener('abort', look);
    for (const stop of stops) stop();
    if (unknown()) return 'unknown';
    return waiting && presented === waiting ? 'forgotten' : 'taken';
  }

  const sim: SimReceiptPrinter = {
    capabilities: { model: 'sim', widthDots, mediaTaken },
    papers,
    async status() { return now(); },
    watch: status.watch,
    async selfTest() { return selfTestBy(now()); },
    taken: ({ deadlineMs, signal }) => taken(deadlineMs, signal),
    print(page, { deadlineMs, signal }) {
      const atMs = clock.now() + deadlineMs;
      return exclusively(async () => (signal?.aborted ? { is: 'not-printed' as const, problem: { is: 'offline' as const } } : print(page, atMs)));
    },
    setPaper(next) { paper = next; status.set(now()); },
    setProblem(next) { problem = next; status.set(now()); },
    failNext(outcome) { next = outcome; },
    printMs,
    get presented() { return presented; },
    take() { present(null); },
  };
  return sim;
}

import { selfTestBy } from '../self-test.ts';
import { type Clock, pause, systemClock, within } from '../transport/clock.ts';
import { watched } from '../transport/listeners.ts';
import { oneAtATime } from '../transport/lock.ts';
import type { DocumentOutcome, DocumentPrinter, DocumentPrinterProblem, DocumentPrinterStatus } from './port.ts';

type Document = Parameters<DocumentPrinter['print']>[0];
type PrintAsk = Parameters<DocumentPrinter['print']>[1];

/** Given up before anything was begun. */
const notBegun: DocumentOutcome = { is: 'not-printed', problem: { is: 'busy' } };

export interface SimDocumentPrinter extends DocumentPrinter {
  /** Documents that came out whole. */
  readonly printed: readonly Document[];
  setPaper(paper: 'full' | 'low'): void;
  setToner(toner: 'full' | 'low'): void;
  setProblem(problem: DocumentPrinterProblem | null): void;
  /** Makes the next print end otherwise than by itself; then all is as before. */
  failNext(outcome: Exclude<DocumentOutcome, { is: 'printed' }>): void;
  msPerPage: number;
}

/** A document printer made of memory, for tests, demonstrations and the dock. A problem set while it prints makes it wait. */
export function simDocumentPrinter({ msPerPage = 0, clock = systemClock }: { msPerPage?: number; clock?: Clock } = {}): SimDocumentPrinter {
  const printed: Document[] = [];
  const exclusively = oneAtATime();
  let paper: 'full' | 'low' = 'full';
  let problem: DocumentPrinterProblem | null = null;
  let next: Exclude<DocumentOutcome, { is: 'printed' }> | undefined;
  let toner: 'full' | 'low' = 'full';
  let printing = false;
  const now = (): DocumentPrinterStatus => problem ?? { is: 'ready', paper, ...(toner === 'low' && { toner }) };
  const status = watched(now());

  async function print(document: Document, { onProgress, signal }: PrintAsk, atMs: number): Promise<DocumentOutcome> {
    const failure = next;
    next = undefined;
    if (failure) return failure;
    if (problem) return { is: 'not-printed', problem };
    const trouble = (): DocumentPrinterProblem | null => problem; // it may change while printing
    if (clock.now() >= atMs || signal?.aborted) return notBegun;
    onProgress?.({ is: 'sending' });
    let pagesDone = 0;
    while (pagesDone < document.pages) {
      const waiting = trouble();
      onProgress?.(waiting ? { is: 'waiting', problem: waiting } : { is: 'printing', pagesDone });
      const left = Math.max(0, atMs - clock.now());
      if (waiting || sim.msPerPage > 0) await pause(clock, Math.min(waiting ? 200 : sim.msPerPage, left));
      const now = trouble();
      if (clock.now() >= atMs || signal?.aborted) return pagesDone === 0 ? { is: 'not-printed', problem: now ?? { is: 'busy' } } : { is: 'indeterminate', pagesDone, ...(now && { problem: now }) };
      if (!now) pagesDone++;
    }
    printed.push(document);
    return { is: 'printed' };
  }

  const sim: SimDocumentPrinter = {
    capabilities: { model: 'sim' },
    printed,
    async status() { return now(); },
    watch: status.watch,
    async selfTest() { return printing ? { is: 'busy' } : selfTestBy(now()); },
    print(document, ask) {
      const atMs = clock.now() + ask.deadlineMs;
      let begun = false;
      const turn = exclusively(async () => {
        begun = printing = true;
        try { return await print(document, ask, atMs); } finally { printing = false; }
      });
      // Its turn may not come in time; once it has, it ends in time by itself.
      return within(clock, ask.deadlineMs, turn, undefined).then((end) => end ?? (begun ? turn : notBegun));
    },
    setPaper(next) { paper = next; status.set(now()); },
    setToner(next) { toner = next; status.set(now()); },
    setProblem(next) { problem = next; status.set(now()); },
    failNext(outcome) { next = outcome; },
    msPerPage,
  };
  return sim;
}

import { selfTestBy } from '../self-test.ts';
import { type Clock, pause, systemClock } from '../transport/clock.ts';
import { watched } from '../transport/listeners.ts';
import { oneAtATime } from '../transport/lock.ts';
import type { DocumentOutcome, DocumentPrinter, DocumentPrinterProblem, DocumentPrinterStatus } from './port.ts';

type Document = Parameters<DocumentPrinter['print']>[0];
type PrintAsk = Parameters<DocumentPrinter['print']>[1];

export interface SimDocumentPrinter extends DocumentPrinter {
  /** Documents that came out whole. */
  readonly printed: readonly Document[];
  setPaper(paper: 'full' | 'low'): void;
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
  const now = (): DocumentPrinterStatus => problem ?? { is: 'ready', paper };
  const status = watched(now());

  async function print(document: Document, { onProgress, signal }: PrintAsk, atMs: number): Promise<DocumentOutcome> {
    const failure = next;
    next = undefined;
    if (failure) return failure;
    if (problem) return { is: 'not-printed', problem };
    const trouble = (): DocumentPrinterProblem | null => problem; // it may change while printing
    if (clock.now() > atMs) return { is: 'not-printed', problem: { is: 'busy' } };
    onProgress?.({ is: 'sending' });
    let pagesDone = 0;
    while (pagesDone < document.pages) {
      const waiting = trouble();
      onProgress?.(waiting ? { is: 'waiting', problem: waiting } : { is: 'printing', pagesDone });
      const left = Math.max(0, atMs - clock.now());
      if (waiting || sim.msPerPage > 0) await pause(clock, Math.min(waiting ? 200 : sim.msPerPage, left));
      const now = trouble();
      if (clock.now() >= atMs || signal?.aborted) return { is: 'indeterminate', pagesDone, ...(now && { problem: now }) };
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
    async selfTest() { return selfTestBy(now()); },
    print(document, ask) {
      const atMs = clock.now() + ask.deadlineMs;
      return exclusively(() => print(document, ask, atMs));
    },
    setPaper(next) { paper = next; status.set(now()); },
    setProblem(next) { problem = next; status.set(now()); },
    failNext(outcome) { next = outcome; },
    msPerPage,
  };
  return sim;
}

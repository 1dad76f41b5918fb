import { selfTestBy } from '../../self-test.ts';
import { type Clock, systemClock, within } from '../../transport/clock.ts';
import { watched, watchedWhileChecked } from '../../transport/listeners.ts';
import { oneAtATime } from '../../transport/lock.ts';
import type { Post } from '../../transport/post.ts';
import type { DocumentOutcome, DocumentPrinter, DocumentPrinterStatus } from '../port.ts';
import { type PrinterFacts, printerFacts, problemOf } from './answers.ts';
import { exchange, saysNo } from './exchange.ts';
import { notBegun, printJob } from './job.ts';
import { ippRequests } from './requests.ts';
import { answerMs, type Printer, type Run } from './run.ts';

const checkEveryMs = 10_000;
/** Of a job's time, but a fifth of it at most. */
const reserveMs = 2000;
const mostOwed = 20;

/**
 * An IPP printer that takes PDF (RFC 8011; IPP Everywhere printers, and CUPS queues). A job with an empty tray waits for
 * paper until the deadline. An accepted job without a good end is cancelled, as soon as the printer can be reached again if
 * it cannot be now, so that it does not come out for the next citizen; it is reported `indeterminate` unless the printer says
 * that nothing came out.
 */
export function ippPrinter(post: Post, { uri, user = 'kiosk', model = 'IPP', clock = systemClock }: { uri: string; user?: string; model?: string; clock?: Clock }): DocumentPrinter {
  const requests = ippRequests(uri, user);
  const ask = exchange(post, clock);
  const exclusively = oneAtATime();
  const known = watched<DocumentPrinterStatus>({ is: 'starting' });
  /** Jobs that must not come out any more, and whose cancelling nobody has confirmed. */
  const owed = new Set<number>();
  let busy = false;

  async function look(ms: number): Promise<PrinterFacts> {
    const byMs = clock.now() + ms;
    const asked = await ask(requests.printer(), ms);
    // A deadline that cut the question short says nothing about the printer.
    const isCut = asked.is === 'lost' && ms < answerMs && clock.now() >= byMs;
    const facts: PrinterFacts = asked.is === 'answer' && !saysNo(asked.message) ? printerFacts(asked.message)
      : { status: isCut ? known.value : { is: asked.is === 'answer' ? 'error' : 'offline' }, makeAndModel: '', createsJobs: false, settings: [], spools: false };
    known.set(facts.status);
    return facts;
  }
  async function cancel(id: number): Promise<void> {
    if (owed.size < mostOwed) owed.add(id);
    const asked = await ask(requests.cancel(id), answerMs);
    // Cancelled, over already, or unknown there: any of these is enough. A server's error is none of them.
    if (asked.is === 'answer' && asked.message.code < 0x0500) owed.delete(id);
  }
  async function check(ms = answerMs): Promise<PrinterFacts> {
    const facts = await look(ms);
    if (facts.status.is !== 'offline') await Promise.all([...owed].map(cancel));
    return facts;
  }
  const printer: Printer = { clock, ask, requests, look: async (ms) => (await look(ms)).status, cancel, countsNothing: false };

  async function print(run: Run): Promise<DocumentOutcome> {
    const left = run.atMs - clock.now();
    if (left <= 0 || run.signal?.aborted) return notBegun;
    const facts = await check(Math.min(answerMs, left));
    const before = problemOf(facts.status);
    if (before) return { is: 'not-printed', problem: before };
    return printJob(printer, facts, run);
  }

  const turn = <T>(job: () => Promise<T>) => exclusively(async () => {
    busy = true;
    try { return await job(); } finally { busy = false; }
  });
  const watch = watchedWhileChecked(known, { clock, everyMs: checkEveryMs, firstMs: 0, check: () => { if (!busy) void turn(() => check()); } });

  return {
    capabilities: { model },
    async status() { return busy && known.value.is !== 'starting' ? known.value : (await turn(() => check())).status; },
    watch,
    async selfTest() {
      if (busy) return { is: 'busy' };
      const { status, makeAndModel } = await turn(() => check());
      return selfTestBy(status, makeAndModel);
    },
    async print(document, { deadlineMs, onProgress, signal }) {
      let over = false;
      const atMs = clock.now() + deadlineMs;
      const run: Run = {
        document, atMs, reserveMs: Math.min(reserveMs, deadlineMs / 5), signal, tell: (progress) => { if (!over) onProgress?.(progress); },
        sent: false, pagesDone: 0, problem: undefined,
      };
      const end = await within(clock, deadlineMs, turn(() => print(run)), 'late' as const);
      over = true;
      if (end !== 'late') return end;
      // Its turn never came, or an answer is still on its way.
      return run.sent ? { is: 'indeterminate', pagesDone: run.pagesDone, ...(run.problem && { problem: run.problem }) } : { is: 'not-printed', problem: problemOf(known.value) ?? { is: 'busy' } };
    },
  };
}

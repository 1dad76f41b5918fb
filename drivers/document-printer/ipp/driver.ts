import { selfTestBy } from '../../self-test.ts';
import { type Clock, pause, systemClock, within } from '../../transport/clock.ts';
import { watched, watchedWhileChecked } from '../../transport/listeners.ts';
import { oneAtATime } from '../../transport/lock.ts';
import type { Post } from '../../transport/post.ts';
import type { DocumentOutcome, DocumentPrinter, DocumentPrinterProblem, DocumentPrinterStatus, DocumentProgress } from '../port.ts';
import { decodeIpp, groupTag, type IppMessage, numberOf, statusCode } from './codec.ts';
import { ippRequests, jobState, printerStatus, problemOf } from './requests.ts';

const pollMs = 500;
const answerMs = 5000;
const checkEveryMs = 10_000;
/** So long without any answer about an accepted job, and it is given up. */
const silenceMs = 15_000;

type Answered = { readonly is: 'answer'; readonly message: IppMessage } | { readonly is: 'unreachable' } | { readonly is: 'refused' } | { readonly is: 'lost' };
type Document = Parameters<DocumentPrinter['print']>[0];
type PrintAsk = Parameters<DocumentPrinter['print']>[1];

/**
 * An IPP printer that takes PDF (RFC 8011; IPP Everywhere printers, and CUPS queues). A job with an empty tray waits for
 * paper until the deadline. An accepted job without a good end is cancelled, so that it does not come out for the next
 * citizen, and reported `indeterminate`.
 */
export function ippPrinter(post: Post, { uri, user = 'kiosk', model = 'IPP', clock = systemClock }: { uri: string; user?: string; model?: string; clock?: Clock }): DocumentPrinter {
  const requests = ippRequests(uri, user);
  const exclusively = oneAtATime();
  const known = watched<DocumentPrinterStatus>({ is: 'starting' });
  let busy = false;

  async function ask(request: Uint8Array, ms: number): Promise<Answered> {
    const posted = await within(clock, ms, post(request), { ok: false as const, why: 'lost' as const });
    if (!posted.ok) return { is: posted.why };
    const decoded = decodeIpp(posted.bytes);
    return decoded.ok ? { is: 'answer', message: decoded.value } : { is: 'lost' };
  }
  async function check(): Promise<DocumentPrinterStatus> {
    const asked = await ask(requests.printer(), answerMs);
    const status: DocumentPrinterStatus = asked.is !== 'answer' ? { is: 'offline' } : asked.message.code >= 0x0100 ? { is: 'error' } : printerStatus(asked.message);
    known.set(status);
    return status;
  }

  async function print({ pdf, pages, title }: Document, onProgress: PrintAsk['onProgress'], atMs: number, run: Run): Promise<DocumentOutcome> {
    const left = () => atMs - clock.now();
    if (run.over) return { is: 'not-printed', problem: { is: 'busy' } };
    const before = problemOf(await check());
    if (before) return { is: 'not-printed', problem: before };
    if (run.over || run.signal?.aborted) return { is: 'not-printed', problem: { is: 'offline' } };

    onProgress?.({ is: 'sending' });
    run.sent = true;
    const sent = await ask(requests.print(pdf, title), left());
    if (sent.is === 'unreachable') return { is: 'not-printed', problem: { is: 'offline' } };
    if (sent.is === 'refused') return { is: 'not-printed', problem: { is: 'error' } };
    if (sent.is === 'lost') return { is: 'indeterminate', pagesDone: 0, problem: { is: 'offline' } };
    if (sent.message.code === statusCode.busy) return { is: 'not-printed', problem: { is: 'busy' } };
    if (sent.message.code >= 0x0100) return { is: 'not-printed', problem: { is: 'error' } };
    const id = numberOf(sent.message, groupTag.job, 'job-id');
    if (id === undefined) return { is: 'indeterminate', pagesDone: 0, problem: { is: 'error' } };

    const outcome = await follow(id, pages, onProgress, left, run);
    const isOver = outcome.is !== 'indeterminate' || run.ended;
    if (!isOver) void ask(requests.cancel(id), answerMs);
    return outcome;
  }

  /** Asks after the job until it ends, the time is over or the printer fell silent. */
  async function follow(id: number, pages: number, onProgress: PrintAsk['onProgress'], left: () => number, run: Run): Promise<DocumentOutcome> {
    let heardAtMs = clock.now();
    let shown = '';
    const show = (progress: DocumentProgress) => { if (!run.over && shown !== (shown = JSON.stringify(progress))) onProgress?.(progress); };
    const unknown = (problem?: DocumentPrinterProblem): DocumentOutcome => ({ is: 'indeterminate', pagesDone: run.pagesDone, ...(problem && { problem }) });
    show({ is: 'printing', pagesDone: 0 });

    while (left() > 0 && !run.signal?.aborted) {
      const asked = await ask(requests.job(id), Math.min(answerMs, left()));
      if (asked.is === 'answer') {
        heardAtMs = clock.now();
        if (asked.message.code >= 0x0100) return unknown({ is: 'error' });
        const state = numberOf(asked.message, groupTag.job, 'job-state');
        const impressions = numberOf(asked.message, groupTag.job, 'job-impressions-completed');
        run.pagesDone = Math.max(run.pagesDone, impressions ?? 0);
        if (state === jobState.completed) {
          run.ended = true;
          return (impressions ?? pages) >= pages ? { is: 'printed' } : unknown();
        }
        if (state === jobState.aborted || state === jobState.canceled) {
          run.ended = true;
          const problem = problemOf(await check()) ?? { is: 'error' as const };
          return state === jobState.aborted && impressions === 0 ? { is: 'not-printed', problem } : unknown(problem);
        }
        run.problem = problemOf(await check());
        if (state === jobState.stopped) run.problem ??= { is: 'error' };
        show(run.problem ? { is: 'waiting', problem: run.problem } : { is: 'printing', pagesDone: run.pagesDone });
      } else if (clock.now() - heardAtMs > silenceMs) {
        known.set({ is: 'offline' });
        return unknown({ is: 'offline' });
      } else {
        run.problem = { is: 'offline' };
        show({ is: 'waiting', problem: { is: 'offline' } });
      }
      await pause(clock, Math.max(0, Math.min(pollMs, left())), run.signal);
    }
    return unknown(run.problem);
  }

  const turn = <T>(job: () => Promise<T>) => exclusively(async () => {
    busy = true;
    try { return await job(); } finally { busy = false; }
  });
  const watch = watchedWhileChecked(known, { clock, everyMs: checkEveryMs, firstMs: 0, check: () => { if (!busy) void turn(check); } });

  return {
    capabilities: { model },
    async status() { return busy && known.value.is !== 'starting' ? known.value : turn(check); },
    watch,
    async selfTest() { return busy ? { is: 'busy' } : selfTestBy(await turn(check)); },
    async print(document, { deadlineMs, onProgress, signal }) {
      const run: Run = { signal, over: false, sent: false, ended: false, pagesDone: 0, problem: undefined };
      const atMs = clock.now() + deadlineMs;
      const end = await within(clock, deadlineMs, turn(() => print(document, onProgress, atMs, run)), 'late' as const);
      run.over = true;
      if (end !== 'late') return end;
      return run.sent ? { is: 'indeterminate', pagesDone: run.pagesDone, ...(run.problem && { problem: run.problem }) } : { is: 'not-printed', problem: problemOf(known.value) ?? { is: 'offline' } };
    },
  };
}

/** What is known of one print while it is under way. */
interface Run { readonly signal: AbortSignal | undefined; over: boolean; sent: boolean; ended: boolean; pagesDone: number; problem: DocumentPrinterProblem | undefined }

import { pause, within } from '../../transport/clock.ts';
import type { DocumentOutcome, DocumentPrinterProblem, DocumentProgress, JobEnd } from '../port.ts';
import { type JobFacts, jobFacts, jobState, type PrinterFacts, problemOf } from './answers.ts';
import { statusCode } from './codec.ts';
import { saysNo } from './exchange.ts';
import { answerMs, type Delivery, type Printer, type Run } from './run.ts';

const pollMs = 500;
/** So long without any answer about an accepted job, and it is given up. */
const silenceMs = 15_000;
/** So long is waited for word of the document itself when that of the job came first. */
const deliveryMs = 2000;
/** A person who left waits for nothing; this is for the deadline, which leaves something on paper or not. */
const settleMs = 1000;

type Heard = { readonly is: 'job'; readonly job: JobFacts } | { readonly is: 'vanished' | 'refused' | 'unreachable' | 'lost' | 'no' };

/** Asks after the job until it ends, the time is over, the person leaves or the printer falls silent; what has not ended by then is cancelled. */
export async function follow(printer: Printer, facts: PrinterFacts, run: Run, id: number, sending: Promise<Delivery>): Promise<DocumentOutcome> {
  const { ask, requests, clock } = printer;
  const { pages } = run.document;
  const left = () => Math.max(0, run.atMs - run.reserveMs - clock.now());
  const delivery = kept(sending);
  const delivered = (ms: number) => within(clock, Math.min(ms, left()), sending, undefined);

  async function hear(ms: number): Promise<Heard> {
    const asked = await ask(requests.job(id), Math.min(answerMs, ms));
    if (asked.is !== 'answer') return asked;
    if (asked.message.code === statusCode.notFound) return { is: 'vanished' };
    const job = saysNo(asked.message) ? undefined : jobFacts(asked.message, id);
    if (!job) return { is: 'no' };
    run.pagesDone = Math.min(pages, Math.max(run.pagesDone, job.impressions ?? 0));
    return { is: 'job', job };
  }
  const unknown = (problem = run.problem, end?: JobEnd): DocumentOutcome => ({ is: 'indeterminate', pagesDone: run.pagesDone, ...(problem && { problem }), ...(end && { end }) });
  /** No page can have come out of a job that is over: not taken, never begun, or nothing counted by one that counts what comes out. */
  const nothingOut = (job: JobFacts) => run.pagesDone === 0
    && (delivery.now.is === 'refused' || job.begun === 'never' || (job.impressions === 0 && !facts.spools && !printer.countsNothing));

  /** What a job that is over means. */
  async function verdict(job: JobFacts): Promise<DocumentOutcome> {
    await delivered(deliveryMs);
    if (job.state === jobState.completed) {
      if (job.impressions === 0) printer.countsNothing = true;
      return isWhole(job, pages, delivery.now) ? { is: 'printed' } : unknown(undefined);
    }
    const end = job.state === jobState.aborted ? 'aborted' : 'canceled';
    const problem = delivery.now.is === 'refused' ? delivery.now.problem : problemOf(await printer.look(Math.min(answerMs, left()))) ?? { is: 'error' as const };
    return nothingOut(job) ? { is: 'not-printed', problem, end } : unknown(problem, end);
  }
  async function vanished(): Promise<DocumentOutcome> {
    await delivered(deliveryMs);
    if (delivery.now.is === 'refused' && run.pagesDone === 0) return { is: 'not-printed', problem: delivery.now.problem, end: 'vanished' };
    return unknown(problemOf(await printer.look(Math.min(answerMs, left()))), 'vanished');
  }
  /** Cancels what nobody waits for, and listens a moment for what became of it: perhaps it had just ended by itself. */
  async function settle(problem: DocumentPrinterProblem | undefined): Promise<DocumentOutcome> {
    const byMs = Math.min(clock.now() + settleMs, run.atMs);
    const rest = () => Math.max(0, byMs - clock.now());
    await within(clock, rest(), printer.cancel(id), undefined);
    while (rest() > 0) {
      const heard = await hear(rest());
      if (heard.is === 'job' && heard.job.state === jobState.completed) return isWhole(heard.job, pages, delivery.now) ? { is: 'printed' } : unknown(problem);
      if (heard.is === 'job' && isOver(heard.job)) return nothingOut(heard.job) ? { is: 'not-printed', problem: problem ?? { is: 'busy' } } : unknown(problem);
      if (heard.is !== 'job') break;
      await pause(clock, Math.min(pollMs / 2, rest()));
    }
    return delivery.now.is === 'refused' && run.pagesDone === 0 ? { is: 'not-printed', problem: delivery.now.problem } : unknown(problem);
  }

  let heardAtMs = clock.now();
  let shown = '';
  const show = (progress: DocumentProgress) => { if (shown !== (shown = JSON.stringify(progress))) run.tell(progress); };
  await delivered(2 * pollMs);
  if (delivery.now.is !== 'under-way') show({ is: 'printing', pagesDone: 0 });

  while (left() > 0 && !run.signal?.aborted) {
    if (delivery.now.is === 'refused') return settle(delivery.now.problem);
    const heard = await hear(left());
    if (heard.is === 'vanished') return vanished();
    if (heard.is === 'job') {
      heardAtMs = clock.now();
      if (isOver(heard.job)) return verdict(heard.job);
      run.problem = problemOf(await printer.look(Math.min(answerMs, left())));
      if (heard.job.state === jobState.stopped) run.problem ??= { is: 'error' };
      if (run.problem) show({ is: 'waiting', problem: run.problem });
      else if (delivery.now.is !== 'under-way' || run.pagesDone > 0) show({ is: 'printing', pagesDone: run.pagesDone });
    } else if (left() <= 0) {
      break;
    } else if (delivery.now.is === 'under-way') {
      // Some take one connection at a time: while the document goes out, silence about it says nothing.
      heardAtMs = clock.now();
    } else {
      const problem = { is: heard.is === 'no' ? 'error' : 'offline' } as const;
      run.problem = problem;
      if (clock.now() - heardAtMs > silenceMs) return settle(problem);
      show({ is: 'waiting', problem });
    }
    await pause(clock, Math.min(pollMs, left()), run.signal);
  }
  return settle(run.problem);
}

const isOver = ({ state }: JobFacts) => state === jobState.completed || state === jobState.aborted || state === jobState.canceled;

/**
 * Whether a completed job is all on paper: as many impressions as pages. Where none are counted, the printer must have
 * taken the whole document. It must neither speak of errors nor have handed the job on to a device it cannot watch (RFC 8011 §5.3.8).
 */
function isWhole({ impressions, reasons }: JobFacts, pages: number, delivery: Delivery): boolean {
  if (reasons.includes('job-completed-with-errors') || reasons.includes('queued-in-device')) return false;
  return impressions === undefined ? delivery.is === 'taken' : impressions >= pages;
}

/** What is known of the delivery now. */
function kept(sending: Promise<Delivery>): { readonly now: Delivery } {
  const delivery: { now: Delivery } = { now: { is: 'under-way' } };
  void (async () => { delivery.now = await sending; })();
  return delivery;
}

import { type Clock, systemClock } from '../../transport/clock.ts';
import { attribute, decodeIpp, encodeIpp, groupTag, type IppAttribute, type IppMessage, numberOf, operation, statusCode, textsOf, valueTag } from './codec.ts';
import { jobState } from './requests.ts';

export interface SimDocument { readonly title: string; readonly pdf: Uint8Array; readonly pages: number }

/** A simulated IPP printer: answers requests, holds one job at a time, prints it as time passes. */
export interface SimIppPrinter {
  /** One IPP request in, one response out; both as bytes. */
  answer(request: Uint8Array): Uint8Array;
  setPaper(paper: 'full' | 'low' | 'empty'): void;
  readonly paper: 'full' | 'low' | 'empty';
  /** The tray will be empty after so many more pages. */
  emptyAfterPages(pages: number): void;
  setCover(cover: 'open' | 'closed'): void;
  setJam(jam: boolean): void;
  /** Another computer's job is in the printer: Print-Job is refused with 0x0507. */
  setBusy(busy: boolean): void;
  /** Ends the present job as the printer itself would. */
  abortJob(): void;
  /** The printer forgets the present job, as after a power cut. */
  vanish(): void;
  /** Whether job-impressions-completed is reported. */
  countsImpressions: boolean;
  /** Documents that came out whole, oldest first. */
  readonly printed: readonly SimDocument[];
  /** Pages of the present or last job that lie in the output tray. */
  readonly pagesOut: number;
}

interface Job { readonly id: number; readonly document: SimDocument; state: number; done: number; busyMs: number }

/** `pagesOf` counts the pages of a PDF; `msPerPage` is how long each takes. */
export function simIppPrinter({ pagesOf, msPerPage = 1000, clock = systemClock }: { pagesOf: (pdf: Uint8Array) => number; msPerPage?: number; clock?: Clock }): SimIppPrinter {
  const printed: SimDocument[] = [];
  let job: Job | undefined;
  let lastId = 0;
  let paper: 'full' | 'low' | 'empty' = 'full';
  let pagesLeft = Infinity;
  let cover: 'open' | 'closed' = 'closed';
  let jam = false;
  let busy = false;
  let workedToMs = clock.now();

  /** Lets the engine catch up with the clock. Called before anything is asked or changed. */
  function work() {
    let spareMs = clock.now() - workedToMs;
    workedToMs = clock.now();
    for (let job = inWork(); job; job = inWork()) {
      const needMs = msPerPage - job.busyMs;
      if (spareMs < needMs) { job.busyMs += spareMs; return; }
      spareMs -= needMs;
      job.busyMs = 0;
      job.done++;
      if (--pagesLeft <= 0) { paper = 'empty'; pagesLeft = Infinity; }
      if (job.done >= job.document.pages) { job.state = jobState.completed; printed.push(job.document); }
    }
  }
  const inWork = () => (job?.state === jobState.processing && !stopped() ? job : undefined);
  const stopped = () => paper === 'empty' || cover === 'open' || jam;

  function answer(request: Uint8Array): Uint8Array {
    work();
    const decoded = decodeIpp(request);
    if (!decoded.ok) return response(undefined, statusCode.badRequest);
    const asked = decoded.value;
    switch (asked.code) {
      case operation.getPrinterAttributes: return response(asked, statusCode.ok, groupTag.printer, printerAttributes());
      case operation.printJob: return accept(asked);
      case operation.getJobAttributes: return aboutJob(asked, () => undefined);
      case operation.cancelJob: return aboutJob(asked, (found) => { if (found.state < jobState.canceled) found.state = jobState.canceled; });
      default: return response(asked, statusCode.notSupported);
    }
  }
  function accept(asked: IppMessage): Uint8Array {
    if (busy || (job && job.state < jobState.canceled)) return response(asked, statusCode.busy);
    const [format] = textsOf(asked, groupTag.operation, 'document-format');
    if (format !== 'application/pdf') return response(asked, statusCode.formatNotSupported);
    const [title = ''] = textsOf(asked, groupTag.operation, 'job-name');
    job = { id: ++lastId, document: { title, pdf: asked.data, pages: pagesOf(asked.data) }, state: jobState.processing, done: 0, busyMs: 0 };
    return response(asked, statusCode.ok, groupTag.job, jobAttributes(job));
  }
  function aboutJob(asked: IppMessage, act: (found: Job) => void): Uint8Array {
    if (!job || job.id !== numberOf(asked, groupTag.operation, 'job-id')) return response(asked, statusCode.notFound);
    act(job);
    return response(asked, statusCode.ok, groupTag.job, jobAttributes(job));
  }
  function jobAttributes({ id, state, done }: Job): IppAttribute[] {
    return [
      attribute(valueTag.integer, 'job-id', id),
      attribute(valueTag.enumeration, 'job-state', state),
      attribute(valueTag.keyword, 'job-state-reasons', state === jobState.processing && stopped() ? 'printer-stopped-partly' : 'none'),
      sim.countsImpressions ? attribute(valueTag.integer, 'job-impressions-completed', done) : attribute(valueTag.noValue, 'job-impressions-completed', new Uint8Array(0)),
    ];
  }
  function printerAttributes(): IppAttribute[] {
    const printing = job?.state === jobState.processing;
    // As ippeveprinter: a tray that is merely empty is a report, one that holds up a job a warning.
    const reasons = [
      ...(paper === 'empty' ? (printing ? ['media-empty-warning', 'media-needed-warning'] : ['media-empty-report']) : []),
      ...(paper === 'low' ? ['media-low-report'] : []),
      ...(cover === 'open' ? ['door-open-error'] : []),
      ...(jam ? ['media-jam-error'] : []),
    ];
    return [
      attribute(valueTag.enumeration, 'printer-state', cover === 'open' || jam ? 5 : printing || busy ? 4 : 3),
      attribute(valueTag.keyword, 'printer-state-reasons', ...(reasons.length > 0 ? reasons : ['none'])),
      attribute(valueTag.boolean, 'printer-is-accepting-jobs', true),
    ];
  }

  const sim: SimIppPrinter = {
    answer,
    get paper() { work(); return paper; },
    setPaper(next) { work(); paper = next; pagesLeft = Infinity; },
    emptyAfterPages(pages) { work(); pagesLeft = pages; },
    setCover(next) { work(); cover = next; },
    setJam(next) { work(); jam = next; },
    setBusy(next) { busy = next; },
    abortJob() { work(); if (job && job.state < jobState.canceled) job.state = jobState.aborted; },
    vanish() { work(); job = undefined; },
    countsImpressions: true,
    get printed() { work(); return printed; },
    get pagesOut() { work(); return job?.done ?? 0; },
  };
  return sim;
}

function response(asked: IppMessage | undefined, code: number, tag?: number, attributes: readonly IppAttribute[] = []): Uint8Array {
  return encodeIpp({
    version: [2, 0],
    code,
    requestId: asked?.requestId ?? 0,
    groups: [
      { tag: groupTag.operation, attributes: [attribute(valueTag.charset, 'attributes-charset', 'utf-8'), attribute(valueTag.language, 'attributes-natural-language', 'zh-cn')] },
      ...(tag ? [{ tag, attributes }] : []),
    ],
    data: new Uint8Array(0),
  });
}

import { type Clock, systemClock } from '../../transport/clock.ts';
import { attribute, decodeIpp, encodeIpp, groupTag, type IppAttribute, type IppMessage, numberOf, operation, statusCode, textsOf, valuesOf, valueTag } from './codec.ts';
import { jobState } from './answers.ts';

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
  /** An empty cartridge stops the printer; a low one is only told. */
  setToner(toner: 'full' | 'low' | 'empty'): void;
  /** Another computer's job is in the printer: new ones are refused with 0x0507. */
  setBusy(busy: boolean): void;
  /** Ends the present job as the printer itself would. */
  abortJob(): void;
  /** Ends the present job as somebody at its panel would. */
  cancelJob(): void;
  /** The printer forgets the present job, as after a power cut. */
  vanish(): void;
  /** Whether job-impressions-completed is reported. */
  countsImpressions: boolean;
  /** Whether it knows Create-Job and Send-Document; older printers know Print-Job only. */
  createsJobs: boolean;
  /** What document-format-supported says. */
  formats: readonly string[];
  /** Documents that came out whole, oldest first. */
  readonly printed: readonly SimDocument[];
  /** Pages of the present or last job that lie in the output tray. */
  readonly pagesOut: number;
}

interface Job { readonly id: number; readonly title: string; document: SimDocument | undefined; readonly madeAtMs: number; begun: boolean; state: number; done: number; busyMs: number }

/** multiple-operation-time-out: so long a job waits for its document. */
const documentWithinMs = 60_000;

/** `pagesOf` counts the pages of a PDF; `msPerPage` is how long each takes. */
export function simIppPrinter({ pagesOf, msPerPage = 1000, clock = systemClock }: { pagesOf: (pdf: Uint8Array) => number; msPerPage?: number; clock?: Clock }): SimIppPrinter {
  const printed: SimDocument[] = [];
  let job: Job | undefined;
  let lastId = 0;
  let paper: 'full' | 'low' | 'empty' = 'full';
  let pagesLeft = Infinity;
  let cover: 'open' | 'closed' = 'closed';
  let jam = false;
  let toner: 'full' | 'low' | 'empty' = 'full';
  let busy = false;
  let workedToMs = clock.now();

  /** Lets the engine catch up with the clock. Called before anything is asked or changed. */
  function work() {
    let spareMs = clock.now() - workedToMs;
    workedToMs = clock.now();
    if (job?.state === jobState.held && clock.now() - job.madeAtMs > documentWithinMs) job.state = jobState.aborted;
    for (let job = inWork(); job; job = inWork()) {
      const needMs = msPerPage - job.busyMs;
      if (spareMs < needMs) { job.busyMs += spareMs; return; }
      spareMs -= needMs;
      job.busyMs = 0;
      job.done++;
      if (--pagesLeft <= 0) { paper = 'empty'; pagesLeft = Infinity; }
      if (job.document && job.done >= job.document.pages) { job.state = jobState.completed; printed.push(job.document); }
    }
  }
  const inWork = () => (job?.state === jobState.processing && !stopped() ? job : undefined);
  const stopped = () => paper === 'empty' || toner === 'empty' || cover === 'open' || jam;
  const over = (found: Job) => found.state >= jobState.canceled;

  function answer(request: Uint8Array): Uint8Array {
    work();
    const decoded = decodeIpp(request);
    if (!decoded.ok) return response(undefined, statusCode.badRequest);
    const asked = decoded.value;
    switch (asked.code) {
      case operation.getPrinterAttributes: return response(asked, statusCode.ok, groupTag.printer, printerAttributes());
      case operation.printJob: return make(asked, (made) => receive(made, asked));
      case operation.createJob: return sim.createsJobs ? make(asked, () => statusCode.ok) : response(asked, statusCode.notSupported);
      case operation.sendDocument: return sim.createsJobs ? aboutJob(asked, (found) => (found.state === jobState.held && !found.document ? receive(found, asked) : statusCode.notPossible)) : response(asked, statusCode.notSupported);
      case operation.getJobAttributes: return aboutJob(asked, () => statusCode.ok);
      case operation.cancelJob: return aboutJob(asked, (found) => {
        if (over(found)) return statusCode.notPossible;
        found.state = jobState.canceled;
        return statusCode.ok;
      });
      default: return response(asked, statusCode.notSupported);
    }
  }
  /** One job at a time. One without its document waits (job-state pending-held, reason job-data-insufficient). */
  function make(asked: IppMessage, act: (made: Job) => number): Uint8Array {
    if (busy || (job && !over(job))) return response(asked, statusCode.busy);
    const [title = ''] = textsOf(asked, groupTag.operation, 'job-name');
    const made: Job = { id: lastId + 1, title, document: undefined, madeAtMs: clock.now(), begun: false, state: jobState.held, done: 0, busyMs: 0 };
    const code = act(made);
    if (code !== statusCode.ok) return response(asked, code);
    job = made;
    lastId = made.id;
    return response(asked, code, groupTag.job, jobAttributes(made));
  }
  function receive(into: Job, asked: IppMessage): number {
    const [format] = textsOf(asked, groupTag.operation, 'document-format');
    if (format !== 'application/pdf' || !sim.formats.includes(format)) return statusCode.formatNotSupported;
    if (asked.code === operation.sendDocument && valuesOf(asked, groupTag.operation, 'last-document')[0] !== true) return statusCode.badRequest;
    into.document = { title: into.title, pdf: asked.data, pages: pagesOf(asked.data) };
    into.state = jobState.processing;
    into.begun = true;
    return statusCode.ok;
  }
  function aboutJob(asked: IppMessage, act: (found: Job) => number): Uint8Array {
    if (!job || job.id !== numberOf(asked, groupTag.operation, 'job-id')) return response(asked, statusCode.notFound);
    const code = act(job);
    return response(asked, code, groupTag.job, jobAttributes(job));
  }
  function jobAttributes({ id, state, done, document, begun, madeAtMs }: Job): IppAttribute[] {
    return [
      attribute(valueTag.integer, 'job-id', id),
      attribute(valueTag.enumeration, 'job-state', state),
      attribute(valueTag.keyword, 'job-state-reasons', state === jobState.processing && stopped() ? 'printer-stopped-partly' : document ? 'none' : 'job-data-insufficient'),
      begun ? attribute(valueTag.integer, 'time-at-processing', Math.round(madeAtMs / 1000)) : attribute(valueTag.noValue, 'time-at-processing', new Uint8Array(0)),
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
      ...(toner === 'low' ? ['toner-low-report'] : []),
      ...(toner === 'empty' ? ['toner-empty-error'] : []),
    ];
    return [
      attribute(valueTag.enumeration, 'printer-state', cover === 'open' || jam || toner === 'empty' ? 5 : printing || busy ? 4 : 3),
      attribute(valueTag.keyword, 'printer-state-reasons', ...(reasons.length > 0 ? reasons : ['none'])),
      attribute(valueTag.boolean, 'printer-is-accepting-jobs', true),
      attribute(valueTag.text, 'printer-make-and-model', 'Simulated A4 printer'),
      attribute(valueTag.enumeration, 'operations-supported', operation.printJob, ...(sim.createsJobs ? [operation.createJob, operation.sendDocument] : []), operation.cancelJob, operation.getJobAttributes, operation.getPrinterAttributes),
      attribute(valueTag.mimeType, 'document-format-supported', ...sim.formats),
      attribute(valueTag.range, 'copies-supported', Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1)),
      attribute(valueTag.keyword, 'sides-supported', 'one-sided'),
      attribute(valueTag.keyword, 'media-supported', 'iso_a4_210x297mm'),
      attribute(valueTag.integer, 'marker-levels', toner === 'full' ? 80 : toner === 'low' ? 8 : 0),
      attribute(valueTag.integer, 'marker-low-levels', 10),
      attribute(valueTag.keyword, 'marker-types', 'toner'),
    ];
  }

  const sim: SimIppPrinter = {
    answer,
    get paper() { work(); return paper; },
    setPaper(next) { work(); paper = next; pagesLeft = Infinity; },
    emptyAfterPages(pages) { work(); pagesLeft = pages; },
    setCover(next) { work(); cover = next; },
    setJam(next) { work(); jam = next; },
    setToner(next) { work(); toner = next; },
    setBusy(next) { busy = next; },
    abortJob() { work(); if (job && job.state < jobState.canceled) job.state = jobState.aborted; },
    cancelJob() { work(); if (job && job.state < jobState.canceled) job.state = jobState.canceled; },
    vanish() { work(); job = undefined; },
    countsImpressions: true,
    createsJobs: true,
    formats: ['application/pdf'],
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

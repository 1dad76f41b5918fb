import type { DocumentPrinterProblem, DocumentPrinterStatus } from '../port.ts';
import { attribute, groupTag, type IppAttribute, type IppMessage, numberOf, operation, textsOf, valuesOf, valueTag } from './codec.ts';

/** What a printer says of itself (RFC 8011 §5.4). */
export interface PrinterFacts {
  readonly status: DocumentPrinterStatus;
  readonly makeAndModel: string;
  /** Takes a job first and its document then, so that the job is known by its number before anything can be on paper. */
  readonly createsJobs: boolean;
  /**
   * One copy, one side, A4, each as far as the printer knows it: one that does not may refuse the whole job. Colour is left to
   * the printer, because official papers bear red seals.
   */
  readonly settings: readonly IppAttribute[];
  /** A print server (CUPS): it counts the pages that it passes on, not those that came out. */
  readonly spools: boolean;
}
const a4 = 'iso_a4_210x297mm'; // PWG 5101.1

export function printerFacts(answer: IppMessage): PrinterFacts {
  const texts = (name: string) => textsOf(answer, groupTag.printer, name);
  const operations = valuesOf(answer, groupTag.printer, 'operations-supported');
  const formats = texts('document-format-supported');
  return {
    status: formats.length > 0 && !formats.includes('application/pdf') ? { is: 'no-pdf' } : printerStatus(answer),
    makeAndModel: (texts('printer-make-and-model')[0] ?? '').slice(0, 127),
    createsJobs: operations.includes(operation.createJob) && operations.includes(operation.sendDocument),
    settings: [
      ...(valuesOf(answer, groupTag.printer, 'copies-supported').length > 0 ? [attribute(valueTag.integer, 'copies', 1)] : []),
      ...(texts('sides-supported').includes('one-sided') ? [attribute(valueTag.keyword, 'sides', 'one-sided')] : []),
      ...(texts('media-supported').includes(a4) ? [attribute(valueTag.keyword, 'media', a4)] : []),
    ],
    spools: texts('cups-version').length > 0,
  };
}

/** RFC 8011 §5.4.11–12. A reason may end in -report, -warning or -error; an empty tray is one whatever its ending. */
export function printerStatus(answer: IppMessage): DocumentPrinterStatus {
  const told = textsOf(answer, groupTag.printer, 'printer-state-reasons');
  const reasons = told.map((reason) => reason.replace(/-(report|warning|error)$/, ''));
  const has = (...names: readonly string[]) => names.some((name) => reasons.includes(name));
  const isSevere = told.some((reason) => reason.endsWith('-error'));
  const state = numberOf(answer, groupTag.printer, 'printer-state');
  const isStopped = state === 5;
  if (has('door-open', 'cover-open', 'interlock-open')) return { is: 'cover-open' };
  if (has('media-jam')) return { is: 'jam' };
  if (has('media-empty', 'media-needed')) return { is: 'no-paper' };
  // Some go on for many pages after they first say empty: only one that stops for it is out of toner.
  if (has('toner-empty', 'marker-supply-empty') && (isStopped || isSevere)) return { is: 'no-toner' };
  if (has('shutdown', 'connecting-to-device', 'timed-out', 'offline')) return { is: 'offline' };
  const [accepting] = valuesOf(answer, groupTag.printer, 'printer-is-accepting-jobs');
  if (state === undefined || isStopped || isSevere || accepting === false) return { is: 'error' };
  const isLow = has('toner-low', 'toner-empty', 'marker-supply-low', 'marker-supply-empty') || markersLow(answer);
  return { is: 'ready', paper: has('media-low') ? 'low' : 'full', ...(isLow && { toner: 'low' }) };
}

/** Supplies with their levels in percent as CUPS tells them; below nothing means unknown, and a waste box fills instead. */
function markersLow(answer: IppMessage): boolean {
  const [levels, lows] = ['marker-levels', 'marker-low-levels'].map((name) => valuesOf(answer, groupTag.printer, name));
  const types = textsOf(answer, groupTag.printer, 'marker-types');
  return levels!.some((level, i) => {
    const low = lows![i];
    return typeof level === 'number' && typeof low === 'number' && level >= 0 && low > 0 && level <= low && !/waste/i.test(types[i] ?? '');
  });
}

export function problemOf(status: DocumentPrinterStatus): DocumentPrinterProblem | undefined {
  return status.is === 'ready' || status.is === 'starting' ? undefined : status;
}

/** RFC 8011 §5.3.7. */
export const jobState = { pending: 3, held: 4, processing: 5, stopped: 6, canceled: 7, aborted: 8, completed: 9 } as const;

/** What a printer says of a job (RFC 8011 §5.3). */
export interface JobFacts {
  readonly state: number;
  readonly reasons: readonly string[];
  /** Undefined where it does not count. */
  readonly impressions: number | undefined;
  /** `never`: it says that it has not begun with this job. */
  readonly begun: 'never' | 'perhaps';
}
/** Nothing when the answer is about another job or has no state: then it is no answer to what was asked. */
export function jobFacts(answer: IppMessage, id: number): JobFacts | undefined {
  const state = numberOf(answer, groupTag.job, 'job-state');
  const about = numberOf(answer, groupTag.job, 'job-id') ?? id;
  if (state === undefined || about !== id) return undefined;
  const impressions = numberOf(answer, groupTag.job, 'job-impressions-completed');
  return {
    state,
    reasons: textsOf(answer, groupTag.job, 'job-state-reasons'),
    impressions: impressions !== undefined && impressions >= 0 ? impressions : undefined,
    begun: isNoValue(answer, 'time-at-processing') ? 'never' : 'perhaps',
  };
}
const isNoValue = (answer: IppMessage, name: string) => answer.groups.find(({ tag }) => tag === groupTag.job)?.attributes.find((one) => one.name === name)?.values[0]?.tag === valueTag.noValue;

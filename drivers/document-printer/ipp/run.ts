import type { Clock } from '../../transport/clock.ts';
import type { DocumentPrinter, DocumentPrinterProblem, DocumentPrinterStatus, DocumentProgress } from '../port.ts';
import type { Ask } from './exchange.ts';
import type { IppRequests } from './requests.ts';

/** So long any one answer is waited for, that to the document itself excepted. */
export const answerMs = 5000;

/** What a job needs of the driver. */
export interface Printer {
  readonly clock: Clock;
  readonly ask: Ask;
  readonly requests: IppRequests;
  /** The printer's status, asked for now. */
  look(ms: number): Promise<DocumentPrinterStatus>;
  /** Cancels the job, and goes on trying when the printer cannot be reached at the moment. Resolves after the first try. */
  cancel(id: number): Promise<void>;
  /** It has completed a job and counted nothing: from then on its noughts mean nothing. */
  countsNothing: boolean;
}
/** One print while it is under way; `sent` and `pagesDone` are what can be said of it when nobody waits for it any longer. */
export interface Run {
  readonly document: Parameters<DocumentPrinter['print']>[0];
  readonly atMs: number;
  /** What of the time is kept for cancelling, and for hearing what came of it. */
  readonly reserveMs: number;
  readonly signal: AbortSignal | undefined;
  readonly tell: (progress: DocumentProgress) => void;
  sent: boolean;
  pagesDone: number;
  problem: DocumentPrinterProblem | undefined;
}
/** Whether the document reached the printer. */
export type Delivery = { readonly is: 'under-way' } | { readonly is: 'taken' } | { readonly is: 'lost' } | { readonly is: 'refused'; readonly problem: DocumentPrinterProblem };

import type { Device } from '../device.ts';

/** What the kiosk needs of an A4 printer. Never rejects. */
export interface DocumentPrinter extends Device<DocumentPrinterStatus> {
  readonly capabilities: { readonly model: string };
  /**
   * Prints a PDF of `pages` pages. `printed` means that the job completed and at least `pages` impressions were counted
   * (RFC 8011 job-state completed, job-impressions-completed). When `signal` fires, the person has left: what is not out
   * yet is cancelled, so that it does not come out for the next one. `title` is shown on the printer's panel and kept in its
   * list of jobs: the kind of document, never anything of a person.
   */
  print(document: { readonly pdf: Uint8Array; readonly pages: number; readonly title: string },
    ask: { readonly deadlineMs: number; readonly signal?: AbortSignal; readonly onProgress?: (progress: DocumentProgress) => void }): Promise<DocumentOutcome>;
}
export type DocumentProgress = { readonly is: 'sending' } | { readonly is: 'printing'; readonly pagesDone: number } | { readonly is: 'waiting'; readonly problem: DocumentPrinterProblem };
/** `toner` is there when the printer says that it runs low (toner or ink). */
export type DocumentPrinterStatus = { readonly is: 'ready'; readonly paper: 'full' | 'low'; readonly toner?: 'low' } | { readonly is: 'starting' } | DocumentPrinterProblem;
export type DocumentPrinterProblem =
  | { readonly is: 'no-paper' } | { readonly is: 'no-toner' } | { readonly is: 'cover-open' } | { readonly is: 'jam' } | { readonly is: 'busy' }
  /** It takes no PDF: the wrong printer for a kiosk, or wrongly set up. */
  | { readonly is: 'no-pdf' }
  | { readonly is: 'error' } | { readonly is: 'offline' };
export type DocumentOutcome =
  | { readonly is: 'printed' }
  /** Nothing came out, and nothing will: printing again is safe. */
  | { readonly is: 'not-printed'; readonly problem: DocumentPrinterProblem; readonly end?: JobEnd }
  /** Accepted, and then no word of its end, or a bad end after some pages: pages may or may not have come out. */
  | { readonly is: 'indeterminate'; readonly pagesDone: number; readonly problem?: DocumentPrinterProblem; readonly end?: JobEnd };
/** What the printer said became of a job that it took and did not complete: it gave up, somebody there cancelled it, or it knows of no such job any more, as after a power cut. */
export type JobEnd = 'aborted' | 'canceled' | 'vanished';

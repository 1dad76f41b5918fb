import type { Device } from '../device.ts';

/** What the kiosk needs of an A4 printer. Never rejects. */
export interface DocumentPrinter extends Device<DocumentPrinterStatus> {
  readonly capabilities: { readonly model: string };
  /**
   * Prints a PDF of `pages` pages. `printed` means that the job completed and at least `pages` impressions were counted
   * (RFC 8011 job-state completed, job-impressions-completed). When `signal` fires, the person has left: what is not out
   * yet is cancelled, so that it does not come out for the next one.
   */
  print(document: { readonly pdf: Uint8Array; readonly pages: number; readonly title: string },
    ask: { readonly deadlineMs: number; readonly signal?: AbortSignal; readonly onProgress?: (progress: DocumentProgress) => void }): Promise<DocumentOutcome>;
}
export type DocumentProgress = { readonly is: 'sending' } | { readonly is: 'printing'; readonly pagesDone: number } | { readonly is: 'waiting'; readonly problem: DocumentPrinterProblem };
export type DocumentPrinterStatus = { readonly is: 'ready'; readonly paper: 'full' | 'low' } | { readonly is: 'starting' } | DocumentPrinterProblem;
export type DocumentPrinterProblem =
  | { readonly is: 'no-paper' } | { readonly is: 'cover-open' } | { readonly is: 'jam' } | { readonly is: 'busy' }
  | { readonly is: 'error' } | { readonly is: 'offline' };
export type DocumentOutcome =
  | { readonly is: 'printed' }
  | { readonly is: 'not-printed'; readonly problem: DocumentPrinterProblem }
  /** Accepted, and then no word of its end: pages may or may not have come out. */
  | { readonly is: 'indeterminate'; readonly pagesDone: number; readonly problem?: DocumentPrinterProblem };

import type { Device } from '../device.ts';

/** What the kiosk needs of a receipt printer. Never rejects: every failure is an outcome. */
export interface ReceiptPrinter extends Device<ReceiptPrinterStatus> {
  readonly capabilities: ReceiptPrinterCapabilities;
  /**
   * Prints one receipt and cuts it. `printed` means that the printer itself confirmed having worked through every byte.
   * When `signal` fires before the first byte went out, nothing is printed; after that it comes out whole.
   */
  print(page: Page, ask: { readonly deadlineMs: number; readonly signal?: AbortSignal }): Promise<PrintOutcome>;
  /**
   * After a `printed`: waits until the slip was taken out of the slot. `forgotten` when it still hangs there at the deadline,
   * `unknown` at once when the printer has no sensor (`mediaTaken` false), or when it went silent.
   */
  taken(ask: { readonly deadlineMs: number; readonly signal?: AbortSignal }): Promise<'taken' | 'forgotten' | 'unknown'>;
}
export interface ReceiptPrinterCapabilities {
  readonly model: string;
  /** 576 for 80 mm paper, 384 for 58 mm, at 203 dpi. */
  readonly widthDots: number;
  /** Whether the printer knows that the citizen took the paper. */
  readonly mediaTaken: boolean;
}
/**
 * One bit a dot, 1 = black, rows from the top, each padded to whole bytes, most significant bit leftmost. At 203 dpi a dot is
 * an eighth of a millimetre, so `heightDots / 8` is the length of the paper in mm.
 */
export interface Bitmap { readonly widthDots: number; readonly heightDots: number; readonly bits: Uint8Array }
/**
 * What is to be printed: always its dots, and beside them what some of their rows say. A printer on a line too slow for dots
 * prints those rows in its own font and only the rest as dots; every other printer leaves `lines` alone.
 */
export interface Page extends Bitmap { readonly lines?: readonly TextLine[] }
/** One line of a page as text, from the top, none across another: its words stand in the rows from `fromRow` up to but without `toRow`. */
export interface TextLine {
  readonly fromRow: number;
  readonly toRow: number;
  readonly text: string;
  /** In the same row at the right edge, bold: the value to a label. */
  readonly right?: string;
  /** `large` is twice as high, and twice as wide where there is room. */
  readonly size: 'normal' | 'large';
  readonly align: 'left' | 'center' | 'right';
  readonly bold?: boolean;
  /** White on black. */
  readonly inverse?: boolean;
}

export type ReceiptPrinterStatus =
  | { readonly is: 'ready'; readonly paper: 'full' | 'low' }
  | { readonly is: 'starting' }
  | ReceiptPrinterProblem;
export type ReceiptPrinterProblem =
  | { readonly is: 'no-paper' }
  | { readonly is: 'cover-open' }
  | { readonly is: 'cutter' }
  | { readonly is: 'error'; readonly recoverable: boolean }
  | { readonly is: 'offline' };
export type PrintOutcome =
  | { readonly is: 'printed' }
  /** Nothing was printed: printing again is safe. */
  | { readonly is: 'not-printed'; readonly problem: ReceiptPrinterProblem }
  /** Bytes went out and no confirmation came back: some, all or none may be on paper. Never repeated without a person asking. */
  | { readonly is: 'indeterminate'; readonly problem?: ReceiptPrinterProblem };

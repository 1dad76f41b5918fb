import { joined } from '../../transport/bytes.ts';
import type { Bitmap, ReceiptPrinterProblem } from '../port.ts';

/** ESC @ */
export const initialise = Uint8Array.of(0x1b, 0x40);
/** GS a 255: report every change of status without being asked (ASB), and once now. */
export const reportChanges = Uint8Array.of(0x1d, 0x61, 0xff);
/** GS r 1: answered when everything before it has been worked through. */
export const askDrained = Uint8Array.of(0x1d, 0x72, 0x01);
/** GS V 66 0: feed to the cutter, then cut. */
export const feedAndCut = Uint8Array.of(0x1d, 0x56, 0x42, 0x00);
/** DLE ENQ 2: leave a recoverable error and forget what was buffered. */
export const recover = Uint8Array.of(0x10, 0x05, 0x02);
/** DLE EOT n, answered at once even while printing: 1 printer, 2 offline cause, 3 error cause, 4 paper. */
export const askRealTime = (n: 1 | 2 | 3 | 4) => Uint8Array.of(0x10, 0x04, n);
/** ESC J n: feed `dots` (at most 255). */
export const feed = (dots: number) => Uint8Array.of(0x1b, 0x4a, dots);

const bandRows = 256;

/** GS v 0 commands of at most 256 rows each that together draw the page; small printers cannot buffer a longer one. */
export function rasterBands(page: Bitmap): Uint8Array[] {
  const rowBytes = rowBytesOf(page.widthDots);
  return Array.from({ length: Math.ceil(page.heightDots / bandRows) }, (_, i) => {
    const from = i * bandRows;
    const rows = Math.min(bandRows, page.heightDots - from);
    const head = Uint8Array.of(0x1d, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, rows & 0xff, rows >> 8);
    return joined(head, page.bits.subarray(from * rowBytes, (from + rows) * rowBytes));
  });
}

export const rowBytesOf = (widthDots: number) => Math.ceil(widthDots / 8);

/** What the printer says of itself, from whichever reply. */
export interface PrinterFlags {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  readonly paperLow: boolean;
  readonly paperEnd: boolean;
  readonly cutter: boolean;
  readonly unrecoverable: boolean;
  readonly recoverable: boolean;
}

/** The four bytes of an automatic status report. */
export function reportFlags([printer, error, paper]: readonly number[]): PrinterFlags {
  return {
    offline: on(printer, 0x08), coverOpen: on(printer, 0x20), cutter: on(error, 0x08), unrecoverable: on(error, 0x20),
    recoverable: on(error, 0x40), paperLow: on(paper, 0x03), paperEnd: on(paper, 0x0c),
  };
}
/** The answers to DLE EOT 1 to 4. */
export function realTimeFlags([printer, offline, error, paper]: readonly number[]): PrinterFlags {
  const cutter = on(error, 0x08);
  const unrecoverable = on(error, 0x20);
  return {
    offline: on(printer, 0x08), coverOpen: on(offline, 0x04), cutter, unrecoverable,
    recoverable: on(error, 0x44) || (on(offline, 0x40) && !cutter && !unrecoverable), paperLow: on(paper, 0x0c), paperEnd: on(offline, 0x20) || on(paper, 0x60),
  };
}
const on = (byte: number | undefined, mask: number) => ((byte ?? 0) & mask) !== 0;

/** The one problem to tell: the first that a person would have to mend. */
export function problemIn(flags: PrinterFlags): ReceiptPrinterProblem | undefined {
  if (flags.coverOpen) return { is: 'cover-open' };
  if (flags.paperEnd) return { is: 'no-paper' };
  if (flags.cutter) return { is: 'cutter' };
  if (flags.unrecoverable) return { is: 'error', recoverable: false };
  if (flags.recoverable || flags.offline) return { is: 'error', recoverable: true };
  return undefined;
}

export type PrinterReply =
  | { readonly is: 'report'; readonly flags: PrinterFlags }
  | { readonly is: 'real-time'; readonly bits: number }
  /** The answer to GS r 1, with the paper sensor as it is then. */
  | { readonly is: 'drained'; readonly paperEnd: boolean }
  | { readonly is: 'hold' }
  | { readonly is: 'go' };

const longestBlock = 80;

/**
 * Takes the one stream on which replies of every sort arrive and tells them apart by their fixed bits: status report
 * `0xx1xx00` and three bytes `0xx0xxxx`, real-time `0xx1xx10`, GS r `0xx0xxxx`, XOFF 13, XON 11, blocks 5F…00.
 */
export function replyParser() {
  let report: number[] = [];
  let blockLeft = 0;

  function one(byte: number): PrinterReply | undefined {
    if (blockLeft > 0) {
      blockLeft = byte === 0 ? 0 : blockLeft - 1;
      return undefined;
    }
    if (byte === 0x13) return { is: 'hold' };
    if (byte === 0x11) return { is: 'go' };
    if ((byte & 0x93) === 0x12) return { is: 'real-time', bits: byte };
    if ((byte & 0x93) === 0x10) { report = [byte]; return undefined; }
    if ((byte & 0x90) !== 0) {
      report = [];
      if (byte === 0x5f) blockLeft = longestBlock;
      return undefined;
    }
    if (report.length === 0) return { is: 'drained', paperEnd: on(byte, 0x0c) };
    report.push(byte);
    if (report.length < 4) return undefined;
    const flags = reportFlags(report);
    report = [];
    return { is: 'report', flags };
  }
  return {
    push: (bytes: Uint8Array): PrinterReply[] => [...bytes].map(one).filter((reply) => reply !== undefined),
    reset() { report = []; blockLeft = 0; },
  };
}

import type { ReceiptPrinterProblem } from '../port.ts';

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
/**
 * DLE DC4 8: forget what was received and not yet printed, at once and even while the paper is out or the cover open. A printer
 * that has it answers `37 25 00` (Epson since the TM-T88IV); to the others these are control codes that mean nothing.
 */
export const clearBuffers = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);

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
  /** The answer to DLE DC4 8: it holds nothing any more. */
  | { readonly is: 'cleared' }
  | { readonly is: 'hold' }
  | { readonly is: 'go' };

const longestBlock = 80;
/** What blocks of text begin with; each ends with NUL. */
const blockHeads = [0x35, 0x37, 0x3b, 0x3d, 0x5f];
const clearedBlock = '37,25';

/**
 * Takes the one stream on which replies of every sort arrive and tells them apart by their fixed bits: status report
 * `0xx1xx00` and three bytes `0xx0xxxx`, real-time `0xx1xx10`, GS r `0xx0xxxx`, XOFF 13, XON 11, blocks 35, 37, 3B, 3D or 5F…00.
 */
export function replyParser() {
  let report: number[] = [];
  let block: number[] | undefined;

  function one(byte: number): PrinterReply | undefined {
    if (block) {
      if (byte !== 0 && block.length < longestBlock) { block.push(byte); return undefined; }
      const cleared = block.map((b) => b.toString(16)).join() === clearedBlock;
      block = undefined;
      return cleared && byte === 0 ? { is: 'cleared' } : undefined;
    }
    if (byte === 0x13) return { is: 'hold' };
    if (byte === 0x11) return { is: 'go' };
    if ((byte & 0x93) === 0x12) return { is: 'real-time', bits: byte };
    if ((byte & 0x93) === 0x10) { report = [byte]; return undefined; }
    if ((byte & 0x90) !== 0) {
      report = [];
      if (blockHeads.includes(byte)) block = [byte];
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
    reset() { report = []; block = undefined; },
  };
}

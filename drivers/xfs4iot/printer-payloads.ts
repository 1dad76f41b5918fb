import type { DocumentOutcome, DocumentPrinterProblem } from '../document-printer/port.ts';
import type { PrintOutcome, ReceiptPrinterProblem } from '../receipt-printer/port.ts';
import { type CompletionCode, isObject, type Json } from './envelope.ts';
import { commandError, failure, type Result, success, type Told } from './service.ts';
import { commonStatus } from './device-status.ts';
import { type AnyPrinterStatus, cnPrinterIn, readPrinterStatus } from './vendor.ts';

type Problem = ReceiptPrinterProblem | DocumentPrinterProblem;

/** The paper that was handed out: hanging in the slot, gone from it, or nobody knows. */
export type Slip = 'hanging' | 'gone' | 'unknown';
const mediaOf = { hanging: 'entering', gone: 'notPresent', unknown: 'unknown' } as const;

/** Common.Status of a printer: standard properties as far as they reach, the port's own word in cnPrinter. */
export function printerStatusPayload(status: AnyPrinterStatus, slip: Slip = 'unknown'): Json {
  const paper = status.is === 'ready' ? status.paper : status.is === 'no-paper' ? 'out' : status.is === 'jam' ? 'jammed' : 'unknown';
  return { common: commonStatus(deviceOf(status)), printer: { media: status.is === 'jam' ? 'jammed' : mediaOf[slip], paper: { upper: paper } }, cnPrinter: { status } };
}
function deviceOf({ is }: AnyPrinterStatus) {
  switch (is) {
    case 'ready': case 'no-paper': return 'online';
    case 'starting': return 'starting';
    case 'busy': return 'deviceBusy';
    case 'cover-open': return 'userError';
    case 'cutter': case 'jam': case 'no-toner': case 'no-pdf': case 'error': return 'hardwareError';
    case 'offline': return 'offline';
  }
}
/** The port's status from any printer service's Common.Status: the vendor word where there is one, else the standard ones. */
export function statusOfPrinter(payload: Json): AnyPrinterStatus {
  const own = readPrinterStatus(cnPrinterIn(payload).status);
  if (own) return own;
  const device = isObject(payload.common) ? payload.common.device : undefined;
  const paper = isObject(payload.printer) && isObject(payload.printer.paper) ? Object.values(payload.printer.paper) : [];
  if (paper.includes('jammed') || (isObject(payload.printer) && payload.printer.media === 'jammed')) return { is: 'jam' };
  // With several sources, one that has paper is enough.
  if (paper.includes('out') && !paper.some((one) => one === 'full' || one === 'low')) return { is: 'no-paper' };
  switch (device) {
    case 'online': return { is: 'ready', paper: paper.includes('low') || paper.includes('out') ? 'low' : 'full' };
    case 'starting': return { is: 'starting' };
    case 'deviceBusy': return { is: 'busy' };
    case 'userError': return { is: 'cover-open' };
    case 'hardwareError': case 'fraudAttempt': case 'potentialFraud': return { is: 'error', recoverable: false };
    default: return { is: 'offline' };
  }
}

/** Printer.PaperThresholdEvent beside a change of the paper. */
export function paperThreshold(before: Json, after: Json): readonly Told[] {
  const [was, now] = [upperPaper(before), upperPaper(after)];
  return was !== now && (now === 'full' || now === 'low' || now === 'out') && was !== undefined && was !== 'unknown'
    ? [{ name: 'Printer.PaperThresholdEvent', version: '2.0', payload: { paperSource: 'upper', threshold: now } }] : [];
}
const upperPaper = ({ printer }: Json) => (isObject(printer) && isObject(printer.paper) ? printer.paper.upper : undefined);

/** Completion of Printer.PrintNative: standard codes, and in cnPrinter whether anything may be on paper. */
export function resultOfPrint(outcome: PrintOutcome | DocumentOutcome): Result {
  if (outcome.is === 'printed') return success();
  const { problem } = outcome;
  const cnPrinter = { printed: outcome.is === 'not-printed' ? 'no' : 'unknown', ...(problem && { status: problem }), ...('pagesDone' in outcome && { pagesDone: outcome.pagesDone }) };
  switch (problem?.is) {
    case 'no-paper': return commandError('paperOut', { cnPrinter });
    case 'jam': return commandError('paperJammed', { cnPrinter });
    case 'cover-open': return failure('userError', { cnPrinter });
    case 'offline': case 'busy': return failure('deviceNotReady', { cnPrinter });
    default: return failure('hardwareError', { cnPrinter });
  }
}
/**
 * Printer.Reset: our printers hold nothing of a job that has ended, so that there is nothing to clear and no media to move
 * elsewhere than out; what is to be mended by hand stays as it is.
 */
export function resetResult(mediaControl: unknown, status: AnyPrinterStatus): Result {
  if (mediaControl != null && mediaControl !== 'eject' && mediaControl !== 'expel') return failure(typeof mediaControl === 'string' && /^unit[0-9A-Za-z]+$/.test(mediaControl) ? 'unsupportedData' : 'invalidData');
  switch (status.is) {
    case 'offline': case 'starting': return failure('deviceNotReady');
    case 'jam': return commandError('paperJammed');
    case 'cutter': case 'error': return failure('hardwareError');
    case 'cover-open': return failure('userError');
    default: return success();
  }
}
/** Refused before the device saw anything. */
export const notPrinted = (code: Exclude<CompletionCode, 'success' | 'commandErrorCode'>, status: Problem): Result => failure(code, { cnPrinter: { printed: 'no', status } });

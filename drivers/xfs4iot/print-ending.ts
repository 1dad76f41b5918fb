import type { JobEnd } from '../document-printer/port.ts';
import type { XfsOutcome } from './client.ts';
import { type AnyPrinterStatus, cnPrinterIn, readPrinterStatus } from './vendor.ts';

/** How a PrintNative ended, whichever kind of printer: the ports' outcomes are made of this. */
export type PrintEnding =
  | { readonly is: 'printed' }
  | { readonly is: 'not-printed'; readonly status: AnyPrinterStatus; readonly end?: JobEnd }
  | { readonly is: 'indeterminate'; readonly status?: AnyPrinterStatus; readonly pagesDone: number; readonly end?: JobEnd };

const jobEnds: readonly JobEnd[] = ['aborted', 'canceled', 'vanished'];
/** Completion codes and error codes that promise by themselves that nothing was printed (CWA 17852 Printer.PrintNative). */
const nothingDone: readonly string[] = ['unsupportedCommand', 'invalidCommand', 'invalidRequestID', 'invalidData', 'unsupportedData', 'sequenceError', 'authorizationRequired', 'notEnoughSpace'];
const nothingPrinted: readonly string[] = ['blackMark', 'mediaRejected', 'sourceInvalid', 'sequenceInvalid', 'noMediaPresent'];

/**
 * What may be believed of a print. Anything short of a promise that nothing came out is indeterminate: `deviceNotReady` too,
 * which a service may say at any time ("not ready or timed out").
 */
export function printEnding(outcome: XfsOutcome): PrintEnding {
  switch (outcome.is) {
    case 'not-sent': return { is: 'not-printed', status: outcome.why === 'too-large' ? { is: 'error', recoverable: false } : { is: 'offline' } };
    case 'refused': return { is: 'not-printed', status: outcome.why === 'tooManyRequests' ? { is: 'busy' } : { is: 'error', recoverable: false } };
    case 'indeterminate': return { is: 'indeterminate', pagesDone: 0, status: { is: 'offline' } };
    case 'completed': break;
  }
  const { code, payload } = outcome;
  if (code === 'success') return { is: 'printed' };
  const { printed, status: said, pagesDone, end: ended } = cnPrinterIn(payload);
  const end = jobEnds.find((one) => one === ended);
  const status = readPrinterStatus(said) ?? errorStatus(payload.errorCode);
  if (printed === 'no' || (printed === undefined && (nothingDone.includes(code) || (code === 'commandErrorCode' && nothingPrinted.includes(String(payload.errorCode)))))) {
    return { is: 'not-printed', status: status ?? { is: 'error', recoverable: false }, ...(end && { end }) };
  }
  return { is: 'indeterminate', pagesDone: typeof pagesDone === 'number' && pagesDone >= 0 ? pagesDone : 0, ...(status && { status }), ...(end && { end }) };
}

function errorStatus(errorCode: unknown): AnyPrinterStatus | undefined {
  if (errorCode === 'paperOut' || errorCode === 'noMediaPresent') return { is: 'no-paper' };
  return errorCode === 'paperJammed' || errorCode === 'mediaJammed' ? { is: 'jam' } : undefined;
}

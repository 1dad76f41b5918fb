import type { DocumentPrinter } from './document-printer/port.ts';
import type { IdReader } from './id-reader/port.ts';
import type { ReceiptPrinter } from './receipt-printer/port.ts';
import type { SignaturePad } from './signature/port.ts';

const never = () => () => {};

/** Ports of devices a site does not have: every call answers at once that nothing is there. */
export const absentIdReader: IdReader = {
  capabilities: { model: 'none', photo: false, detectsRemoval: false },
  status: async () => ({ is: 'offline', why: 'no-wire' }), watch: never,
  read: async () => ({ is: 'offline', why: 'no-wire' }), cardPresent: async () => 'unknown',
};
export const absentReceiptPrinter: ReceiptPrinter = {
  capabilities: { model: 'none', widthDots: 576, mediaTaken: false },
  status: async () => ({ is: 'offline' }), watch: never, print: async () => ({ is: 'not-printed', problem: { is: 'offline' } }),
};
export const absentDocumentPrinter: DocumentPrinter = {
  capabilities: { model: 'none' },
  status: async () => ({ is: 'offline' }), watch: never, print: async () => ({ is: 'not-printed', problem: { is: 'offline' } }),
};
export const absentSignaturePad: SignaturePad = { capabilities: { model: 'none', pressure: false }, status: async () => ({ is: 'offline' }), take: never };

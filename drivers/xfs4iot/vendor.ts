// What we add to XFS4IoT, and nowhere contradict in it. A client or service that knows none of this still works.
//
// Interface CnIdCard 1.0: no interface of CWA 17852 carries the text of a Chinese identity card.
//   CnIdCard.Read        command {}            → completion { card: { kind, name, sex, nation, birth, address, number, issuer, validFrom, validTo } }
//                        errorCode cardLost | unknownCard (with cardKind) | badCard (with field); deviceNotReady with `offline`; timeOut; canceled
//   CnIdCard.QueryCard   command {}            → completion { media: present | notPresent | unknown }
//   CnIdCard.InsertCardEvent                     during Read: lay a card on now
//   CnIdCard.MediaInsertedEvent                  during Read: a card was felt, reading began
//   Common.Status        cnIdCard.offline        online | no-wire | no-answer | self-test-failed | not-authorised
//
// Interface CnPrinter 1.0: what `Printer` leaves unsaid.
//   Printer.PrintNative  command cnPrinter { mediaType, title, pages }: what `data` is. Absent: told by its first bytes (P4 or %PDF).
//                        completion cnPrinter { printed: no | unknown, status, pagesDone } when it did not succeed.
//                        `no` promises that nothing came out, so that printing again is safe.
//   CnPrinter.ProgressEvent                      during a PrintNative that carried cnPrinter: { is, pagesDone, problem }
//   Common.Status        cnPrinter.status        the port's own word: ready, cover-open, cutter, …
//   Common.Capabilities  cnPrinter { mediaTypes, widthDots, maximumBytes }
import type { DocumentPrinterStatus } from '../document-printer/port.ts';
import type { IdReaderStatus, ResidentCard } from '../id-reader/port.ts';
import type { ReceiptPrinterStatus } from '../receipt-printer/port.ts';
import { isObject, type Json } from './envelope.ts';

export const pdfMediaType = 'application/pdf';
/** A document of 8 MiB in base64 and its envelope. A service of KAL's framework takes 2 MiB. */
export const documentMessageBytes = 11 * 1024 * 1024;
/** A receipt of 576 dots and three metres. */
export const receiptMessageBytes = 3 * 1024 * 1024;

export type OfflineWhy = Extract<IdReaderStatus, { is: 'offline' }>['why'];
const offlineWhys: readonly OfflineWhy[] = ['no-wire', 'no-answer', 'self-test-failed', 'not-authorised'];
export const readOfflineWhy = (value: unknown): OfflineWhy | undefined => offlineWhys.find((one) => one === value);

const cardFields = ['name', 'sex', 'nation', 'birth', 'address', 'number', 'issuer', 'validFrom', 'validTo'] as const;
/** A resident card as it came over the wire; the service's driver has judged its values, this its shape. */
export function readCard(value: unknown): ResidentCard | undefined {
  if (!isObject(value) || value.kind !== 'resident') return undefined;
  const texts = cardFields.map((field) => [field, value[field]] as const);
  if (!texts.every(([, text]) => typeof text === 'string' && text.length <= 200)) return undefined;
  return { kind: 'resident', ...Object.fromEntries(texts) as Record<(typeof cardFields)[number], string> };
}

/** A printer's status of either kind in the port's own words. */
export type AnyPrinterStatus = ReceiptPrinterStatus | DocumentPrinterStatus;
const plain = ['starting', 'no-paper', 'cover-open', 'cutter', 'jam', 'busy', 'offline'] as const;
export function readPrinterStatus(value: unknown): AnyPrinterStatus | undefined {
  if (!isObject(value)) return undefined;
  if (value.is === 'ready') return { is: 'ready', paper: value.paper === 'low' ? 'low' : 'full' };
  if (value.is === 'error') return { is: 'error', recoverable: value.recoverable === true };
  const is = plain.find((one) => one === value.is);
  return is && { is };
}

/** The cnPrinter object of a payload, or an empty one. */
export const cnPrinterIn = (payload: Json): Json => (isObject(payload.cnPrinter) ? payload.cnPrinter : {});

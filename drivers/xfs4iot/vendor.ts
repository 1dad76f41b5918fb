// What we add to XFS4IoT, and nowhere contradict in it. A client or service that knows none of this still works.
//
// Interface CnIdCard 1.0: no interface of CWA 17852 carries the text of a Chinese identity card.
//   CnIdCard.Read        command { photo? }    → completion { card, photo? }: the texts of a card as in drivers/id-reader/port.ts (kind resident,
//                        residence-permit or foreigner). With `photo: true` also its photo, 1,024 bytes of WLT in base64, when it has one.
//                        errorCode cardLost | unknownCard (with cardKind) | badCard (with field); deviceNotReady with `offline`; timeOut; canceled
//   CnIdCard.QueryCard   command {}            → completion { media: present | notPresent | unknown }
//   CnIdCard.InsertCardEvent                     during Read: lay a card on now
//   CnIdCard.MediaInsertedEvent                  during Read: a card was felt, reading began
//   Common.Capabilities  cnIdCard { detectsRemoval, photo }
//   Common.Status        cnIdCard.offline        online | no-wire | no-answer | self-test-failed | not-authorised
//
// Interface CnPrinter 1.0: what `Printer` leaves unsaid.
//   Printer.PrintNative  command cnPrinter { mediaType, title, pages }: what `data` is. Absent: told by its first bytes (P4 or %PDF).
//                        Of a receipt also { lines }: what some of its rows say, for a printer on a line too slow for dots (text-lines.ts).
//                        completion cnPrinter { printed: no | unknown, status, pagesDone, end: aborted | canceled | vanished } when it did not succeed.
//                        `no` promises that nothing came out, so that printing again is safe.
//   CnPrinter.ProgressEvent                      during a PrintNative that carried cnPrinter: { is, pagesDone, problem }
//   Common.Status        cnPrinter.status        the port's own word: ready, cover-open, cutter, …
//   Common.Capabilities  cnPrinter { mediaTypes, widthDots, maximumBytes }
//
// Interface CnDevice 1.0: on every service that has a device.
//   CnDevice.SelfTest    command { part }      → completion { result: passed (with `device`, what it says of itself) | failed (with `why`:
//                        no-wire | no-answer | self-test-failed | not-authorised | not-ready) | busy | cannotTell }. Uses up nothing, disturbs
//                        nobody being served. `part` names one of several devices behind a service: presence | audio of Auxiliaries.
//   Common.Status        cnDevice.offline      online | no-wire | no-answer | forbidden (a camera the system withholds)
//   deviceNotReady       with `offline`, the same words, or `busy`
//   Common.Capabilities  cnDevice { exactBytes }   of a BarcodeReader: whether a code's bytes come as they are, or as a keyboard types them
//
// Auxiliaries: what the standard sensors cannot say.
//   Common.Status        cnAuxiliaries { presence, audio }   the ports' own status: { is, somebody: near | away | unknown } and
//                        { is, earphone: plugged | unplugged | unknown }
//   Common.Capabilities  cnAuxiliaries { speaker, earphoneSense }
//
// Lights: cnCamera and cnDocumentCamera are lights that the standard has no name for (light-names.ts).
import type { DocumentPrinterStatus } from '../document-printer/port.ts';
import type { CardKind, IdCard, IdReaderStatus } from '../id-reader/port.ts';
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

const common = ['number', 'sex', 'birth', 'validFrom', 'validTo'] as const;
/** The texts of each kind of card; a foreigner's card has two of its own by its letter. */
const textsOf: Readonly<Record<CardKind | 'I' | 'Y', readonly string[]>> = {
  'resident': [...common, 'name', 'nation', 'address', 'issuer'],
  'residence-permit': [...common, 'name', 'address', 'issuer', 'passNumber', 'issueCount'],
  'foreigner': [...common, 'letter', 'englishName', 'chineseName', 'nationality'],
  'I': ['version', 'authority'],
  'Y': ['renewals', 'formerNumber'],
};
/** A card as it came over the wire, with nothing but its own texts: its shape is judged here, its values by the service's driver. */
export function readCard(value: unknown): IdCard | undefined {
  if (!isObject(value)) return undefined;
  const { kind, letter } = value;
  if (kind !== 'resident' && kind !== 'residence-permit' && kind !== 'foreigner') return undefined;
  if (kind === 'foreigner' && letter !== 'I' && letter !== 'Y') return undefined;
  const fields = [...textsOf[kind], ...(letter === 'I' || letter === 'Y' ? textsOf[letter] : [])];
  if (!fields.every((field) => typeof value[field] === 'string' && value[field].length <= 200)) return undefined;
  return { kind, ...Object.fromEntries(fields.map((field) => [field, value[field]])) } as unknown as IdCard;
}
/** The letter at byte 248 of a card, as `unknown-card` tells it. */
export const letterOf = (card: IdCard): string | undefined => (card.kind === 'residence-permit' ? 'J' : card.kind === 'foreigner' ? card.letter : undefined);

/** A printer's status of either kind in the port's own words. */
export type AnyPrinterStatus = ReceiptPrinterStatus | DocumentPrinterStatus;
const plain = ['starting', 'no-paper', 'no-toner', 'no-pdf', 'cover-open', 'cutter', 'jam', 'busy', 'offline'] as const;
export function readPrinterStatus(value: unknown): AnyPrinterStatus | undefined {
  if (!isObject(value)) return undefined;
  if (value.is === 'ready') return { is: 'ready', paper: value.paper === 'low' ? 'low' : 'full', ...(value.toner === 'low' && { toner: 'low' }) };
  if (value.is === 'error') return { is: 'error', recoverable: value.recoverable === true };
  const is = plain.find((one) => one === value.is);
  return is && { is };
}

/** The cnPrinter object of a payload, or an empty one. */
export const cnPrinterIn = (payload: Json): Json => (isObject(payload.cnPrinter) ? payload.cnPrinter : {});

import type { CodeScanner } from './code-scanner/port.ts';
import type { DocumentPrinter } from './document-printer/port.ts';
import type { IdReader } from './id-reader/port.ts';
import type { ReceiptPrinter } from './receipt-printer/port.ts';
import type { SignaturePad } from './signature/port.ts';
import type { Post } from './transport/post.ts';
import type { Wire } from './transport/wire.ts';

/** Every device this kiosk can drive, by the name a site's configuration gives. One line per model. */
export const idReaders: Readonly<Record<string, (wire: Wire) => Promise<IdReader>>> = {
  'sdt': async (wire) => (await import('./id-reader/sdt/driver.ts')).sdtReader(wire),
  // These speak HTTP to their maker's service on this machine and leave the wire alone.
  'huashi-19196': async () => vendorReader('huashi-19196'),
  'idcard-38088': async () => vendorReader('idcard-38088'),
};
async function vendorReader(model: 'huashi-19196' | 'idcard-38088'): Promise<IdReader> {
  const [{ vendorServiceReader }, { vendorServices }] = await Promise.all([import('./id-reader/vendor-service/driver.ts'), import('./id-reader/vendor-service/services.ts')]);
  return vendorServiceReader(vendorServices[model]);
}
/** `keys` is the window: a scanner that poses as a keyboard is heard there, and leaves the wire alone. */
export const codeScanners: Readonly<Record<string, (near: { readonly wire: Wire; readonly keys: EventTarget }) => Promise<CodeScanner>>> = {
  'serial': async ({ wire }) => (await import('./code-scanner/serial/driver.ts')).serialScanner(wire),
  'serial-aim': async ({ wire }) => (await import('./code-scanner/serial/driver.ts')).serialScanner(wire, { model: 'serial-aim', aim: true }),
  'hid-wedge': async ({ keys }) => (await import('./code-scanner/hid-wedge/driver.ts')).hidWedgeScanner(keys),
};
export const receiptPrinters: Readonly<Record<string, (wire: Wire) => Promise<ReceiptPrinter>>> = {
  'escpos-80': async (wire) => (await import('./receipt-printer/escpos/driver.ts')).escposPrinter(wire, { widthDots: 576, model: 'escpos-80' }),
  'escpos-58': async (wire) => (await import('./receipt-printer/escpos/driver.ts')).escposPrinter(wire, { widthDots: 384, model: 'escpos-58' }),
};
export const documentPrinters: Readonly<Record<string, (post: Post, uri: string) => Promise<DocumentPrinter>>> = {
  'ipp': async (post, uri) => (await import('./document-printer/ipp/driver.ts')).ippPrinter(post, { uri }),
};
export const signaturePads: Readonly<Record<string, () => Promise<SignaturePad>>> = {
  'touch': async () => (await import('./signature/touch/driver.ts')).touchPad(),
};

import { documentPrinters, idReaders, receiptPrinters, signaturePads } from '../drivers/index.ts';
import { absentDocumentPrinter, absentIdReader, absentReceiptPrinter, absentSignaturePad } from '../drivers/absent.ts';
import { httpPost } from '../drivers/transport/post.ts';
import { webSerialWire } from '../drivers/transport/web-serial.ts';
import { webSocketWire } from '../drivers/transport/web-socket.ts';
import type { Wire } from '../drivers/transport/wire.ts';
import type { SiteConfig } from './site-config.ts';

type Devices = SiteConfig['devices'];
type WireConfig = NonNullable<Devices['id-reader']>['wire'];

/** The devices of this site, by configuration. One that is not there, or whose model nobody knows, is a device that is off. */
export async function openDevices(devices: Devices) {
  const reader = devices['id-reader'];
  const receipts = devices['receipt-printer'];
  const documents = devices['document-printer'];
  const pad = devices.signature;
  const [idReader, receiptPrinter, documentPrinter, signature] = await Promise.all([
    reader ? idReaders[reader.model]?.(wireOf(reader.wire)) : undefined,
    receipts ? receiptPrinters[receipts.model]?.(wireOf(receipts.wire)) : undefined,
    documents ? documentPrinters[documents.model]?.(httpPost(documents.wire.path), documents.wire.uri) : undefined,
    pad ? signaturePads[pad.model]?.() : undefined,
  ]);
  return {
    idReader: idReader ?? absentIdReader, receiptPrinter: receiptPrinter ?? absentReceiptPrinter,
    documentPrinter: documentPrinter ?? absentDocumentPrinter, signature: signature ?? absentSignaturePad,
  };
}

const wireOf = (wire: WireConfig): Wire => (wire.is === 'web-socket' ? webSocketWire(wire.url) : webSerialWire({
  baudRate: wire.baudRate, ...(wire.usbVendorId !== undefined && { usbVendorId: wire.usbVendorId }), ...(wire.usbProductId !== undefined && { usbProductId: wire.usbProductId }),
}));

import type { AudioOutput } from '../audio/port.ts';
import type { Camera } from '../camera/port.ts';
import type { CodeScanner } from '../code-scanner/port.ts';
import type { DocumentPrinter } from '../document-printer/port.ts';
import type { IdCard, IdReader } from '../id-reader/port.ts';
import type { Indicator } from '../indicator/port.ts';
import type { PresenceSensor } from '../presence/port.ts';
import type { ReceiptPrinter } from '../receipt-printer/port.ts';
import type { CardTerminal } from '../smart-card/terminal.ts';
import { auxiliariesService } from './auxiliaries-service.ts';
import { cameraService } from './camera-service.ts';
import { cardReaderService } from './card-reader-service.ts';
import { codeScannerService } from './code-scanner-service.ts';
import { documentPrinterService } from './document-printer-service.ts';
import { idCardService } from './id-card-service.ts';
import { indicatorService } from './indicator-service.ts';
import { receiptPrinterService } from './receipt-printer-service.ts';
import type { XfsService } from './service.ts';

/**
 * The ports that can be offered, by kind as in a configuration. A smart-card reader is offered as its terminal: over the wire
 * go APDUs, and what is read from the card is the client's business. Presence and audio share one service, Auxiliaries.
 */
export interface OfferedPorts {
  readonly 'id-reader'?: IdReader<IdCard> | IdReader;
  readonly 'smart-card'?: CardTerminal;
  readonly 'receipt-printer'?: ReceiptPrinter;
  readonly 'document-printer'?: DocumentPrinter;
  readonly 'code-scanner'?: CodeScanner;
  readonly 'camera'?: Camera;
  readonly 'indicator'?: Indicator;
  readonly 'presence'?: PresenceSensor;
  readonly 'audio'?: AudioOutput;
}
export type OfferedKind = keyof OfferedPorts;

/** The name under which each kind's service stands, `…/xfs4iot/v1.0/<name>`: what a configuration puts in `wire.service`. */
export const serviceNames: Readonly<Record<OfferedKind, string>> = {
  'id-reader': 'IdCard', 'smart-card': 'SmartCard', 'receipt-printer': 'ReceiptPrinter', 'document-printer': 'DocumentPrinter',
  'code-scanner': 'CodeScanner', 'camera': 'Camera', 'indicator': 'Indicator', 'presence': 'Auxiliaries', 'audio': 'Auxiliaries',
};

/** One service for each device that is there, in the order of `serviceNames`. VendorMode stands beside them: it has no device (vendor-mode-service.ts). */
export function servicesFor(ports: OfferedPorts): XfsService[] {
  const of = <K extends OfferedKind>(kind: K, offer: (port: NonNullable<OfferedPorts[K]>, options: { name: string }) => XfsService): XfsService[] =>
    (ports[kind] ? [offer(ports[kind], { name: serviceNames[kind] })] : []);
  const { presence, audio } = ports;
  return [
    ...of('id-reader', (reader, options) => idCardService(reader as IdReader<IdCard>, options)),
    ...of('smart-card', cardReaderService),
    ...of('receipt-printer', receiptPrinterService),
    ...of('document-printer', documentPrinterService),
    ...of('code-scanner', codeScannerService),
    ...of('camera', cameraService),
    ...of('indicator', indicatorService),
    ...(presence || audio ? [auxiliariesService({ presence, audio }, { name: serviceNames.presence })] : []),
  ];
}

import type { DocumentPrinter } from '../../drivers/document-printer/port.ts';
import type { IdReader } from '../../drivers/id-reader/port.ts';
import type { Bitmap, ReceiptPrinter } from '../../drivers/receipt-printer/port.ts';
import type { SignaturePad } from '../../drivers/signature/port.ts';
import type { Paper } from '../core/paper.ts';
import type { Platform } from '../platform/port.ts';
import type { Clock } from './clock.ts';
import type { HandIn } from './hand-in.ts';

/** Everything outside the page that models may use, each as its port only. */
export interface Ports {
  readonly idReader: IdReader;
  readonly receiptPrinter: ReceiptPrinter;
  readonly documentPrinter: DocumentPrinter;
  readonly signature: SignaturePad;
  readonly platform: Platform;
  readonly handIn: HandIn;
  /** Whether this kiosk's storage can keep an application; known at the start. */
  readonly canKeep: boolean;
  readonly clock: Clock;
  /** Draws a paper for the receipt printer's width; embedded fonts are loaded first. */
  readonly draw: (paper: Paper, widthDots: number) => Promise<Bitmap>;
  /** Characters by syllable for the on-screen pinyin keyboard; null when the table cannot be had. */
  readonly pinyinTable: () => Promise<Readonly<Record<string, string>> | null>;
  readonly randomKey: () => string;
  /** Names this kiosk and its site in every question asked of the platform. */
  readonly kiosk: string;
  readonly site: string;
}

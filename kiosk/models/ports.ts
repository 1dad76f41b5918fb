import type { AudioOutput } from '../../drivers/audio/port.ts';
import type { Camera } from '../../drivers/camera/port.ts';
import type { CodeScanner } from '../../drivers/code-scanner/port.ts';
import type { DocumentCamera } from '../../drivers/document-camera/port.ts';
import type { DocumentPrinter } from '../../drivers/document-printer/port.ts';
import type { IdReader } from '../../drivers/id-reader/port.ts';
import type { Indicator } from '../../drivers/indicator/port.ts';
import type { Keypad } from '../../drivers/keypad/port.ts';
import type { PresenceSensor } from '../../drivers/presence/port.ts';
import type { Page, ReceiptPrinter } from '../../drivers/receipt-printer/port.ts';
import type { SignaturePad } from '../../drivers/signature/port.ts';
import type { SmartCardReader } from '../../drivers/smart-card/port.ts';
import type { DeviceKind } from '../../content/schema/site.ts';
import type { Paper } from '../core/paper.ts';
import type { Platform } from '../platform/port.ts';
import type { Clock } from './clock.ts';
import type { HandIn } from './hand-in.ts';

/** Everything outside the page that models may use, each as its port only. */
export interface Ports {
  readonly idReader: IdReader;
  readonly smartCard: SmartCardReader;
  readonly receiptPrinter: ReceiptPrinter;
  readonly documentPrinter: DocumentPrinter;
  readonly codeScanner: CodeScanner;
  readonly camera: Camera;
  readonly documentCamera: DocumentCamera;
  readonly signature: SignaturePad;
  readonly indicator: Indicator;
  readonly audio: AudioOutput;
  readonly presence: PresenceSensor;
  readonly keypad: Keypad;
  /** The kinds this kiosk was set up with; the ports of all others are of devices that are not there. */
  readonly fitted: ReadonlySet<DeviceKind>;
  readonly platform: Platform;
  readonly handIn: HandIn;
  /** Whether this kiosk's storage can keep an application; known at the start. */
  readonly canKeep: boolean;
  readonly clock: Clock;
  /** Draws a paper for the receipt printer's width; embedded fonts are loaded first. */
  readonly draw: (paper: Paper, widthDots: number) => Promise<Page>;
  /** Characters by syllable for the on-screen pinyin keyboard; null when the table cannot be had. */
  readonly pinyinTable: () => Promise<Readonly<Record<string, string>> | null>;
  readonly randomKey: () => string;
  /** Names this kiosk and its site in every question asked of the platform. */
  readonly kiosk: string;
  readonly site: string;
}

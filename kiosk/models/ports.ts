import type { AudioOutput } from '../../drivers/audio/port.ts';
import type { Camera } from '../../drivers/camera/port.ts';
import type { CodeScanner } from '../../drivers/code-scanner/port.ts';
import type { DocumentCamera } from '../../drivers/document-camera/port.ts';
import type { DocumentPrinter } from '../../drivers/document-printer/port.ts';
import type { IdReader, PhotoDecoder } from '../../drivers/id-reader/port.ts';
import type { Indicator } from '../../drivers/indicator/port.ts';
import type { Keypad } from '../../drivers/keypad/port.ts';
import type { PresenceSensor } from '../../drivers/presence/port.ts';
import type { Page, ReceiptPrinter } from '../../drivers/receipt-printer/port.ts';
import type { SignaturePad } from '../../drivers/signature/port.ts';
import type { SmartCardReader } from '../../drivers/smart-card/port.ts';
import type { DeviceKind } from '../../content/schema/site.ts';
import type { Paper } from '../core/paper.ts';
import type { FaceVerifier } from '../face/port.ts';
import type { Platform } from '../platform/port.ts';
import type { Clock } from './clock.ts';
import type { Door } from './door.ts';
import type { HandIn } from './hand-in.ts';
import type { Capacity, SuppliesStore } from './supplies.ts';

/** Everything outside the page that models may use, each as its port only. */
export interface Ports {
  readonly idReader: IdReader;
  readonly smartCard: SmartCardReader;
  readonly receiptPrinter: ReceiptPrinter;
  readonly documentPrinter: DocumentPrinter;
  readonly codeScanner: CodeScanner;
  readonly camera: Camera;
  readonly documentCamera: DocumentCamera;
  /** Unpacks the photo of an identity card; its model is `none` where the site has no decoder. */
  readonly photoDecoder: PhotoDecoder;
  readonly faceVerifier: FaceVerifier;
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
  /** Applications that the office refused, dealt with by a maintainer: sent again, or deleted for good. */
  readonly rejected: { retry(key: string): Promise<'done' | 'not-done'>; discard(key: string): Promise<'done' | 'not-done'> };
  /** Where the maintainer's PIN is asked about. */
  readonly door: Door;
  readonly suppliesStore: SuppliesStore;
  readonly capacity: Capacity;
  /** Draws a paper for the receipt printer's width, with its lines as text beside the dots; embedded fonts are loaded first. */
  readonly draw: (paper: Paper, widthDots: number) => Promise<Page>;
  /** Characters by syllable for the on-screen pinyin keyboard; null when the table cannot be had. */
  readonly pinyinTable: () => Promise<Readonly<Record<string, string>> | null>;
  readonly randomKey: () => string;
  /** From 0 to below 1, and not to be guessed from what was drawn before. */
  readonly random: () => number;
  /** Names this kiosk and its site in every question asked of the platform. */
  readonly kiosk: string;
  readonly site: string;
}

import type { AudioOutput } from './audio/port.ts';
import type { Camera } from './camera/port.ts';
import type { CodeScanner } from './code-scanner/port.ts';
import type { SelfTest } from './device.ts';
import type { DocumentCamera } from './document-camera/port.ts';
import type { DocumentPrinter } from './document-printer/port.ts';
import type { IdReader } from './id-reader/port.ts';
import type { Indicator } from './indicator/port.ts';
import type { Keypad } from './keypad/port.ts';
import type { PresenceSensor } from './presence/port.ts';
import type { ReceiptPrinter } from './receipt-printer/port.ts';
import type { SignaturePad } from './signature/port.ts';
import type { SmartCardReader } from './smart-card/port.ts';

const noWire = { is: 'offline', why: 'no-wire' } as const;
const absent = { status: async () => noWire, watch: () => () => {}, selfTest: async (): Promise<SelfTest> => ({ is: 'failed', why: 'no-wire' }) } as const;
const absentPrinter = { status: async () => ({ is: 'offline' } as const), watch: absent.watch, selfTest: absent.selfTest, print: async () => ({ is: 'not-printed', problem: { is: 'offline' } } as const) };

/** Ports of devices a site does not have: every call answers at once that nothing is there. */
export const absentIdReader: IdReader = { ...absent, capabilities: { model: 'none', photo: false, detectsRemoval: false }, read: async () => noWire, cardPresent: async () => 'unknown' };
export const absentSmartCardReader: SmartCardReader = { ...absent, capabilities: { model: 'none', detectsRemoval: false, confirmed: false }, read: async () => noWire, cardPresent: async () => 'unknown' };
export const absentReceiptPrinter: ReceiptPrinter = { ...absentPrinter, capabilities: { model: 'none', widthDots: 576, mediaTaken: false }, taken: async () => 'unknown' };
export const absentDocumentPrinter: DocumentPrinter = { ...absentPrinter, capabilities: { model: 'none' } };
export const absentCodeScanner: CodeScanner = { ...absent, capabilities: { model: 'none', exactBytes: false }, scan: async () => noWire };
export const absentCamera: Camera = { ...absent, capabilities: { model: 'none', preview: false }, open: async () => noWire };
export const absentDocumentCamera: DocumentCamera = { ...absent, capabilities: { model: 'none', preview: false }, open: async () => noWire };
export const absentIndicator: Indicator = { ...absent, capabilities: { model: 'none', lights: [] }, set: async () => 'no-light', clear: async () => 'set' };
export const absentAudio: AudioOutput = { ...absent, capabilities: { model: 'none', speaker: false, earphoneSense: false } };
export const absentPresenceSensor: PresenceSensor = { ...absent, capabilities: { model: 'none' } };
export const absentKeypad: Keypad = { ...absent, capabilities: { model: 'none', keys: [] }, listen: () => () => {} };
export const absentSignaturePad: SignaturePad = { ...absent, capabilities: { model: 'none', pressure: false }, status: async () => ({ is: 'offline' } as const), take: () => () => {} };

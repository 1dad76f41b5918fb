import type { SmartCardState } from './smart-card.ts';

/** What GET /state answers and GET /events repeats at every change. */
export interface DockState {
  readonly people: readonly { readonly id: string; readonly label: string; readonly sex: string; readonly birth: string; readonly number: string; readonly name: string; readonly hasPhoto: boolean }[];
  readonly reader: { readonly card: string | null; readonly unplugged: boolean; readonly connected: boolean; readonly fault: string | null };
  readonly smartCard: SmartCardState;
  readonly receiptPrinter: {
    readonly unplugged: boolean; readonly connected: boolean; readonly cover: 'open' | 'closed'; readonly paper: 'full' | 'low' | 'end'; readonly cutter: 'jammed' | 'free';
    readonly error: 'passing' | 'lasting' | null;
    readonly mute: 'all' | 'replies' | null;
    /** Rows that hang out of the slot, not yet cut. */
    readonly hangingRows: number;
  };
  readonly documentPrinter: {
    readonly cover: 'open' | 'closed'; readonly paper: 'full' | 'low' | 'empty'; readonly jam: boolean; readonly toner: 'full' | 'low' | 'empty'; readonly busy: boolean; readonly mute: boolean;
    /** An older printer, which takes job and document in one. */
    readonly printJobOnly: boolean;
    readonly pagesOut: number;
  };
  readonly codeScanner: { readonly unplugged: boolean; readonly connected: boolean; readonly beeps: number; readonly codes: readonly { readonly id: string; readonly label: string }[] };
  /** What each lamp looks like to somebody in front of the kiosk, by the name its settings give it. */
  readonly ioBoard: {
    readonly unplugged: boolean; readonly connected: boolean; readonly mute: boolean; readonly somebody: 'near' | 'away'; readonly earphone: 'in' | 'out';
    readonly lamps: Readonly<Record<string, 'off' | 'on' | 'flashing'>>;
  };
  readonly documentCamera: { readonly lies: 'nothing' | 'register' | 'lease'; readonly unplugged: boolean };
  /** `hasPicture`: one was chosen that it can see. */
  readonly camera: { readonly before: 'nobody' | 'somebody' | 'picture'; readonly hasPicture: boolean; readonly unplugged: boolean };
  readonly pen: { readonly unplugged: boolean; readonly connected: boolean; readonly strokes: number };
  readonly keypad: { readonly unplugged: boolean; readonly connected: boolean; readonly presses: number };
  readonly platform: { readonly reachable: boolean; readonly faults: Readonly<Record<string, number | boolean | string>>; readonly phones: readonly Sms[] };
  /** Papers in the trays, oldest first; `path` is below the dock's address. */
  readonly papers: { readonly receipts: readonly Paper[]; readonly documents: readonly Paper[] };
}
/** A code on a fictional phone, as the stand-in sent it. */
export interface Sms { readonly phone: string; readonly code: string; readonly sentAt: string }
export interface Paper { readonly n: number; readonly path: string; readonly title: string; readonly heightDots?: number; readonly pages?: number }

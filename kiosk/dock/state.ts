import type { SmartCardState } from './smart-card.ts';

/** What GET /state answers and GET /events repeats at every change. */
export interface DockState {
  readonly people: readonly { readonly id: string; readonly label: string; readonly sex: string; readonly birth: string; readonly number: string; readonly name: string }[];
  readonly reader: { readonly card: string | null; readonly unplugged: boolean; readonly connected: boolean; readonly fault: string | null };
  readonly smartCard: SmartCardState;
  readonly receiptPrinter: {
    readonly unplugged: boolean; readonly connected: boolean; readonly cover: 'open' | 'closed'; readonly paper: 'full' | 'low' | 'end'; readonly cutter: 'jammed' | 'free';
    readonly mute: 'all' | 'replies' | null;
    /** Rows that hang out of the slot, not yet cut. */
    readonly hangingRows: number;
  };
  readonly documentPrinter: {
    readonly cover: 'open' | 'closed'; readonly paper: 'full' | 'low' | 'empty'; readonly jam: boolean; readonly busy: boolean; readonly mute: boolean; readonly pagesOut: number;
  };
  readonly platform: { readonly reachable: boolean; readonly faults: Readonly<Record<string, number | boolean | string>> };
  /** Papers in the trays, oldest first; `path` is below the dock's address. */
  readonly papers: { readonly receipts: readonly Paper[]; readonly documents: readonly Paper[] };
}
export interface Paper { readonly n: number; readonly path: string; readonly title: string; readonly heightDots?: number; readonly pages?: number }

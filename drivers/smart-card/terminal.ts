import type { Device, PlainStatus } from '../device.ts';

/**
 * A slot for chip cards and the way APDUs take to the card in it, whatever stands between: PC/SC, a virtual reader, an XFS4IoT
 * CardReader. What is read from the card is the business of whoever talks to it. Never rejects.
 */
export interface CardTerminal extends Device<PlainStatus> {
  readonly capabilities: { readonly model: string; readonly detectsRemoval: boolean };
  /**
   * Waits for a card, powers it and holds it exclusively until `release`. Ends with `timed-out` after `deadlineMs`, with
   * `cancelled` when the signal fires. `onCard` tells that a card was felt.
   */
  connect(ask: { readonly deadlineMs: number; readonly signal?: AbortSignal; readonly onCard?: () => void }): Promise<Connected>;
  cardPresent(): Promise<'present' | 'absent' | 'unknown'>;
}
export type Connected =
  | { readonly is: 'connected'; readonly card: CardChannel }
  /** A card is there and gives no answer to reset. */
  | { readonly is: 'mute-card' }
  | { readonly is: 'timed-out' }
  | { readonly is: 'cancelled' }
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' };
export interface CardChannel {
  /** Answer to reset, ISO/IEC 7816-3. */
  readonly atr: Uint8Array;
  /** One command APDU (ISO/IEC 7816-4), the raw response with its SW1 SW2: 61xx and 6Cxx are the caller's to follow. */
  transmit(apdu: Uint8Array, ask: { readonly deadlineMs: number }): Promise<Transmitted>;
  /** Powers the card down and lets it go. */
  release(): Promise<void>;
}
export type Transmitted =
  | { readonly is: 'answer'; readonly bytes: Uint8Array }
  | { readonly is: 'lost-card' }
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' };

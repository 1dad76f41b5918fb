/** What the kiosk needs of a reader of Chinese second-generation identity cards (GA 450 class). Never rejects. */
export interface IdReader {
  readonly capabilities: IdReaderCapabilities;
  /** Last known state; asks the device when nothing is known yet. */
  status(): Promise<IdReaderStatus>;
  /** Calls back at every change of status. Returns the way to stop. */
  watch(onStatus: (status: IdReaderStatus) => void): () => void;
  /**
   * Waits for a card to be laid on and reads its text. Ends with `timed-out` after `deadlineMs`, with `cancelled` when the
   * signal fires. `onProgress` tells the screen when a card was felt and reading began.
   */
  read(ask: ReadCard): Promise<ReadOutcome>;
  /** Whether a card lies on the reader now: a card forgotten at the end of a visit. `unknown` when the device cannot tell. */
  cardPresent(): Promise<'present' | 'absent' | 'unknown'>;
}
export interface IdReaderCapabilities { readonly model: string; readonly photo: boolean; readonly detectsRemoval: boolean }
export interface ReadCard { readonly deadlineMs: number; readonly signal?: AbortSignal; readonly onProgress?: (progress: 'waiting' | 'reading') => void }

export type IdReaderStatus =
  | { readonly is: 'ready' }
  | { readonly is: 'starting' }
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' | 'self-test-failed' | 'not-authorised' };

export type ReadOutcome =
  | { readonly is: 'read'; readonly card: ResidentCard }
  /** The card left the field, or answered badly, before all of it was read: lay it on again. */
  | { readonly is: 'lost-card' }
  /** A card, but not one this kiosk understands; `kind` is the letter at byte 248 of the text block, if it has one. */
  | { readonly is: 'unknown-card'; readonly kind?: string }
  /** Read completely, but a value in it cannot be right (check digit, date). `field` names it, never its content. */
  | { readonly is: 'bad-card'; readonly field: string }
  | { readonly is: 'timed-out' }
  | { readonly is: 'cancelled' }
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' | 'self-test-failed' | 'not-authorised' };

/** The text of a resident identity card. Strings are exact UTF-16, only the padding removed: private-use characters stay. */
export interface ResidentCard {
  readonly kind: 'resident';
  readonly name: string;
  /** GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated. */
  readonly sex: string;
  /** GB/T 3304, two digits. */
  readonly nation: string;
  /** YYYY-MM-DD. */
  readonly birth: string;
  readonly address: string;
  /** GB 11643, 18 characters, check digit verified. */
  readonly number: string;
  readonly issuer: string;
  /** YYYY-MM-DD. */
  readonly validFrom: string;
  /** YYYY-MM-DD, or `long-term` (长期). */
  readonly validTo: string;
}

import type { Device } from '../device.ts';

/**
 * What the kiosk needs of a reader of Chinese second-generation identity cards (GA 450 class). Never rejects. `C` is what it
 * hands over: resident cards, unless the driver was made for other kinds as well.
 */
export interface IdReader<C extends IdCard = ResidentCard> extends Device<IdReaderStatus> {
  readonly capabilities: IdReaderCapabilities;
  /**
   * Waits for a card to be laid on and reads its text. Ends with `timed-out` after `deadlineMs`, with `cancelled` when the
   * signal fires. `onProgress` tells the screen when a card was felt and reading began.
   */
  read(ask: ReadCard): Promise<ReadOutcome<C>>;
  /** Whether a card lies on the reader now: a card forgotten at the end of a visit. `unknown` when the device cannot tell. */
  cardPresent(): Promise<'present' | 'absent' | 'unknown'>;
}
/** `photo`: can hand over the card's photo when asked. `detectsRemoval`: `cardPresent` knows. */
export interface IdReaderCapabilities { readonly model: string; readonly photo: boolean; readonly detectsRemoval: boolean }
export interface ReadCard {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: 'waiting' | 'reading') => void;
  /** The photo is handed over only when asked for: few matters need it. */
  readonly photo?: boolean;
}
export type IdReaderStatus =
  | { readonly is: 'ready' }
  | { readonly is: 'starting' }
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' | 'self-test-failed' | 'not-authorised' };

export type ReadOutcome<C extends IdCard = ResidentCard> =
  /** `photo`: 1,024 bytes of WLT, opaque, only when asked for and there. The caller overwrites them after use. */
  | { readonly is: 'read'; readonly card: C; readonly photo?: Uint8Array }
  /** The card left the field, or answered badly, before all of it was read: lay it on again. */
  | { readonly is: 'lost-card' }
  /** A card, but not of a kind asked for, or of none known; `kind` is the letter at byte 248 of the text block, if it has one. */
  | { readonly is: 'unknown-card'; readonly kind?: string }
  /** Read completely, but a value in it cannot be right (check digit, date). `field` names it, never its content. */
  | { readonly is: 'bad-card'; readonly field: string }
  | { readonly is: 'timed-out' }
  | { readonly is: 'cancelled' }
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' | 'self-test-failed' | 'not-authorised' };

/** Every card a reader may be made to read. */
export type IdCard = ResidentCard | ResidencePermit | ForeignerCard;
export type CardKind = IdCard['kind'];
/** The cards of some kinds: `CardOf<'resident' | 'foreigner'>`. */
export type CardOf<K extends CardKind> = Extract<IdCard, { kind: K }>;

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

/** The text of a residence permit for Hong Kong, Macao and Taiwan residents (港澳台居民居住证, letter J). */
export interface ResidencePermit {
  readonly kind: 'residence-permit';
  readonly name: string;
  readonly sex: string;
  /** YYYY-MM-DD. */
  readonly birth: string;
  readonly address: string;
  /** GB 11643 with 81, 82 or 83 in front (Hong Kong, Macao, Taiwan), check digit verified. */
  readonly number: string;
  readonly issuer: string;
  readonly validFrom: string;
  /** YYYY-MM-DD, or `long-term`. */
  readonly validTo: string;
  /** 通行证号码, of the exit-entry permit behind it. */
  readonly passNumber: string;
  /** 签发次数, two digits. */
  readonly issueCount: string;
}

/** The text of a foreign permanent resident's card, of either generation: letter I (15 characters) or Y (2023, 18 digits). */
export type ForeignerCard = ForeignerText & (
  | { readonly letter: 'I'; readonly version: string; readonly authority: string }
  /** `formerNumber` links to the number of an older card; '' when there is none. */
  | { readonly letter: 'Y'; readonly renewals: string; readonly formerNumber: string }
);
export interface ForeignerText {
  readonly kind: 'foreigner';
  readonly englishName: string;
  /** '' when the card bears none. */
  readonly chineseName: string;
  readonly sex: string;
  /** YYYY-MM-DD. */
  readonly birth: string;
  /** Three letters and twelve digits (I), or eighteen characters beginning with 9, check digit verified (Y). */
  readonly number: string;
  /** ISO 3166-1 alpha-3. */
  readonly nationality: string;
  readonly validFrom: string;
  /** YYYY-MM-DD, or `long-term`. */
  readonly validTo: string;
}

/**
 * Makes the photo of an identity card visible: 1,024 bytes of WLT in, a bitmap out. The format is closed and its decoder is
 * licensed per security module, so a maker's service stands behind this and every flow works without it. Never rejects.
 */
export interface PhotoDecoder {
  readonly capabilities: { readonly model: string };
  decode(wlt: Uint8Array, ask: { readonly deadlineMs: number }): Promise<PhotoOutcome>;
}
export type PhotoOutcome =
  | { readonly is: 'decoded'; readonly photo: CardPhoto }
  /** No decoder on this kiosk. */
  | { readonly is: 'absent' }
  /** The decoder's licence is not for this security module (its code -5). */
  | { readonly is: 'not-authorised' }
  /** Not 1,024 bytes, not a photo, or the decoder gave something else than a photo. */
  | { readonly is: 'bad-photo' }
  | { readonly is: 'no-answer' };
/** RGBA rows from the top, as a canvas takes them: 4 × 102 × 126 bytes. The caller overwrites them after use. */
export interface CardPhoto { readonly widthPx: 102; readonly heightPx: 126; readonly rgba: Uint8ClampedArray<ArrayBuffer> }

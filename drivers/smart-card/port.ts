import type { Device, PlainStatus } from '../device.ts';

/** What the kiosk needs of a reader of social security cards (LD/T 32, LD/T 33 class; ISO/IEC 7816 contacts). Never rejects. */
export interface SmartCardReader extends Device<SmartCardStatus> {
  readonly capabilities: SmartCardCapabilities;
  /**
   * Waits for a card to be put in and reads its public fields. Nothing is written, no PIN is asked for. The card is powered
   * and held exclusively only meanwhile. Ends with `timed-out` after `deadlineMs`, with `cancelled` when the signal fires.
   */
  read(ask: ReadSmartCard): Promise<SmartCardOutcome>;
  /** Whether a card is in the reader now: one forgotten at the end of a visit. */
  cardPresent(): Promise<'present' | 'absent' | 'unknown'>;
}
/** `confirmed`: tried on real cards of this region; until then the kiosk says that it was not (LD/T 33 is not public). */
export interface SmartCardCapabilities { readonly model: string; readonly detectsRemoval: boolean; readonly confirmed: boolean }
export interface ReadSmartCard { readonly deadlineMs: number; readonly signal?: AbortSignal; readonly onProgress?: (progress: 'waiting' | 'reading') => void }
export type SmartCardStatus = PlainStatus;

export type SmartCardOutcome =
  | { readonly is: 'read'; readonly card: SocialSecurityCard }
  /** Pulled out, or answered badly, before all of it was read. */
  | { readonly is: 'lost-card' }
  /** A chip card, but no social security card. */
  | { readonly is: 'unknown-card' }
  /** Some generations show name and number only after the card's own PIN: another way must be offered. */
  | { readonly is: 'pin-required' }
  /** Put in the wrong way round, or a dead chip. */
  | { readonly is: 'mute-card' }
  /** `field` names the value that cannot be right, never its content. */
  | { readonly is: 'bad-card'; readonly field: string }
  | { readonly is: 'timed-out' }
  | { readonly is: 'cancelled' }
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' };

/** The public fields of a social security card: EF05 and EF06. Dates are YYYY-MM-DD; a field the card leaves empty is ''. */
export interface SocialSecurityCard {
  /** First six digits of the card's identification: the region that issued it. */
  readonly region: string;
  readonly issuedOn: string;
  readonly validTo: string;
  /** 卡号, of the card, not of the person. */
  readonly cardNumber: string;
  /** 社会保障号码: the citizen's identity number, GB 11643, check digit verified. */
  readonly number: string;
  readonly name: string;
  /** GB/T 2261.1. */
  readonly sex: string;
  /** GB/T 3304, two digits. */
  readonly nation: string;
  readonly birth: string;
}

/** The part of npm `smartcard` 3.7 used here; it is an optional package, so its own types may not be there. */
export interface Pcsc {
  readonly Context: new () => PcscContext;
  readonly SCARD_SHARE_EXCLUSIVE: number;
  readonly SCARD_SHARE_SHARED: number;
  readonly SCARD_PROTOCOL_T0: number;
  readonly SCARD_PROTOCOL_T1: number;
  readonly SCARD_UNPOWER_CARD: number;
  readonly SCARD_STATE_CHANGED: number;
  readonly SCARD_STATE_UNKNOWN: number;
  readonly SCARD_STATE_UNAVAILABLE: number;
  readonly SCARD_STATE_PRESENT: number;
  readonly SCARD_STATE_MUTE: number;
}
/** One connection to the daemon. What fails throws or rejects with an Error whose message is one of a fixed list of sentences. */
export interface PcscContext {
  /** Its caller waits. */
  listReaders(): readonly PcscReader[];
  /** Resolves at a change, with nothing after `timeoutMs`, with null when cancelled. */
  waitForChange(readers: readonly { readonly name: string; readonly state: number }[], timeoutMs: number): Promise<readonly { readonly name: string; readonly state: number }[] | null>;
  /** Its caller waits. */
  close(): void;
}
export interface PcscReader { readonly name: string; readonly state: number; connect(shareMode: number, protocols: number): Promise<PcscCard> }
export interface PcscCard {
  readonly atr: Uint8Array | null;
  transmit(apdu: readonly number[], options: { readonly maxRecvLength: number }): Promise<Uint8Array>;
  /** Its caller waits until the card is powered down and any transmit under way has ended. */
  disconnect(disposition: number): void;
}

/** Nothing where the package, or the system's PC/SC library it needs, is missing. */
export async function loadPcsc(): Promise<Pcsc | undefined> {
  // A name that the type checker and the bundler do not follow: they would insist that the package is there.
  const name: string = 'smartcard';
  try {
    const loaded = await import(/* @vite-ignore */ name) as Pcsc & { readonly default?: Pcsc };
    return loaded.default ?? loaded;
  } catch {
    return undefined;
  }
}

export type Trouble = 'daemon' | 'reader' | 'removed' | 'mute' | 'taken' | 'other';
/** What an error of the package means: it gives the PC/SC code as an English sentence only (its src/pcsc_errors.h). */
export function troubleOf(error: unknown): Trouble {
  const message = error instanceof Error ? error.message : '';
  if (/service|Invalid handle|Context is not valid|Internal error/i.test(message)) return 'daemon';
  if (/Reader unavailable|Unknown reader|No readers/i.test(message)) return 'reader';
  if (/removed|No smart card|was reset/i.test(message)) return 'removed';
  if (/unresponsive|unpowered|not supported|Protocol mismatch|Invalid ATR/i.test(message)) return 'mute';
  return /Sharing violation/i.test(message) ? 'taken' : 'other';
}

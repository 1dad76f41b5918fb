import type { Device } from '../device.ts';

/** What the kiosk needs of a scanner of QR and bar codes. Never rejects. */
export interface CodeScanner extends Device<CodeScannerStatus> {
  readonly capabilities: CodeScannerCapabilities;
  /**
   * Waits for one code to be held up, whole, after this call: what was scanned before anyone asked is nobody's and gone.
   * Ends with `timed-out` after `deadlineMs`, with `cancelled` when the signal fires. Two scans take turns.
   */
  scan(ask: ScanCode): Promise<ScanOutcome>;
}
/** `exactBytes`: the code's bytes come as they are; otherwise only text that a keyboard can type. */
export interface CodeScannerCapabilities { readonly model: string; readonly exactBytes: boolean }
export interface ScanCode { readonly deadlineMs: number; readonly signal?: AbortSignal; readonly onProgress?: (progress: 'waiting') => void }

export type CodeScannerStatus =
  | { readonly is: 'ready' }
  | { readonly is: 'starting' }
  | { readonly is: 'offline'; readonly why: 'no-wire' };

export type ScanOutcome =
  | { readonly is: 'scanned'; readonly code: ScannedCode }
  /** Something was scanned, but it is too long or was damaged on the way: hold it up again. */
  | { readonly is: 'unreadable' }
  | { readonly is: 'timed-out' }
  | { readonly is: 'cancelled' }
  | { readonly is: 'offline'; readonly why: 'no-wire' };

export type ScannedCode =
  /** Looks like a number one of our kiosks gave (`<kiosk>-<yyyymmdd>-<sequence>-<check>`), in capitals. Its check character is not verified. */
  | { readonly kind: 'local-number'; readonly number: string }
  /**
   * Anything else: somebody's electronic credential, so a short-lived secret. Its bytes go unparsed to whoever can verify
   * it, never into a log, and are overwritten after `goodForMs` at the latest.
   */
  | { readonly kind: 'token'; readonly bytes: Uint8Array; readonly goodForMs: number };

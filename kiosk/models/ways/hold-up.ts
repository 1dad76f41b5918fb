import type { CodeScanner } from '../../../drivers/code-scanner/port.ts';
import type { WayTrouble } from './trouble.ts';

export const holdUpMs = 60_000;

/**
 * Waits for somebody's electronic credential at the scanner. Whoever gets the bytes overwrites them after use; they are
 * overwritten anyway once the code is too old to be used.
 */
export async function holdUp(scanner: CodeScanner, after: (ms: number, call: () => void) => unknown, signal: AbortSignal): Promise<{ readonly token: Uint8Array } | { readonly trouble: WayTrouble } | null> {
  const outcome = await scanner.scan({ deadlineMs: holdUpMs, signal });
  switch (outcome.is) {
    case 'scanned': {
      if (outcome.code.kind !== 'token') return { trouble: 'other-code' };
      const { bytes, goodForMs } = outcome.code;
      if (signal.aborted) { bytes.fill(0); return null; }
      after(goodForMs, () => bytes.fill(0));
      return { token: bytes };
    }
    case 'unreadable': case 'timed-out': return { trouble: outcome.is };
    case 'offline': return { trouble: 'device-away' };
    case 'cancelled': return null;
  }
}

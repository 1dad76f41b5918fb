import { selfTestBy } from '../self-test.ts';
import { type Clock, systemClock } from '../transport/clock.ts';
import { watched } from '../transport/listeners.ts';
import { codeOf, longestCodeBytes } from './code.ts';
import type { CodeScanner, CodeScannerStatus } from './port.ts';
import { waitingScans } from './waiting.ts';

export interface SimCodeScanner extends CodeScanner {
  /** Holds a code up: its text in UTF-8, or any bytes. */
  show(code: string | Uint8Array): void;
  setOffline(offline: boolean): void;
}

/** A code scanner made of memory, for tests, demonstrations and the dock. */
export function simCodeScanner({ clock = systemClock }: { clock?: Clock } = {}): SimCodeScanner {
  const status = watched<CodeScannerStatus>({ is: 'ready' });
  const waiting = waitingScans(clock, () => status.value);
  return {
    capabilities: { model: 'sim', exactBytes: true },
    async status() { return status.value; },
    watch: status.watch,
    async selfTest() { return selfTestBy(status.value); },
    scan: waiting.scan,
    show(code) {
      const bytes = typeof code === 'string' ? new TextEncoder().encode(code) : code;
      waiting.settle(bytes.length === 0 || bytes.length > longestCodeBytes ? { is: 'unreadable' } : { is: 'scanned', code: codeOf(bytes) });
    },
    setOffline(offline) {
      status.set(offline ? { is: 'offline', why: 'no-wire' } : { is: 'ready' });
      if (offline) waiting.settle({ is: 'offline', why: 'no-wire' });
    },
  };
}

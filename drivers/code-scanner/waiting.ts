import { type Clock, within } from '../transport/clock.ts';
import { oneAtATime } from '../transport/lock.ts';
import type { CodeScannerStatus, ScanCode, ScanOutcome } from './port.ts';

/** Something a scanner produced: the whole code, or that it was spoilt. */
export type Scan = Uint8Array | 'unreadable';

/**
 * Where codes and the person waiting for one meet. A code for which nobody waits is forgotten at once. `begun` is called when
 * a wait begins, what it returns when it ends.
 */
export function waitingScans(clock: Clock, status: () => CodeScannerStatus, begun: () => () => void = () => () => {}) {
  const exclusively = oneAtATime();
  let current: { readonly sinceMs: number; readonly settle: (outcome: ScanOutcome) => void } | undefined;

  async function wait({ signal, onProgress }: ScanCode, atMs: number): Promise<ScanOutcome> {
    const now = status();
    if (signal?.aborted) return { is: 'cancelled' };
    if (now.is === 'offline') return now;
    if (atMs <= clock.now()) return { is: 'timed-out' };
    let settle!: (outcome: ScanOutcome) => void;
    const outcome = new Promise<ScanOutcome>((resolve) => { settle = resolve; });
    const stop = () => settle({ is: 'cancelled' });
    const callOff = clock.after(atMs - clock.now(), () => settle({ is: 'timed-out' }));
    signal?.addEventListener('abort', stop);
    current = { sinceMs: clock.now(), settle };
    const end = begun();
    onProgress?.('waiting');
    const ended = await outcome;
    current = undefined;
    end();
    callOff();
    signal?.removeEventListener('abort', stop);
    return ended;
  }

  return {
    scan(ask: ScanCode): Promise<ScanOutcome> {
      const atMs = clock.now() + ask.deadlineMs;
      return within(clock, ask.deadlineMs, exclusively(() => wait(ask, atMs)), { is: 'timed-out' });
    },
    /** Ends the present wait, if there is one. */
    settle(outcome: ScanOutcome): void {
      current?.settle(outcome);
      current = undefined;
    },
    /** Since when somebody waits, by the clock; nothing when nobody does. */
    get sinceMs() { return current?.sinceMs; },
  };
}

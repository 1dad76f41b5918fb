import type { Clock } from '../transport/clock.ts';

/** Something waited for that ends once: by its outcome, at its deadline, or when it is called off. */
export interface Ending<T> {
  readonly outcome: Promise<T>;
  /** Ends it, unless it has ended; says whether this was the end. */
  end(outcome: T): boolean;
  readonly over: boolean;
}

export function ending<T>(clock: Clock, { deadlineMs, signal }: { readonly deadlineMs: number; readonly signal?: AbortSignal | undefined }): Ending<T | { readonly is: 'timed-out' } | { readonly is: 'cancelled' }> {
  type Outcome = T | { readonly is: 'timed-out' } | { readonly is: 'cancelled' };
  let resolve!: (outcome: Outcome) => void;
  const outcome = new Promise<Outcome>((settled) => { resolve = settled; });
  let over = false;
  const end = (with_: Outcome) => {
    if (over) return false;
    over = true;
    callOff();
    signal?.removeEventListener('abort', stop);
    resolve(with_);
    return true;
  };
  const stop = () => { end({ is: 'cancelled' }); };
  const callOff = clock.after(Math.max(0, deadlineMs), () => { end({ is: 'timed-out' }); });
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  return { outcome, end, get over() { return over; } };
}

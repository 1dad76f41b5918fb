/** Time as an argument: drivers wait only through this, so that tests need not. */
export interface Clock {
  /** Milliseconds that only grow. */
  now(): number;
  /** Runs once after `ms`. Returns the way to call it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`, or as soon as the signal fires. */
export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => { callOff(); signal?.removeEventListener('abort', done); resolve(); };
    const callOff = clock.after(ms, done);
    signal?.addEventListener('abort', done);
  });
}

/** The value of `work`, or `late` when `ms` pass first; the work goes on unheard. */
export function within<T, L>(clock: Clock, ms: number, work: Promise<T>, late: L): Promise<T | L> {
  return new Promise((resolve, reject) => {
    const callOff = clock.after(Math.max(0, ms), () => resolve(late));
    work.finally(callOff).then(resolve, reject);
  });
}

import type { Clock } from '../../drivers/transport/clock.ts';

/** A clock that jumps from one thing awaited to the next, so that minutes of device time take milliseconds. */
export interface VirtualClock extends Clock {
  /** Lets time pass until the promise settles. Throws when nothing is left that could settle it. */
  until<T>(promise: Promise<T>): Promise<T>;
  /** Lets so much time pass, and everything due in it happen. */
  pass(ms: number): Promise<void>;
}

/** `idle` waits for what happens outside of this clock, such as bytes on a real socket; time stands still meanwhile. */
export function virtualClock({ idle = () => new Promise<void>((resolve) => setImmediate(resolve)) }: { idle?: () => Promise<void> } = {}): VirtualClock {
  let nowMs = 0;
  let timers: { readonly atMs: number; readonly run: () => void }[] = [];
  const next = () => timers.reduce<(typeof timers)[number] | undefined>((first, one) => (!first || one.atMs < first.atMs ? one : first), undefined);
  const fire = (timer: (typeof timers)[number]) => {
    timers = timers.filter((one) => one !== timer);
    nowMs = Math.max(nowMs, timer.atMs);
    timer.run();
  };
  return {
    now: () => nowMs,
    after(ms, run) {
      const timer = { atMs: nowMs + ms, run };
      timers.push(timer);
      return () => { timers = timers.filter((one) => one !== timer); };
    },
    async until(promise) {
      let settled = false;
      void promise.finally(() => { settled = true; }).catch(() => undefined);
      for (;;) {
        await idle();
        if (settled) return promise;
        const timer = next();
        if (!timer) throw new Error('waiting for something that cannot happen');
        fire(timer);
      }
    },
    async pass(ms) {
      const endMs = nowMs + ms;
      await idle();
      for (let timer = next(); timer && timer.atMs <= endMs; timer = next()) { fire(timer); await idle(); }
      nowMs = endMs;
    },
  };
}

import type { Platform } from '../platform/port.ts';
import type { OutboxRecord } from './outbox-record.ts';
import type { Outbox } from './outbox.ts';

export interface DrainLoopOptions {
  readonly outbox: Outbox;
  readonly platform: Platform;
  readonly clock?: DrainClock;
  /** In [0, 1). */
  readonly random?: () => number;
  /** Fires `online`; the window unless told. */
  readonly network?: EventTarget;
  readonly onChange?: (record: OutboxRecord) => void;
  /** The disk does not do its part; called once per drain that failed. */
  readonly onStorageProblem?: () => void;
}
export interface DrainClock {
  now(): number;
  /** Calls back once after `ms`; returns the way to stop. */
  after(ms: number, call: () => void): () => void;
}
export interface DrainLoop {
  /** Something was accepted, or the network seems to be back: look soon. */
  nudge(): void;
  /** Ends the loop after the attempt under way. */
  stop(): Promise<void>;
}

const shortestPauseMs = 1_000;
const longestPauseMs = 60_000;

const pageClock: DrainClock = {
  now: Date.now,
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** Keeps the outbox draining for as long as the page lives: at the start, when the network returns, and on a jittered timer. */
export function startDrainLoop(options: DrainLoopOptions): DrainLoop {
  const { outbox, platform, clock = pageClock, random = Math.random, network = globalThis, onChange, onStorageProblem } = options;
  const stopping = new AbortController();
  let cancel = () => {};
  let running: Promise<void> | null = null;

  const wait = (ms: number) => {
    cancel();
    if (!stopping.signal.aborted) cancel = clock.after(ms, round);
  };
  const round = () => {
    running ??= drain().finally(() => { running = null; });
  };
  const drain = async () => {
    let pauseMs = longestPauseMs;
    try {
      const drained = await outbox.drain(platform, { signal: stopping.signal, ...(onChange ? { onChange } : {}) });
      if (!drained.ok) onStorageProblem?.();
      else if (drained.value.nextAt !== null) pauseMs = Math.min(longestPauseMs, Math.max(shortestPauseMs, drained.value.nextAt - clock.now()));
    } finally {
      // Also after a mistake of ours: a loop that died would keep applications here for ever.
      wait(pauseMs + random() * 1000);
    }
  };
  // Every kiosk of a town hears the network return in the same second.
  const nudge = () => wait(random() * 3000);

  network.addEventListener('online', nudge);
  nudge();
  return {
    nudge,
    async stop() {
      stopping.abort();
      cancel();
      network.removeEventListener('online', nudge);
      await running;
    },
  };
}

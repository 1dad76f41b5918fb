import { setTimeout as sleep } from 'node:timers/promises';
import { type VirtualClock, virtualClock } from '../virtual-clock.ts';

/** A virtual clock beside real sockets: time jumps only when nothing is under way on them. */
export interface WiredClock extends VirtualClock {
  /** Something happened on a socket. */
  moved(): void;
  /** Time stands still until this settles (a connection being made, an acknowledge to come). */
  hold(work: Promise<unknown>): void;
}

const quietRounds = 6;
/** What is held longer than this in real time never comes. */
const longestHoldMs = 1500;

export function wiredClock(): WiredClock {
  let moves = 0;
  let held = 0;
  const isHeld = (sinceMs: number) => held > 0 && performance.now() - sinceMs < longestHoldMs;

  async function quiet() {
    const sinceMs = performance.now();
    let still = 0;
    while (still < quietRounds || isHeld(sinceMs)) {
      const before = moves;
      await new Promise((resolve) => setImmediate(resolve));
      if (still % 3 === 2) await sleep(1);
      still = before === moves ? still + 1 : 0;
    }
  }
  async function holding(work: Promise<unknown>) {
    held++;
    try { await work; } finally { held--; moves++; }
  }
  return { ...virtualClock({ idle: quiet }), moved() { moves++; }, hold(work) { void holding(work); } };
}

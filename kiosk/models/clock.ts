import type { LocalTime } from '../core/hours.ts';

/** Time as an argument: nothing in models reads the world's clock. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** YYYY-MM-DD on the site's calendar. */
  today(): string;
  local(): LocalTime;
  /** Calls back once after `ms`; returns the way to stop. */
  after(ms: number, call: () => void): () => void;
}

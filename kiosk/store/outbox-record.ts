import type { Case, SubmitReply } from '../platform/port.ts';

/** What the outbox remembers of one application beside its ciphertext. Nothing here tells who the citizen is. */
export interface OutboxRecord {
  /** UUID; the Idempotency-Key of every attempt. */
  readonly key: string;
  readonly localNumber: string;
  /** Id of the item or chain. */
  readonly item: string;
  /** Milliseconds since 1970, like every time here. */
  readonly madeAt: number;
  /** Attempts begun so far. */
  readonly tries: number;
  /** Not to be sent before. */
  readonly nextAt: number;
  readonly state: OutboxState;
}

export type OutboxState =
  | { readonly is: 'ready' }
  /** An attempt is under way, or was when the power went. */
  | { readonly is: 'sending' }
  /** The office has it. The ciphertext is gone; the case numbers wait to be told. */
  | { readonly is: 'acknowledged'; readonly cases: readonly Case[]; readonly at: number }
  /** The office refuses it: a person must act. The ciphertext stays. */
  | { readonly is: 'rejected'; readonly reason: string; readonly at: number };

const firstBackoffMs = 2_000;
const maxBackoffMs = 15 * 60_000;
/** However long a back end asks to be left alone, or however far the clock jumped back. */
export const longestWaitMs = 24 * 60 * 60_000;

/** Full jitter: anything from nothing to the ceiling, which doubles from 2 s to 15 min; `random` in [0, 1). */
export function backoffMs(tries: number, random: number): number {
  return Math.floor(random * Math.min(maxBackoffMs, firstBackoffMs * 2 ** Math.min(Math.max(tries - 1, 0), 20)));
}

export const isWaiting = (record: OutboxRecord): boolean => record.state.is === 'ready' || record.state.is === 'sending';

/** Due by its schedule. A time further off than any wait means the clock was set back: due as well. */
export function isDue(record: OutboxRecord, now: number): boolean {
  return isWaiting(record) && (record.nextAt <= now || record.nextAt > now + longestWaitMs);
}

/** The record as an attempt begins: already on its next schedule, so that a crash at every attempt does not hammer the office. */
export function begun(record: OutboxRecord, now: number, random: number): OutboxRecord {
  const tries = record.tries + 1;
  return { ...record, state: { is: 'sending' }, tries, nextAt: now + backoffMs(tries, random) };
}

/** The record after the office's answer to an attempt. */
export function answered(record: OutboxRecord, reply: SubmitReply, now: number, random: number): OutboxRecord {
  if (reply.is === 'accepted') return { ...record, state: { is: 'acknowledged', cases: reply.cases, at: now } };
  if (reply.is === 'rejected') return { ...record, state: { is: 'rejected', reason: reply.reason, at: now } };
  const asked = reply.is === 'try-later' ? Math.min(reply.afterMs ?? 0, longestWaitMs) : 0;
  // Jitter on top of what was asked, else every kiosk of the town comes back in the same second.
  return { ...record, state: { is: 'ready' }, nextAt: now + asked + backoffMs(record.tries, random) };
}

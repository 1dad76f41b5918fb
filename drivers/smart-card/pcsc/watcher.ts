import { type Clock, pause, within } from '../../transport/clock.ts';
import { watched } from '../../transport/listeners.ts';
import type { Attachment } from './attachment.ts';

export type SlotState =
  | { readonly is: 'starting' }
  /** The package, the daemon or the reader is not there. */
  | { readonly is: 'gone' }
  /** The daemon does not answer. */
  | { readonly is: 'stuck' }
  | { readonly is: 'absent' | 'present' | 'mute'; readonly reader: string };

const firstRetryMs = 500;
const longestRetryMs = 5000;
/** Changes are told at once; this is how often the daemon is heard from in any case. */
const waitMs = 2000;
const stuckMs = 5000;

/** Follows one reader of the daemon, and finds it again when the daemon restarts or the reader is plugged in again. */
export function pcscWatcher(attached: Attachment, { clock, fragment }: { readonly clock: Clock; readonly fragment: string }) {
  const state = watched<SlotState>({ is: 'starting' });
  let closed = false;

  /** A daemon that is late is said to be stuck, and still waited for. */
  async function heard<T>(answer: Promise<T>, ms: number): Promise<T> {
    if (await within(clock, ms, answer.then(() => false), true)) state.set({ is: 'stuck' });
    return answer;
  }
  async function follow() {
    for (let retryMs = firstRetryMs; !closed; retryMs = Math.min(longestRetryMs, retryMs * 2)) {
      const found = await heard(attached.attach(fragment), stuckMs);
      if (found.ok) { retryMs = firstRetryMs; await attend(found.value); }
      state.set({ is: 'gone' });
      if (!closed) await pause(clock, retryMs);
    }
  }
  async function attend(reader: string) {
    for (let known = 0; !closed;) {
      const told = await heard(attached.wait(known, waitMs), waitMs + stuckMs);
      if (!told.ok || told.value?.is === 'gone') return;
      if (!told.value) continue;
      known = told.value.state;
      state.set({ is: told.value.is as 'absent' | 'present' | 'mute', reader });
    }
  }
  void follow();
  return { get state() { return state.value; }, watch: state.watch, close() { closed = true; } };
}

import { type Clock, pause } from '../../transport/clock.ts';
import { watched } from '../../transport/listeners.ts';
import { loadPcsc, type Pcsc, type PcscContext, type PcscReader } from './module.ts';

export type SlotState =
  | { readonly is: 'starting' }
  /** The package, the daemon or the reader is not there. */
  | { readonly is: 'gone' }
  | { readonly is: 'absent' | 'present' | 'mute'; readonly reader: string };

const firstRetryMs = 500;
const longestRetryMs = 5000;
/** Changes are told at once; this is how often somebody looks whether the watching was given up. */
const waitMs = 2000;

/**
 * Follows one reader of the system's PC/SC daemon: the first whose name contains `fragment`. Waits for changes on a connection
 * of its own, because the library lets only one call at a time through on each, and finds the daemon again when it restarts.
 */
export function pcscWatcher({ clock, fragment, load = loadPcsc }: { readonly clock: Clock; readonly fragment: string; readonly load?: () => Promise<Pcsc | undefined> }) {
  const state = watched<SlotState>({ is: 'starting' });
  let using: { readonly pcsc: Pcsc; readonly reader: PcscReader } | undefined;
  let watching: PcscContext | undefined;
  let closed = false;

  async function follow(pcsc: Pcsc) {
    for (let retryMs = firstRetryMs; !closed; retryMs = Math.min(longestRetryMs, retryMs * 2)) {
      const contexts: PcscContext[] = [];
      try {
        const context = () => { const made = new pcsc.Context(); contexts.push(made); return made; };
        watching = context();
        const forCards = context();
        const reader = forCards.listReaders().find(({ name }) => name.includes(fragment));
        if (reader) {
          retryMs = firstRetryMs;
          using = { pcsc, reader };
          await attend(pcsc, watching, reader.name);
        }
      } catch { /* daemon or reader went away: the next round looks again */ }
      using = undefined;
      state.set({ is: 'gone' });
      for (const context of contexts) try { context.close(); } catch { /* its daemon is gone */ }
      if (!closed) await pause(clock, retryMs);
    }
  }

  async function attend(pcsc: Pcsc, context: PcscContext, name: string) {
    const gone = pcsc.SCARD_STATE_UNKNOWN | pcsc.SCARD_STATE_UNAVAILABLE;
    let known = 0; // SCARD_STATE_UNAWARE: the first answer comes at once
    while (!closed) {
      const changes = await context.waitForChange([{ name, state: known }], waitMs);
      const seen = changes?.[0]?.state;
      if (seen === undefined) continue;
      if (seen & gone) return;
      known = seen & ~pcsc.SCARD_STATE_CHANGED;
      state.set({ is: !(seen & pcsc.SCARD_STATE_PRESENT) ? 'absent' : seen & pcsc.SCARD_STATE_MUTE ? 'mute' : 'present', reader: name });
    }
  }

  void load().then((pcsc) => (pcsc ? follow(pcsc) : state.set({ is: 'gone' })));

  return {
    get state() { return state.value; },
    watch: state.watch,
    /** The reader to connect through, while there is one. */
    get using() { return using; },
    close() { closed = true; try { watching?.cancel(); } catch { /* nothing waits */ } },
  };
}

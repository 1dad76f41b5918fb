import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { IdReader, ReadOutcome, ResidentCard } from '../../drivers/id-reader/port.ts';

export type IdentityState =
  | { readonly is: 'idle' }
  | { readonly is: 'waiting' }
  | { readonly is: 'reading' }
  | { readonly is: 'read' }
  | Exclude<ReadOutcome, { is: 'read' } | { is: 'cancelled' }>;

/** Reading an identity card: one process, in one signal. The card itself is handed to `onCard` and not kept here. */
export const IdentityModel = createModel((reader: IdReader, onCard: (card: ResidentCard) => void) => {
  const state = signal<IdentityState>({ is: 'idle' });
  let under: AbortController | undefined;

  return {
    state: state as ReadonlySignal<IdentityState>,
    async read(deadlineMs = 60_000) {
      under?.abort();
      const mine = new AbortController();
      under = mine;
      state.value = { is: 'waiting' };
      const outcome = await reader.read({
        deadlineMs, signal: mine.signal,
        onProgress: (progress) => { if (under === mine) state.value = { is: progress }; },
      });
      if (under !== mine || outcome.is === 'cancelled') return;
      under = undefined;
      if (outcome.is === 'read') {
        state.value = { is: 'read' };
        onCard(outcome.card);
      } else {
        state.value = outcome;
      }
    },
    stop() {
      under?.abort();
      under = undefined;
      if (state.value.is !== 'read') state.value = { is: 'idle' };
    },
  };
});
export type Identity = InstanceType<typeof IdentityModel>;

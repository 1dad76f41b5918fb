import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { IdReader, ReadOutcome, ResidentCard } from '../../drivers/id-reader/port.ts';

export type IdentityState =
  | { readonly is: 'idle' }
  | { readonly is: 'waiting' }
  | { readonly is: 'reading' }
  | { readonly is: 'read' }
  | Exclude<ReadOutcome, { is: 'read' } | { is: 'cancelled' }>;

export interface CardReading {
  /** Whether the photo is asked for too: only where a face may be compared with it. Whoever gets the bytes overwrites them. */
  readonly photo?: () => boolean;
  readonly onTrouble?: (trouble: Exclude<ReadOutcome, { is: 'read' } | { is: 'cancelled' }>) => void;
}

/** Reading an identity card: one process, in one signal. The card itself is handed to `onCard` and not kept here. */
export const IdentityModel = createModel((reader: IdReader, onCard: (card: ResidentCard, photo: Uint8Array | undefined) => void, { photo = () => false, onTrouble = () => {} }: CardReading = {}) => {
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
        deadlineMs, signal: mine.signal, ...(photo() && { photo: true }),
        onProgress: (progress) => { if (under === mine) state.value = { is: progress }; },
      });
      if (under !== mine || outcome.is === 'cancelled') {
        if (outcome.is === 'read') outcome.photo?.fill(0);
        return;
      }
      under = undefined;
      if (outcome.is === 'read') {
        state.value = { is: 'read' };
        onCard(outcome.card, outcome.photo);
      } else {
        state.value = outcome;
        onTrouble(outcome);
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

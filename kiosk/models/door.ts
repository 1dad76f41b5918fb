import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { Clock } from './clock.ts';

/** The terminal's host behind the maintainer's door. Never rejects; every call has a deadline. */
export interface Door {
  look(): Promise<DoorLook>;
  open(pin: string): Promise<DoorAnswer>;
  /** Somebody is still at it. */
  stay(session: string): Promise<'open' | 'ended' | 'unreachable'>;
  end(session: string): Promise<void>;
}
/** `not-set-up`: nobody set a PIN on this terminal. */
export type DoorLook = { readonly is: 'not-set-up' } | { readonly is: 'shut' } | { readonly is: 'locked'; readonly forMs: number } | { readonly is: 'unreachable' };
export type DoorAnswer =
  | { readonly is: 'open'; readonly session: string }
  | { readonly is: 'wrong'; readonly triesLeft: number }
  | Exclude<DoorLook, { is: 'shut' }>
  | { readonly is: 'busy' };

export type DoorState = { readonly is: 'looking' } | { readonly is: 'checking' } | DoorLook | Exclude<DoorAnswer, { is: 'open' }>;
export const leastDigits = 8;
export const mostDigits = 16;

/** Asking for the maintainer's PIN. What was typed is kept until it is asked about, and no longer. */
export const DoorModel = createModel((door: Door, clock: Clock, onOpen: (session: string) => void) => {
  const state = signal<DoorState>({ is: 'looking' });
  const typed = signal('');
  let left = false;
  let stopWaiting = () => {};
  const look = async () => {
    const seen = await door.look();
    if (!left && state.peek().is !== 'checking') show(seen);
  };
  const show = (next: DoorState) => {
    state.value = next;
    stopWaiting();
    if (next.is === 'locked') stopWaiting = clock.after(next.forMs, () => void look());
  };

  return {
    state: state as ReadonlySignal<DoorState>,
    typed: typed as ReadonlySignal<string>,
    look,
    type(digits: string) { if (!left) typed.value = digits; },
    async open() {
      if (typed.value.length < leastDigits || state.value.is === 'checking') return;
      const pin = typed.value;
      typed.value = '';
      state.value = { is: 'checking' };
      const answer = await door.open(pin);
      // Whoever went away meanwhile leaves no open door behind.
      if (left) { if (answer.is === 'open') void door.end(answer.session); return; }
      if (answer.is === 'open') onOpen(answer.session);
      else show(answer);
    },
    end() { left = true; typed.value = ''; stopWaiting(); },
  };
});
export type DoorVisit = InstanceType<typeof DoorModel>;

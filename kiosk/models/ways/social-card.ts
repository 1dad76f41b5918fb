import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { SocialSecurityCard } from '../../../drivers/smart-card/port.ts';
import type { Ports } from '../ports.ts';
import type { Found } from './found.ts';
import type { WayTrouble } from './trouble.ts';

export type SocialCardState =
  | { readonly is: 'idle' } | { readonly is: 'waiting' } | { readonly is: 'reading' } | { readonly is: 'found' }
  | { readonly is: 'failed'; readonly trouble: WayTrouble };

/** A social security card put into its slot: name, number and ethnic group, no address and no photo. No PIN is asked for. */
export const SocialCardModel = createModel((ports: Pick<Ports, 'smartCard' | 'clock'>, onFound: (found: Found) => void, onTrouble: (trouble: WayTrouble) => void) => {
  const state = signal<SocialCardState>({ is: 'idle' });
  let under: AbortController | undefined;

  return {
    state: state as ReadonlySignal<SocialCardState>,
    async begin() {
      under?.abort();
      const mine = new AbortController();
      under = mine;
      state.value = { is: 'waiting' };
      const outcome = await ports.smartCard.read({ deadlineMs: 60_000, signal: mine.signal, onProgress: (is) => { if (under === mine) state.value = { is }; } });
      if (under !== mine || outcome.is === 'cancelled') return;
      under = undefined;
      if (outcome.is === 'read' && !isOver(outcome.card, ports.clock.today())) {
        state.value = { is: 'found' };
        onFound(foundOn(outcome.card));
        return;
      }
      const trouble = outcome.is === 'read' ? 'bad-card' : outcome.is === 'offline' ? 'device-away' : outcome.is;
      state.value = { is: 'failed', trouble };
      onTrouble(trouble);
    },
    stop() {
      under?.abort();
      under = undefined;
      state.value = { is: 'idle' };
    },
  };
});
export type SocialCard = InstanceType<typeof SocialCardModel>;

/** Some generations leave the last day empty. */
const isOver = ({ validTo }: SocialSecurityCard, today: string) => validTo !== '' && validTo < today;

const foundOn = ({ name, number, nation }: SocialSecurityCard): Found => ({
  person: { name, idNumber: number }, level: 'card', proof: { way: 'social-card' },
  values: { 'person-name': name, 'id-number': number, ...(nation !== '' && { nation }) },
});

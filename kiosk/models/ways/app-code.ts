import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { AskedFor } from '../../platform/port.ts';
import type { Ports } from '../ports.ts';
import { factsOfPerson, type Found } from './found.ts';
import { holdUp } from './hold-up.ts';
import { troubleOf, type WayTrouble } from './trouble.ts';

export type AppCodeState =
  | { readonly is: 'idle' } | { readonly is: 'waiting' } | { readonly is: 'asking' } | { readonly is: 'found' }
  | { readonly is: 'failed'; readonly trouble: WayTrouble };
const askMs = 10_000;

/**
 * A code on somebody's phone, held up: of 爱山东, of the e-ID (网号网证), or of a company's electronic licence (`wanted`). To the
 * kiosk it is opaque; the platform says whose it is and how sure that is.
 */
export const AppCodeModel = createModel((ports: Pick<Ports, 'codeScanner' | 'platform' | 'clock'>, wanted: 'person' | 'company', purpose: () => AskedFor, onFound: (found: Found) => void, onTrouble: (trouble: WayTrouble) => void) => {
  const state = signal<AppCodeState>({ is: 'idle' });
  let under: AbortController | undefined;

  async function ask(mine: AbortController) {
    const held = await holdUp(ports.codeScanner, ports.clock.after, mine.signal);
    if (!held || under !== mine) return;
    if ('trouble' in held) return fail(held.trouble);
    state.value = { is: 'asking' };
    const reply = await ports.platform.whoseCode({ token: held.token, purpose: purpose(), deadlineMs: askMs, signal: mine.signal });
    held.token.fill(0);
    if (under !== mine) return;
    if (reply.is !== 'ok') return fail(troubleOf(reply));
    if (reply.owner !== wanted) return fail('other-code');
    under = undefined;
    state.value = { is: 'found' };
    onFound(reply.owner === 'person'
      ? { person: reply.person, level: reply.level, values: factsOfPerson(reply.person), proof: { way: 'app-code', app: reply.app } }
      : { person: reply.holder, level: 'card', values: factsOfPerson(reply.holder), proof: { way: 'company-code', app: reply.app }, company: { company: reply.company, as: reply.as, by: 'company-code', authorisation: null, until: null } });
  }
  function fail(trouble: WayTrouble) {
    under = undefined;
    state.value = { is: 'failed', trouble };
    onTrouble(trouble);
  }

  return {
    state: state as ReadonlySignal<AppCodeState>,
    async begin() {
      under?.abort();
      const mine = new AbortController();
      under = mine;
      state.value = { is: 'waiting' };
      await ask(mine);
    },
    stop() {
      under?.abort();
      under = undefined;
      state.value = { is: 'idle' };
    },
  };
});
export type AppCode = InstanceType<typeof AppCodeModel>;

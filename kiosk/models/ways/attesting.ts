import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import { isCitizenNumber } from '../../core/citizen-number.ts';
import type { AskedFor, IdentifiedPerson } from '../../platform/port.ts';
import type { Ports } from '../ports.ts';
import { factsOfPerson, type Found, type Seen } from './found.ts';
import { holdUp } from './hold-up.ts';
import { troubleOf, type WayTrouble } from './trouble.ts';

export type HelperState =
  | { readonly is: 'idle' }
  /** The helper types who stands here, unless a document said so already. */
  | { readonly is: 'number'; readonly typed: string; readonly problem: boolean }
  | { readonly is: 'name'; readonly typed: string; readonly problem: boolean }
  /** By what the helper knows this person. */
  | { readonly is: 'seen'; readonly person: IdentifiedPerson }
  /** The helper's own code is waited for. */
  | { readonly is: 'code' }
  /** `wrong`: the PIN before was not the helper's. */
  | { readonly is: 'pin'; readonly typed: string; readonly wrong: boolean }
  | { readonly is: 'asking' } | { readonly is: 'found' }
  | { readonly is: 'failed'; readonly trouble: WayTrouble };
export const leastPinDigits = 4;
export const mostPinDigits = 12;
const askMs = 10_000;

/** A helper says who stands here, with the helper's own code and PIN; the back end keeps who attested what. */
export const HelperModel = createModel((ports: Pick<Ports, 'codeScanner' | 'platform' | 'clock'>, purpose: () => AskedFor, onFound: (found: Found) => void, onTrouble: (trouble: WayTrouble) => void) => {
  const state = signal<HelperState>({ is: 'idle' });
  let under: AbortController | undefined;
  let token: Uint8Array | undefined;
  let number = '';
  let person: IdentifiedPerson | undefined;
  let seen: Seen = 'other-document';

  function halt() {
    under?.abort();
    under = undefined;
    token?.fill(0);
    token = undefined;
  }
  function fail(trouble: WayTrouble) {
    halt();
    state.value = { is: 'failed', trouble };
    onTrouble(trouble);
  }
  async function waitForCode() {
    halt();
    const mine = new AbortController();
    under = mine;
    state.value = { is: 'code' };
    const held = await holdUp(ports.codeScanner, ports.clock.after, mine.signal);
    if (!held || under !== mine) return;
    if ('trouble' in held) return fail(held.trouble);
    token = held.token;
    state.value = { is: 'pin', typed: '', wrong: false };
  }
  async function attest(pin: string) {
    if (!token || !person) return;
    const mine = new AbortController();
    under = mine;
    state.value = { is: 'asking' };
    const attested = seen;
    const reply = await ports.platform.attest({ helperToken: token, helperPin: pin, person, seen, purpose: purpose(), deadlineMs: askMs, signal: mine.signal });
    if (under !== mine) return;
    // The code held up stays good for another PIN.
    if (reply.is === 'refused' && reply.why === 'not-allowed') { state.value = { is: 'pin', typed: '', wrong: true }; return; }
    if (reply.is !== 'ok') return fail(troubleOf(reply));
    halt();
    state.value = { is: 'found' };
    onFound({ person: reply.person, level: 'person', values: factsOfPerson(reply.person), proof: { way: 'helper', helper: reply.helper, attestation: reply.attestation, seen: attested } });
  }

  return {
    state: state as ReadonlySignal<HelperState>,
    /** `known`: who stands here by a document read before; null: the helper types it. */
    begin(known: IdentifiedPerson | null) {
      halt();
      number = '';
      person = known ?? undefined;
      state.value = known ? { is: 'seen', person: known } : { is: 'number', typed: '', problem: false };
    },
    type(typed: string) {
      const now = state.value;
      if (now.is === 'number' || now.is === 'name') state.value = { is: now.is, typed, problem: false };
      if (now.is === 'pin') state.value = { ...now, typed };
    },
    async enter() {
      const now = state.value;
      if (now.is === 'number') {
        const isNumber = isCitizenNumber(now.typed, ports.clock.today());
        if (isNumber) number = now.typed;
        state.value = isNumber ? { is: 'name', typed: '', problem: false } : { ...now, problem: true };
      }
      if (now.is === 'name') {
        const name = now.typed.trim();
        if (name !== '') person = { name, idNumber: number };
        state.value = name !== '' ? { is: 'seen', person: { name, idNumber: number } } : { ...now, problem: true };
      }
      if (now.is === 'pin' && now.typed.length >= leastPinDigits) await attest(now.typed);
    },
    async sawBy(how: Seen) {
      if (state.value.is !== 'seen') return;
      seen = how;
      await waitForCode();
    },
    stop() {
      halt();
      person = undefined;
      state.value = { is: 'idle' };
    },
  };
});
export type Helper = InstanceType<typeof HelperModel>;

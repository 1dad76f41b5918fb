import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { AskedFor } from '../../platform/port.ts';
import type { Ports } from '../ports.ts';
import { factsOfPerson, type Found } from './found.ts';
import { troubleOf, type WayTrouble } from './trouble.ts';

export type PhoneState =
  | { readonly is: 'idle' }
  /** `problem`: the number typed cannot be one. */
  | { readonly is: 'number'; readonly typed: string; readonly problem: boolean }
  | { readonly is: 'sending' }
  /** `triesLeft`: after a wrong code. `again`: whether a new code may be asked for by now. */
  | { readonly is: 'code'; readonly typed: string; readonly triesLeft: number | null; readonly again: boolean }
  | { readonly is: 'checking' } | { readonly is: 'found' }
  | { readonly is: 'failed'; readonly trouble: WayTrouble };
export const phoneDigits = 11;
export const codeDigits = 6;
const askMs = 10_000;

/**
 * A telephone number and the code the platform sends to it, both typed on the kiosk's own keys. The answer to sending is the
 * same whoever has the number; who it is comes only with the right code.
 */
export const PhoneModel = createModel((ports: Pick<Ports, 'platform' | 'clock'>, purpose: () => AskedFor, onFound: (found: Found) => void, onTrouble: (trouble: WayTrouble) => void) => {
  const state = signal<PhoneState>({ is: 'idle' });
  let number = '';
  let ticket = '';
  let under: AbortController | undefined;
  let stopWaiting = () => {};
  let mayAgain = false;

  function asking(): AbortController {
    under?.abort();
    under = new AbortController();
    return under;
  }
  function fail(trouble: WayTrouble) {
    halt();
    state.value = { is: 'failed', trouble };
    onTrouble(trouble);
  }
  function halt() {
    under?.abort();
    under = undefined;
    stopWaiting();
    ticket = '';
  }
  function begin() {
    halt();
    number = '';
    state.value = { is: 'number', typed: '', problem: false };
  }
  async function send() {
    const mine = asking();
    state.value = { is: 'sending' };
    const reply = await ports.platform.sendPhoneCode({ phone: number, purpose: purpose(), deadlineMs: askMs, signal: mine.signal });
    if (under !== mine) return;
    if (reply.is !== 'ok') return fail(troubleOf(reply));
    ticket = reply.ticket;
    mayAgain = false;
    stopWaiting();
    stopWaiting = ports.clock.after(reply.againAfterSeconds * 1000, () => {
      mayAgain = true;
      if (state.value.is === 'code') state.value = { ...state.value, again: true };
    });
    state.value = { is: 'code', typed: '', triesLeft: null, again: false };
  }

  return {
    state: state as ReadonlySignal<PhoneState>,
    /** The number, as typed; kept while the code is on its way. */
    number: () => number,
    begin,
    type(typed: string) {
      const now = state.value;
      if (now.is === 'number') state.value = { is: 'number', typed, problem: false };
      if (now.is === 'code') state.value = { ...now, typed };
    },
    /** Goes on from what is typed: sends the code, or has it checked. */
    async enter() {
      const now = state.value;
      if (now.is === 'number') {
        if (!/^1\d{10}$/.test(now.typed)) { state.value = { ...now, problem: true }; return; }
        number = now.typed;
        await send();
      }
      if (now.is !== 'code' || now.typed.length < codeDigits) return;
      const mine = asking();
      state.value = { is: 'checking' };
      const reply = await ports.platform.checkPhoneCode({ ticket, code: now.typed, deadlineMs: askMs, signal: mine.signal });
      if (under !== mine) return;
      if (reply.is !== 'ok') return fail(troubleOf(reply));
      if (reply.person === null) {
        if (reply.triesLeft === 0) return fail('wrong-code');
        state.value = { is: 'code', typed: '', triesLeft: reply.triesLeft, again: mayAgain };
        return;
      }
      halt();
      state.value = { is: 'found' };
      onFound({ person: reply.person, level: 'card', values: { ...factsOfPerson(reply.person), 'mobile-phone': number }, proof: { way: 'phone' } });
    },
    /** One more code to the same number. */
    async sendAgain() { if (state.value.is === 'code' && state.value.again) await send(); },
    /** Another number. */
    other() { if (state.value.is === 'code') begin(); },
    stop() {
      halt();
      number = '';
      state.value = { is: 'idle' };
    },
  };
});
export type Phone = InstanceType<typeof PhoneModel>;

import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { Certificate, Platform, PlatformFact, Purpose, Refusal, Subject } from '../platform/port.ts';

export type FetchState =
  | { readonly is: 'not-asked' } | { readonly is: 'declined' } | { readonly is: 'fetching' }
  | { readonly is: 'fetched'; readonly facts: number; readonly certificates: number; readonly partial: boolean }
  | { readonly is: 'refused'; readonly why: Refusal } | { readonly is: 'unreachable' };

/** Fetching what the government already holds, only after the citizen agreed; declining costs typing, nothing else. */
export const KnownFactsModel = createModel((platform: Platform, onFetched: (facts: readonly PlatformFact[], certificates: readonly Certificate[]) => void) => {
  const state = signal<FetchState>({ is: 'not-asked' });
  /** Counts up when what is on its way is about somebody else. */
  let turn = 0;
  return {
    state: state as ReadonlySignal<FetchState>,
    async agree(ask: { readonly subject: Subject; readonly purpose: Purpose; readonly fields: readonly string[]; readonly types: readonly string[] }) {
      if (state.value.is === 'fetching') return;
      state.value = { is: 'fetching' };
      const mine = turn;
      const deadlineMs = 10_000;
      const [facts, certificates] = await Promise.all([
        ask.fields.length ? platform.facts({ subject: ask.subject, purpose: ask.purpose, fields: ask.fields, deadlineMs }) : { is: 'ok', facts: [] } as const,
        ask.types.length ? platform.certificates({ subject: ask.subject, purpose: ask.purpose, types: ask.types, deadlineMs }) : { is: 'ok', certificates: [] } as const,
      ]);
      if (mine !== turn) return;
      // One of the two is still worth having.
      const got = { facts: facts.is === 'ok' ? facts.facts : [], certificates: certificates.is === 'ok' ? certificates.certificates : [] };
      if (facts.is !== 'ok' && certificates.is !== 'ok') state.value = facts.is === 'refused' ? facts : { is: 'unreachable' };
      else { onFetched(got.facts, got.certificates); state.value = { is: 'fetched', facts: got.facts.length, certificates: got.certificates.length, partial: facts.is !== 'ok' || certificates.is !== 'ok' }; }
    },
    decline() { state.value = { is: 'declined' }; },
    /** Somebody else stands here: nobody has been asked, and an answer still under way is not heard. */
    forget() { turn++; state.value = { is: 'not-asked' }; },
  };
});
export type KnownFacts = InstanceType<typeof KnownFactsModel>;

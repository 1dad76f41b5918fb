import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import { isUscc } from '../../../content/schema/codes.ts';
import type { AskedFor, Subject } from '../../platform/port.ts';
import type { Ports } from '../ports.ts';
import type { ActingFor } from './found.ts';
import { troubleOf, type WayTrouble } from './trouble.ts';

export type CompanyState =
  | { readonly is: 'idle' }
  /** `problem`: what is typed is no unified social credit code (GB 32100). */
  | { readonly is: 'code'; readonly typed: string; readonly problem: boolean }
  | { readonly is: 'asking' } | { readonly is: 'found' }
  | { readonly is: 'failed'; readonly trouble: WayTrouble };
export const companyCodeLength = 18;

/** Whether the person already known may act for a company, whose code is typed: as its legal representative or as an agent. */
export const CompanyModel = createModel((ports: Pick<Ports, 'platform'>, as: 'legal-person' | 'agent', who: () => Subject, purpose: () => AskedFor, onFound: (acting: ActingFor) => void, onTrouble: (trouble: WayTrouble) => void) => {
  const state = signal<CompanyState>({ is: 'idle' });
  let under: AbortController | undefined;

  return {
    state: state as ReadonlySignal<CompanyState>,
    begin() {
      under?.abort();
      under = undefined;
      state.value = { is: 'code', typed: '', problem: false };
    },
    type(typed: string) { if (state.value.is === 'code') state.value = { is: 'code', typed: typed.toUpperCase(), problem: false }; },
    async enter() {
      const now = state.value;
      if (now.is !== 'code') return;
      if (!isUscc(now.typed)) { state.value = { ...now, problem: true }; return; }
      const mine = new AbortController();
      under = mine;
      state.value = { is: 'asking' };
      const reply = await ports.platform.mayActFor({ person: who(), company: { code: now.typed }, as, purpose: purpose(), deadlineMs: 10_000, signal: mine.signal });
      if (under !== mine) return;
      under = undefined;
      if (reply.is !== 'ok') {
        const trouble = troubleOf(reply);
        state.value = { is: 'failed', trouble };
        onTrouble(trouble);
        return;
      }
      state.value = { is: 'found' };
      onFound({ company: reply.company, as, by: 'register', authorisation: reply.authorisation, until: reply.until });
    },
    stop() {
      under?.abort();
      under = undefined;
      state.value = { is: 'idle' };
    },
  };
});
export type Company = InstanceType<typeof CompanyModel>;

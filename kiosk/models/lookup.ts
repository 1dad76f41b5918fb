import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { DocumentOutcome, DocumentProgress } from '../../drivers/document-printer/port.ts';
import type { AskRecords, Platform, Printable, Records, Refusal } from '../platform/port.ts';
import type { Ports } from './ports.ts';

export type RecordsState =
  | { readonly is: 'idle' } | { readonly is: 'asking' }
  | ({ readonly is: 'shown' } & Records)
  | { readonly is: 'refused'; readonly why: Refusal } | { readonly is: 'unreachable' } | { readonly is: 'malformed' };
export type DocumentState =
  | { readonly is: 'idle' } | { readonly is: 'fetching' } | { readonly is: 'on-paper'; readonly progress: DocumentProgress; readonly pages: number }
  | DocumentOutcome
  | { readonly is: 'refused'; readonly why: Refusal } | { readonly is: 'unreachable' } | { readonly is: 'malformed' };

/** Looking at what a register holds and printing it as an official paper. What was shown goes with the visit. */
export const LookupModel = createModel((ports: Pick<Ports, 'platform' | 'documentPrinter'>) => {
  const records = signal<RecordsState>({ is: 'idle' });
  const document = signal<DocumentState>({ is: 'idle' });
  const code = signal<string | null>(null);
  const platform: Platform = ports.platform;
  /** Fires when the visit ends: nothing of it may come out for the next person. */
  const ended = new AbortController();
  /** Kept while the question of whether it came out is open, so that the same paper with the same code is printed again. */
  let fetched: Printable | undefined;
  /** Counts up when other years or another person are asked about: an answer of an earlier turn is not heard. */
  let turn = 0;

  return {
    records: records as ReadonlySignal<RecordsState>,
    document: document as ReadonlySignal<DocumentState>,
    /** The verification code on the paper last fetched. */
    code: code as ReadonlySignal<string | null>,
    async look(ask: AskRecords) {
      if (records.value.is === 'asking') return;
      records.value = { is: 'asking' };
      const mine = turn;
      const reply = await platform.records({ ...ask, deadlineMs: 15_000 });
      if (mine !== turn) return;
      records.value = reply.is === 'ok' ? { ...reply, is: 'shown' } : reply;
    },
    async print(ask: AskRecords) {
      if (document.value.is === 'fetching' || document.value.is === 'on-paper') return;
      const mine = turn;
      if (!fetched) {
        document.value = { is: 'fetching' };
        const reply = await platform.printable({ ...ask, deadlineMs: 20_000 });
        if (mine !== turn) return;
        if (ended.signal.aborted) return;
        if (reply.is !== 'ok') { document.value = reply; return; }
        fetched = reply;
        code.value = reply.verificationCode;
      }
      const { pdf, pages } = fetched;
      // The printer shows this on its panel and keeps it: a word of ours, whatever the back end calls its paper.
      const title = ask.query;
      document.value = { is: 'on-paper', progress: { is: 'sending' }, pages };
      const outcome = await ports.documentPrinter.print({ pdf, pages, title }, {
        deadlineMs: 120_000, signal: ended.signal, onProgress: (progress) => { if (mine === turn) document.value = { is: 'on-paper', progress, pages }; },
      });
      if (mine === turn) document.value = outcome;
    },
    /** The citizen looked into the tray. */
    tell(came: boolean) { if (document.value.is === 'indeterminate') document.value = came ? { is: 'printed' } : { is: 'not-printed', problem: document.value.problem ?? { is: 'error' } }; },
    end() { ended.abort(); fetched = undefined; },
    /** Other years were chosen, or somebody else stands here: what was fetched is dropped. */
    forget() { turn++; records.value = { is: 'idle' }; document.value = { is: 'idle' }; fetched = undefined; code.value = null; },
  };
});
export type Lookup = InstanceType<typeof LookupModel>;

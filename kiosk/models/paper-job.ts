import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { PrintOutcome, ReceiptPrinter } from '../../drivers/receipt-printer/port.ts';
import type { Paper } from '../core/paper.ts';
import type { Ports } from './ports.ts';

export type PaperState = { readonly is: 'idle' } | { readonly is: 'printing' } | PrintOutcome | { readonly is: 'declined' };

/** Printing one slip. Unknown ends stay unknown until the person at the kiosk says what came out. */
export const PaperJobModel = createModel((ports: Pick<Ports, 'receiptPrinter' | 'draw'>) => {
  const state = signal<PaperState>({ is: 'idle' });
  const ended = new AbortController();
  return {
    state: state as ReadonlySignal<PaperState>,
    async print(paper: Paper, deadlineMs = 30_000) {
      if (state.value.is === 'printing') return;
      state.value = { is: 'printing' };
      const printer: ReceiptPrinter = ports.receiptPrinter;
      const page = await ports.draw(paper, printer.capabilities.widthDots).catch(() => null);
      // It could not be drawn: a mistake of ours, and still no dead end for the person in front of it.
      if (!page) { state.value = { is: 'not-printed', problem: { is: 'error', recoverable: false } }; return; }
      // The person left while it was drawn: it must not come out for the next one.
      if (ended.signal.aborted) return;
      state.value = await printer.print(page, { deadlineMs, signal: ended.signal });
    },
    /** The citizen looked: `came` when the slip is whole in their hand. */
    tell(came: boolean) { if (state.value.is === 'indeterminate') state.value = came ? { is: 'printed' } : { is: 'not-printed', problem: state.value.problem ?? { is: 'error', recoverable: true } }; },
    decline() { state.value = { is: 'declined' }; },
    end() { ended.abort(); },
  };
});
export type PaperJob = InstanceType<typeof PaperJobModel>;

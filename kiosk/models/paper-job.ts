import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { PrintOutcome, ReceiptPrinter } from '../../drivers/receipt-printer/port.ts';
import type { Paper } from '../core/paper.ts';
import type { Ports } from './ports.ts';

/** Where a slip is that came out: known only of a printer that watches its slot. */
export type SlipMedia = 'presented' | 'taken' | 'forgotten';
export type PaperState =
  | { readonly is: 'idle' } | { readonly is: 'printing' }
  | { readonly is: 'printed'; readonly media?: SlipMedia } | Exclude<PrintOutcome, { is: 'printed' }>
  | { readonly is: 'declined' };

/** Somebody who was told to take the slip and did not within this time is told again, louder. */
const forgottenMs = 20_000;

/** Printing one slip. Unknown ends stay unknown until the person at the kiosk says what came out. */
export const PaperJobModel = createModel((ports: Pick<Ports, 'receiptPrinter' | 'draw'>) => {
  const state = signal<PaperState>({ is: 'idle' });
  const ended = new AbortController();
  const printer: ReceiptPrinter = ports.receiptPrinter;

  /** Follows a slip until it is taken, or the printer cannot tell. */
  async function follow() {
    if (!printer.capabilities.mediaTaken) return;
    for (let media: SlipMedia = 'presented'; ;) {
      const mine: PaperState = { is: 'printed', media };
      state.value = mine;
      if (media === 'taken') return;
      const slot = await printer.taken({ deadlineMs: forgottenMs, signal: ended.signal });
      if (ended.signal.aborted || state.value !== mine) return;
      if (slot === 'unknown') { state.value = { is: 'printed' }; return; }
      media = slot;
    }
  }
  return {
    state: state as ReadonlySignal<PaperState>,
    async print(paper: Paper, deadlineMs = 30_000) {
      if (state.value.is === 'printing') return;
      state.value = { is: 'printing' };
      const page = await ports.draw(paper, printer.capabilities.widthDots).catch(() => null);
      // It could not be drawn: a mistake of ours, and still no dead end for the person in front of it.
      if (!page) { state.value = { is: 'not-printed', problem: { is: 'error', recoverable: false } }; return; }
      // The person left while it was drawn: it must not come out for the next one.
      if (ended.signal.aborted) return;
      state.value = await printer.print(page, { deadlineMs, signal: ended.signal });
      if (state.value.is === 'printed') void follow();
    },
    /** The citizen looked: `came` when the slip is whole in their hand. */
    tell(came: boolean) { if (state.value.is === 'indeterminate') state.value = came ? { is: 'printed' } : { is: 'not-printed', problem: state.value.problem ?? { is: 'error', recoverable: true } }; },
    decline() { state.value = { is: 'declined' }; },
    end() { ended.abort(); },
  };
});
export type PaperJob = InstanceType<typeof PaperJobModel>;

import { signal, type ReadonlySignal } from '@preact/signals';
import type { Ports } from './ports.ts';

const lookEveryMs = 3000;

/** Whether somebody left a slip in the slot after their visit; only a printer with a sensor there knows. */
export function slipInSlot({ receiptPrinter, clock }: Pick<Ports, 'receiptPrinter' | 'clock'>) {
  const left = signal(false);
  /** Looks now, and again until it is taken or somebody comes: they were not meant. */
  async function look(nobodyHere: () => boolean): Promise<void> {
    if (!receiptPrinter.capabilities.mediaTaken) return;
    left.value = (await receiptPrinter.taken({ deadlineMs: 0 })) === 'forgotten';
    if (left.value) clock.after(lookEveryMs, () => { if (nobodyHere()) void look(nobodyHere); else left.value = false; });
  }
  return { left: left as ReadonlySignal<boolean>, look };
}

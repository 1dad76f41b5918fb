import { simReceiptPrinter } from '../../../drivers/receipt-printer/sim.ts';
import { testReceiptPrinter } from '../contract/receipt-printer.ts';
import { virtualClock } from '../virtual-clock.ts';

testReceiptPrinter('simulated receipt printer', () => {
  const clock = virtualClock();
  const printer = simReceiptPrinter({ clock, widthDots: 384, printMs: 3000 });
  return { clock, printer, papers: () => printer.papers, setPaper: printer.setPaper, trouble: (is) => printer.setProblem(is && { is }) };
});

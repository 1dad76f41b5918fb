import { expect, test } from 'vitest';
import { simReceiptPrinter } from '../../../drivers/receipt-printer/sim.ts';
import { testReceiptPrinter } from '../contract/receipt-printer.ts';
import { noisePage } from '../pages.ts';
import { virtualClock } from '../virtual-clock.ts';

testReceiptPrinter('simulated receipt printer', () => {
  const clock = virtualClock();
  const printer = simReceiptPrinter({ clock, widthDots: 384, printMs: 3000 });
  return { clock, printer, papers: () => printer.papers, setPaper: printer.setPaper, trouble: (is) => printer.setProblem(is && { is }) };
});
testReceiptPrinter('simulated receipt printer with a presenter', () => {
  const clock = virtualClock();
  const printer = simReceiptPrinter({ clock, widthDots: 384, printMs: 3000, mediaTaken: true });
  return { clock, printer, papers: () => printer.papers, setPaper: printer.setPaper, trouble: (is) => printer.setProblem(is && { is }), take: printer.take };
});

test('the next slip pushes out one that was forgotten', async () => {
  const clock = virtualClock();
  const printer = simReceiptPrinter({ clock, mediaTaken: true });
  const [first, second] = [noisePage(576, 10), noisePage(576, 20)];
  await printer.print(first, { deadlineMs: 5000 });
  const waiting = printer.taken({ deadlineMs: 60_000 });
  await printer.print(second, { deadlineMs: 5000 });
  expect([await clock.until(waiting), printer.presented]).toEqual(['taken', second]);
  printer.take();
  expect(printer.presented).toBeNull();
});

import { simDocumentPrinter } from '../../../drivers/document-printer/sim.ts';
import { testDocumentPrinter } from '../contract/document-printer.ts';
import { virtualClock } from '../virtual-clock.ts';

testDocumentPrinter('simulated document printer', () => {
  const clock = virtualClock();
  const printer = simDocumentPrinter({ clock, msPerPage: 1000 });
  return { clock, printer, titles: () => printer.printed.map(({ title }) => title), setPaper: printer.setPaper, setToner: printer.setToner, trouble: (is) => printer.setProblem(is && { is }) };
});

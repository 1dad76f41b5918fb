import { simCodeScanner } from '../../../drivers/code-scanner/sim.ts';
import { testCodeScanner } from '../contract/code-scanner.ts';
import { virtualClock } from '../virtual-clock.ts';

testCodeScanner('simulated scanner', () => {
  const clock = virtualClock();
  const scanner = simCodeScanner({ clock });
  return { clock, scanner, show: async (code) => { await clock.pass(1); scanner.show(code); await clock.pass(1); }, setUnplugged: scanner.setOffline };
});

import { simIdReader } from '../../../drivers/id-reader/sim.ts';
import { testIdReader } from '../contract/id-reader.ts';
import { virtualClock } from '../virtual-clock.ts';

testIdReader('simulated reader', () => {
  const clock = virtualClock();
  const reader = simIdReader({ clock, readMs: 500 });
  return {
    clock,
    reader,
    lay: reader.lay,
    layOfKind: (kind) => reader.lay({ is: 'unknown-card', kind }),
    pull: reader.pull,
    setSilent: (silent) => reader.setOffline(silent ? 'no-answer' : null),
  };
});

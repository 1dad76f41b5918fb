import { expect, test } from 'vitest';
import { simIdReader } from '../../../drivers/id-reader/sim.ts';
import { testIdReader } from '../contract/id-reader.ts';
import { foreigner2023, permit } from '../people.ts';
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

test('cards of other kinds are handed over only when asked for', async () => {
  const clock = virtualClock();
  const residents = simIdReader({ clock });
  residents.lay(foreigner2023);
  expect(await clock.until(residents.read({ deadlineMs: 5000 }))).toEqual({ is: 'unknown-card', kind: 'Y' });
  const permits = simIdReader({ clock, kinds: ['residence-permit'] });
  permits.lay(permit);
  expect(await clock.until(permits.read({ deadlineMs: 5000 }))).toEqual({ is: 'read', card: permit });
  expect(await clock.until(permits.selfTest!())).toEqual({ is: 'passed', device: 'sim' });
});

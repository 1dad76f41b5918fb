import { describe, expect, test } from 'vitest';
import type { PresenceSensor, PresenceStatus } from '../../../drivers/presence/port.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** A sensor and the person who stands in front of it, or not. */
export interface PresenceBench {
  readonly clock: VirtualClock;
  readonly sensor: PresenceSensor;
  stand(somebody: boolean): void;
  setUnplugged(unplugged: boolean): void;
}
const told = (status: PresenceStatus) => (status.is === 'ready' ? status.somebody : status.is);

/** What every presence sensor must do. `make` gives one with nobody in front of it. */
export function testPresenceSensor(name: string, make: () => PresenceBench) {
  describe(name, () => {
    const status = ({ clock, sensor }: PresenceBench) => clock.until(sensor.status());

    test('says that nobody is there, and that somebody is', async () => {
      const b = make();
      expect(await status(b)).toEqual({ is: 'ready', somebody: 'away' });
      b.stand(true);
      expect(await status(b)).toEqual({ is: 'ready', somebody: 'near' });
    });
    test('tells of somebody within a second, and of nobody only after two', async () => {
      const b = make();
      await status(b);
      const seen: string[] = [];
      b.sensor.watch((now) => seen.push(told(now)));
      await b.clock.pass(5000);
      seen.length = 0;
      b.stand(true);
      await b.clock.pass(1000);
      expect(seen).toEqual(['near']);
      b.stand(false);
      await b.clock.pass(1900);
      expect(seen).toEqual(['near']);
      await b.clock.pass(1000);
      expect(seen).toEqual(['near', 'away']);
    });
    test('is not fooled by somebody who sways', async () => {
      const b = make();
      b.stand(true);
      await status(b);
      const seen: string[] = [];
      b.sensor.watch((now) => seen.push(told(now)));
      await b.clock.pass(1000);
      for (let i = 0; i < 10; i++) {
        b.stand(false);
        await b.clock.pass(1200);
        b.stand(true);
        await b.clock.pass(600);
      }
      expect(new Set(seen).has('away')).toBe(false);
      expect(await status(b)).toEqual({ is: 'ready', somebody: 'near' });
    });
    test('that lost its plug knows nothing, says so, and begins anew when it is back', async () => {
      const b = make();
      b.stand(true);
      await status(b);
      const seen: string[] = [];
      b.sensor.watch((now) => seen.push(told(now)));
      await b.clock.pass(1000);
      b.setUnplugged(true);
      await b.clock.pass(1000);
      expect(await status(b)).toEqual({ is: 'offline', why: 'no-wire' });
      expect(seen.at(-1)).toBe('offline');
      b.setUnplugged(false);
      await b.clock.pass(3000);
      expect(seen.at(-1)).toBe('near');
    });
    test('tests itself', async () => {
      const b = make();
      expect(await b.clock.until(b.sensor.selfTest())).toMatchObject({ is: 'passed' });
      b.setUnplugged(true);
      expect(await b.clock.until(b.sensor.selfTest())).toEqual({ is: 'failed', why: 'no-wire' });
    });
    test('tells nobody any more who stopped watching', async () => {
      const b = make();
      const seen: string[] = [];
      const stop = b.sensor.watch((now) => seen.push(told(now)));
      await b.clock.pass(5000);
      stop();
      stop();
      seen.length = 0;
      b.stand(true);
      await b.clock.pass(5000);
      expect(seen).toEqual([]);
      expect(await status(b)).toEqual({ is: 'ready', somebody: 'near' });
    });
    test('knows nothing but whether somebody is there', async () => {
      const b = make();
      expect(Object.keys(await status(b))).toEqual(['is', 'somebody']);
    });
  });
}

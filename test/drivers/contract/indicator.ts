import { describe, expect, test } from 'vitest';
import type { Flash, GuideLight, Indicator } from '../../../drivers/indicator/port.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** Guide lights, the eye that sees them, and the hand that pulls their plug. */
export interface IndicatorBench {
  readonly clock: VirtualClock;
  readonly indicator: Indicator;
  /** How a light looks to somebody who watches it for some seconds. */
  seen(light: GuideLight): Promise<Flash>;
  setUnplugged(unplugged: boolean): void;
  /** A light this kiosk has none of. */
  readonly missing: GuideLight;
}

/** What all guide lights must do. `make` gives some that have at least id-reader, receipt-printer and in-service. */
export function testIndicator(name: string, make: () => IndicatorBench) {
  describe(name, () => {
    const set = (b: IndicatorBench, light: GuideLight, flash: Flash) => b.clock.until(b.indicator.set(light, flash));

    test('say ready, and that they are dark at the start', async () => {
      const b = make();
      expect(await b.clock.until(b.indicator.status())).toEqual({ is: 'ready' });
      expect(await b.seen('id-reader')).toBe('off');
      expect(b.indicator.capabilities.lights).toEqual(expect.arrayContaining(['id-reader', 'receipt-printer', 'in-service']));
    });
    test.each(['continuous', 'slow', 'medium'] as const)('burn %s as asked, and no other with them', async (flash) => {
      const b = make();
      expect(await set(b, 'id-reader', flash)).toBe('set');
      expect([await b.seen('id-reader'), await b.seen('receipt-printer')]).toEqual([flash, 'off']);
      expect(await set(b, 'id-reader', 'off')).toBe('set');
      expect(await b.seen('id-reader')).toBe('off');
    });
    test('burn each in its own way at the same time, and the last word counts', async () => {
      const b = make();
      await set(b, 'in-service', 'continuous');
      await set(b, 'id-reader', 'slow');
      await set(b, 'receipt-printer', 'slow');
      await set(b, 'receipt-printer', 'medium');
      expect([await b.seen('in-service'), await b.seen('id-reader'), await b.seen('receipt-printer')]).toEqual(['continuous', 'slow', 'medium']);
    });
    test('say when there is no such light, and leave the others alone', async () => {
      const b = make();
      await set(b, 'id-reader', 'continuous');
      expect(await set(b, b.missing, 'slow')).toBe('no-light');
      expect(await b.seen('id-reader')).toBe('continuous');
    });
    test('all go out at the end of a visit', async () => {
      const b = make();
      await set(b, 'in-service', 'continuous');
      await set(b, 'id-reader', 'medium');
      expect(await b.clock.until(b.indicator.clear())).toBe('set');
      expect([await b.seen('in-service'), await b.seen('id-reader')]).toEqual(['off', 'off']);
    });
    test('without their plug are offline, dark, and burn again as wanted when they are back', async () => {
      const b = make();
      await set(b, 'id-reader', 'slow');
      b.setUnplugged(true);
      expect(await b.clock.until(b.indicator.status())).toEqual({ is: 'offline', why: 'no-wire' });
      expect(await set(b, 'in-service', 'continuous')).toBe('offline');
      b.setUnplugged(false);
      await b.clock.pass(10_000);
      expect([await b.seen('id-reader'), await b.seen('in-service')]).toEqual(['slow', 'continuous']);
      expect(await b.clock.until(b.indicator.status())).toEqual({ is: 'ready' });
    });
    test('that were put out while they were away stay dark when they are back', async () => {
      const b = make();
      await set(b, 'id-reader', 'continuous');
      b.setUnplugged(true);
      expect(await b.clock.until(b.indicator.clear())).toBe('offline');
      b.setUnplugged(false);
      await b.clock.pass(10_000);
      expect(await b.seen('id-reader')).toBe('off');
    });
    test('test themselves, and burn afterwards as before', async () => {
      const b = make();
      await set(b, 'in-service', 'continuous');
      expect(await b.clock.until(b.indicator.selfTest())).toMatchObject({ is: 'passed' });
      expect([await b.seen('in-service'), await b.seen('id-reader')]).toEqual(['continuous', 'off']);
      b.setUnplugged(true);
      expect(await b.clock.until(b.indicator.selfTest())).toEqual({ is: 'failed', why: 'no-wire' });
    });
    test('tell watchers of a change, and stop when asked', async () => {
      const b = make();
      await b.clock.until(b.indicator.status());
      const seen: string[] = [];
      const stop = b.indicator.watch(({ is }) => seen.push(is));
      b.setUnplugged(true);
      await b.clock.pass(10_000);
      b.setUnplugged(false);
      await b.clock.pass(10_000);
      expect(seen).toEqual(['offline', 'ready']);
      stop();
      b.setUnplugged(true);
      await b.clock.pass(10_000);
      expect(seen).toEqual(['offline', 'ready']);
    });
  });
}

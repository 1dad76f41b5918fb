import { simIndicator } from '../../../drivers/indicator/sim.ts';
import { testIndicator } from '../contract/indicator.ts';
import { virtualClock } from '../virtual-clock.ts';

testIndicator('simulated guide lights', () => {
  const indicator = simIndicator({ lights: ['id-reader', 'receipt-printer', 'in-service'] });
  return { clock: virtualClock(), indicator, missing: 'camera', seen: async (light) => indicator.lit.get(light) ?? 'off', setUnplugged: indicator.setOffline };
});

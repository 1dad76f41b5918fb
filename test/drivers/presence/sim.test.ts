import { simPresenceSensor } from '../../../drivers/presence/sim.ts';
import { testPresenceSensor } from '../contract/presence.ts';
import { virtualClock } from '../virtual-clock.ts';

testPresenceSensor('simulated presence sensor', () => {
  const clock = virtualClock();
  const sensor = simPresenceSensor({ clock });
  return { clock, sensor, stand: sensor.stand, setUnplugged: sensor.setOffline };
});

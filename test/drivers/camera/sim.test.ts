import { simCamera } from '../../../drivers/camera/sim.ts';
import { testCamera } from '../contract/camera.ts';
import { virtualClock } from '../virtual-clock.ts';

testCamera('simulated camera', () => {
  const clock = virtualClock();
  const camera = simCamera({ clock });
  return { clock, camera, isOn: () => camera.isOn, setTrouble: camera.setTrouble };
});

import { simAudioOutput } from '../../../drivers/audio/sim.ts';
import { testAudioOutput } from '../contract/audio.ts';
import { virtualClock } from '../virtual-clock.ts';

testAudioOutput('simulated audio output', () => {
  const audio = simAudioOutput();
  return { clock: virtualClock(), audio, plug: audio.plug, setUnplugged: audio.setOffline };
});

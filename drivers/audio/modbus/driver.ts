import { boardOn } from '../../modbus-io/board.ts';
import { inputDevice } from '../../modbus-io/sensor.ts';
import { type Clock, systemClock } from '../../transport/clock.ts';
import type { Wire } from '../../transport/wire.ts';
import type { AudioOutput, AudioStatus } from '../port.ts';

/**
 * A loudspeaker and an earphone jack whose switch is wired to one input of a Modbus board. `invert`: the switch opens when an
 * earphone is plugged in. `speaker`: there is a loudspeaker besides.
 */
export function modbusAudio(wire: Wire, { clock = systemClock, model = 'modbus-io', unit = 1, input = 1, invert = false, speaker = true }: { clock?: Clock; model?: string; unit?: number; input?: number; invert?: boolean; speaker?: boolean } = {}): AudioOutput {
  const device = inputDevice<AudioStatus>(boardOn(wire, { unit, clock }), input, clock, {
    begin: () => ({ is: 'starting' }),
    of(reading, tell) {
      if (reading.is === 'offline' || reading.is === 'starting') return tell(reading);
      tell({ is: 'ready', earphone: reading.is === 'unknown' ? 'unknown' : (reading.is === 'on') !== invert ? 'plugged' : 'unplugged' });
    },
    settled: ({ is }) => is !== 'starting',
  });
  return { capabilities: { model, speaker, earphoneSense: true }, ...device };
}

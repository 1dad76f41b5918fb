import { boardOn } from '../../modbus-io/board.ts';
import { inputDevice } from '../../modbus-io/sensor.ts';
import { type Clock, systemClock } from '../../transport/clock.ts';
import type { Wire } from '../../transport/wire.ts';
import type { PresenceSensor, PresenceStatus } from '../port.ts';

/** A person who leans or stands still is not always seen. */
const awayAfterMs = 2000;

/**
 * A presence sensor (infrared, radar, light curtain) whose contact is wired to one input of a Modbus board. `invert`: its
 * contact is open while somebody is near.
 */
export function modbusPresence(wire: Wire, { clock = systemClock, model = 'modbus-io', unit = 1, input = 0, invert = false }: { clock?: Clock; model?: string; unit?: number; input?: number; invert?: boolean } = {}): PresenceSensor {
  let unseen: (() => void) | undefined;
  let away = false;
  const forget = () => { unseen?.(); unseen = undefined; away = false; };

  const device = inputDevice<PresenceStatus>(boardOn(wire, { unit, clock }), input, clock, {
    begin() { forget(); return { is: 'starting' }; },
    of(reading, tell) {
      if (reading.is === 'offline' || reading.is === 'starting') { forget(); return tell(reading); }
      if (reading.is === 'unknown') { forget(); return tell({ is: 'ready', somebody: 'unknown' }); }
      if ((reading.is === 'on') !== invert) { forget(); return tell({ is: 'ready', somebody: 'near' }); }
      unseen ??= clock.after(awayAfterMs, () => { away = true; tell({ is: 'ready', somebody: 'away' }); });
      return away ? tell({ is: 'ready', somebody: 'away' }) : undefined;
    },
    settled: ({ is }) => is !== 'starting',
  });
  return { capabilities: { model }, ...device };
}

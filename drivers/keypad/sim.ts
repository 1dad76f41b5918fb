import type { PlainStatus } from '../device.ts';
import { selfTestBy } from '../self-test.ts';
import { listeners, watched } from '../transport/listeners.ts';
import { padKeys } from './pad-keys.ts';
import type { Keypad, PadKey } from './port.ts';

export interface SimKeypad extends Keypad {
  /** Presses one key; nobody hears it while offline. */
  press(key: PadKey): void;
  setOffline(offline: boolean): void;
  /** Whether anybody listens: only then the pad is on. */
  readonly enabled: boolean;
}

/** A tactile keypad made of memory, for tests, demonstrations and the dock. */
export function simKeypad({ keys = padKeys }: { keys?: readonly PadKey[] } = {}): SimKeypad {
  const status = watched<PlainStatus>({ is: 'ready' });
  const pressed = listeners<PadKey>();
  return {
    capabilities: { model: 'sim', keys },
    async status() { return status.value; },
    watch: status.watch,
    async selfTest() { return selfTestBy(status.value, 'sim'); },
    listen: pressed.add,
    press(key) { if (status.value.is === 'ready' && keys.includes(key)) pressed.tell(key); },
    setOffline(offline) { status.set(offline ? { is: 'offline', why: 'no-wire' } : { is: 'ready' }); },
    get enabled() { return pressed.count > 0; },
  };
}

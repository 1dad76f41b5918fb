import { selfTestBy } from '../self-test.ts';
import { type Clock, systemClock } from '../transport/clock.ts';
import { watched } from '../transport/listeners.ts';
import type { PresenceSensor, PresenceStatus } from './port.ts';

export interface SimPresenceSensor extends PresenceSensor {
  /** Somebody steps in front of it, or leaves. */
  stand(somebody: boolean): void;
  setOffline(offline: boolean): void;
}
const awayAfterMs = 2000;

/** A presence sensor made of memory, for tests, demonstrations and the dock. */
export function simPresenceSensor({ clock = systemClock, somebody = false }: { clock?: Clock; somebody?: boolean } = {}): SimPresenceSensor {
  const seen = (near: boolean): PresenceStatus => ({ is: 'ready', somebody: near ? 'near' : 'away' });
  const status = watched<PresenceStatus>(seen(somebody));
  let stands = somebody;
  let isOffline = false;
  let unseen: (() => void) | undefined;
  const look = () => {
    if (stands || isOffline) { unseen?.(); unseen = undefined; }
    if (isOffline) return status.set({ is: 'offline', why: 'no-wire' });
    if (stands) return status.set(seen(true));
    unseen ??= clock.after(awayAfterMs, () => { unseen = undefined; status.set(seen(false)); });
  };
  return {
    capabilities: { model: 'sim' },
    async status() { return status.value; },
    watch: status.watch,
    async selfTest() { return selfTestBy(status.value, 'sim'); },
    stand(somebody) { stands = somebody; look(); },
    setOffline(offline) { isOffline = offline; look(); },
  };
}

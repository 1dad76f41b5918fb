import type { PlainStatus } from '../device.ts';
import { selfTestBy } from '../self-test.ts';
import { watched } from '../transport/listeners.ts';
import type { Flash, GuideLight, Indicator } from './port.ts';

export interface SimIndicator extends Indicator {
  /** What burns or flashes now; lights that are off are not in it. */
  readonly lit: ReadonlyMap<GuideLight, Flash>;
  setOffline(offline: boolean): void;
}

const everyLight: readonly GuideLight[] = ['id-reader', 'smart-card', 'receipt-printer', 'document-printer', 'code-scanner', 'camera', 'document-camera', 'in-service', 'attention'];

/** Guide lights made of memory, for tests, demonstrations and the dock. While offline nothing burns; what is wanted burns when they are back. */
export function simIndicator({ lights = everyLight }: { lights?: readonly GuideLight[] } = {}): SimIndicator {
  const status = watched<PlainStatus>({ is: 'ready' });
  const wanted = new Map<GuideLight, Flash>();
  const none: ReadonlyMap<GuideLight, Flash> = new Map();
  const end = () => (status.value.is === 'ready' ? 'set' : 'offline');
  return {
    capabilities: { model: 'sim', lights },
    async status() { return status.value; },
    watch: status.watch,
    async selfTest() { return selfTestBy(status.value, 'sim'); },
    async set(light, flash) {
      if (!lights.includes(light)) return 'no-light';
      if (flash === 'off') wanted.delete(light);
      else wanted.set(light, flash);
      return end();
    },
    async clear() { wanted.clear(); return end(); },
    get lit() { return status.value.is === 'ready' ? wanted : none; },
    setOffline(offline) { status.set(offline ? { is: 'offline', why: 'no-wire' } : { is: 'ready' }); },
  };
}

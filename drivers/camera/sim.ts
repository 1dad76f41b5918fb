import { type Clock, systemClock } from '../transport/clock.ts';
import { watched } from '../transport/listeners.ts';
import { oneSession, testedByLooking } from './one-session.ts';
import type { Camera, CameraStatus, Picture } from './port.ts';

export interface SimCamera extends Camera {
  /** What lies or stands before it. */
  show(picture: Picture): void;
  /** `mute`: it is there and does not answer. */
  setTrouble(trouble: 'no-wire' | 'forbidden' | 'mute' | null): void;
  /** Whether it is on, light included. */
  readonly isOn: boolean;
}

/** A camera made of memory, for tests, demonstrations and the dock. `preview`: the moving picture it hands over, if any. */
export function simCamera({ clock = systemClock, preview = null }: { clock?: Clock; preview?: MediaStream | null } = {}): SimCamera {
  const status = watched<CameraStatus>({ is: 'ready' });
  let picture = whiteDot;
  let isMute = false;
  let isOn = false;
  const never = new Promise<never>(() => {});
  const session = oneSession(clock, async () => {
    if (isMute) return never;
    if (status.value.is === 'offline') return status.value;
    isOn = true;
    return { preview, grab: async () => (isMute ? never : { ...picture, bytes: picture.bytes.slice() }), off() { isOn = false; } };
  });

  const sim: SimCamera = {
    capabilities: { model: 'sim', preview: preview !== null },
    async status() { return status.value; },
    watch: status.watch,
    selfTest: () => testedByLooking(sim, () => 'sim'),
    open: session.open,
    show(shown) { picture = shown; },
    setTrouble(trouble) {
      isMute = trouble === 'mute';
      status.set(trouble === null || trouble === 'mute' ? { is: 'ready' } : { is: 'offline', why: trouble });
      if (status.value.is === 'offline') session.lost();
    },
    get isOn() { return isOn; },
  };
  return sim;
}

/** One white dot: what a camera sees before anybody put anything there. */
const whiteDot: Picture = {
  mediaType: 'image/png', widthPx: 1, heightPx: 1,
  bytes: Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=='), (char) => char.charCodeAt(0)),
};

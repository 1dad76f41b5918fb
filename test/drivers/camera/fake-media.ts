import type { Media } from '../../../drivers/camera/web-camera/driver.ts';
import type { Picture } from '../../../drivers/camera/port.ts';
import type { VirtualClock } from '../virtual-clock.ts';

const dom = (name: string) => Object.assign(new Error(name), { name });
const jpeg = Uint8Array.from({ length: 100 }, (_, i) => [0xff, 0xd8, 0xff, 0xe0][i] ?? i);

/** The browser's side of cameras, made of memory: devices with names, a permission, tracks that live and end. */
export function fakeMedia(clock: VirtualClock, { names = ['Integrated Camera (04f2:b6d0)'] }: { names?: readonly string[] } = {}) {
  const events = new EventTarget();
  const permission = Object.assign(new EventTarget(), { state: 'granted' as PermissionState });
  let plugged = names;
  let isMute = false;
  let waiting: (() => void)[] = [];
  const live = new Set<EventTarget>();
  const asked: MediaStreamConstraints[] = [];
  const answering = () => (isMute ? new Promise<void>((resolve) => { waiting.push(resolve); }) : Promise.resolve());

  const media = {
    addEventListener: events.addEventListener.bind(events),
    async enumerateDevices() {
      const isTold = permission.state === 'granted';
      return plugged.map((label) => ({ kind: 'videoinput', label: isTold ? label : '', deviceId: isTold ? `id of ${label}` : '' }) as MediaDeviceInfo);
    },
    async getUserMedia(constraints: MediaStreamConstraints) {
      asked.push(constraints);
      await answering();
      await new Promise<void>((resolve) => { clock.after(300, resolve); });
      if (permission.state === 'denied') throw dom('NotAllowedError');
      // Whoever is asked and says yes is allowed in from then on.
      permission.state = 'granted';
      const { deviceId } = constraints.video as { deviceId?: { exact: string } };
      const label = deviceId ? plugged.find((name) => deviceId.exact === `id of ${name}`) : plugged[0];
      if (label === undefined) throw dom('NotFoundError');
      const track = Object.assign(new EventTarget(), { label, stop() { live.delete(track); } });
      live.add(track);
      return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
    },
  } as unknown as Media;
  function endAll() {
    for (const track of live) { live.delete(track); track.dispatchEvent(new Event('ended')); }
  }

  return {
    media, asked, permission,
    permissions: { query: async () => permission } as unknown as Pick<Permissions, 'query'>,
    async grab(): Promise<Picture> { await answering(); return { mediaType: 'image/jpeg', widthPx: 640, heightPx: 480, bytes: jpeg.slice() }; },
    isOn: () => live.size > 0,
    plug(now: readonly string[]) {
      plugged = now;
      if (now.length === 0) endAll();
      events.dispatchEvent(new Event('devicechange'));
    },
    setTrouble(trouble: 'no-wire' | 'forbidden' | 'mute' | null) {
      isMute = trouble === 'mute';
      if (!isMute) { for (const go of waiting) go(); waiting = []; }
      const state = trouble === 'forbidden' ? 'denied' : 'granted';
      if (state !== permission.state) {
        permission.state = state;
        if (state === 'denied') endAll();
        permission.dispatchEvent(new Event('change'));
      }
      plugged = trouble === 'no-wire' ? [] : names;
      if (trouble === 'no-wire') endAll();
      events.dispatchEvent(new Event('devicechange'));
    },
  };
}

import type { Settings } from '../../near.ts';
import { type Clock, systemClock, within } from '../../transport/clock.ts';
import { watched } from '../../transport/listeners.ts';
import { grabJpeg, type Turn } from '../frames.ts';
import { type CameraOffline, oneSession, type Seeing, testedByLooking } from '../one-session.ts';
import type { Camera, CameraStatus, Picture } from '../port.ts';

/** What is used of navigator.mediaDevices and navigator.permissions. */
export type Media = Pick<MediaDevices, 'enumerateDevices' | 'getUserMedia' | 'addEventListener'>;
export interface WebCameraOptions {
  readonly clock?: Clock;
  readonly media?: Media | undefined;
  readonly permissions?: Pick<Permissions, 'query'> | undefined;
  readonly grab?: (track: MediaStreamTrack) => Promise<Picture>;
  readonly model?: string;
  /** Part of the device's name as the system tells it, such as `USB Camera (1234:abcd)`; '' takes the first one. */
  readonly label?: string;
  /** The best resolution the device has, instead of one that moves well; pictures are made no longer than `longestPx`. */
  readonly best?: boolean;
  readonly longestPx?: number;
  /** How far a picture is turned clockwise: the camera hangs that way. The preview is not turned. */
  readonly turn?: Turn;
}
const noWire = { is: 'offline', why: 'no-wire' } as const;
const noAnswer = { is: 'offline', why: 'no-answer' } as const;
const forbidden = { is: 'offline', why: 'forbidden' } as const;
const lookMs = 4000;

/** The settings `label` (text) and `rotate` (0, 90, 180 or 270) of a configuration. */
export const chosenBy = ({ label, rotate }: Settings): { readonly label: string; readonly turn: Turn } => ({ label: typeof label === 'string' ? label : '', turn: ([90, 180, 270] as const).find((turn) => turn === rotate) ?? 0 });

/** A camera of the browser (Media Capture and Streams). Its light is on only while a session is open. */
export function webCamera({
  clock = systemClock, media = globalThis.navigator?.mediaDevices as Media | undefined, permissions = globalThis.navigator?.permissions as Pick<Permissions, 'query'> | undefined,
  model = 'web-camera', label = '', best = false, longestPx = Infinity, turn = 0, grab = (track) => grabJpeg(track, { turn, longestPx, quality: best ? 0.8 : 0.9 }),
}: WebCameraOptions = {}): Camera {
  const status = watched<CameraStatus>(media ? { is: 'starting' } : noWire);
  const fits = (name: string) => name.toLowerCase().includes(label.toLowerCase());
  // Asked for once: the object tells its changes by itself.
  const permission = permissions?.query({ name: 'camera' as PermissionName }).catch(() => undefined);
  let named = '';

  /** The id of the device that is meant; '' while the browser tells no names because it was not allowed in yet. */
  async function find(): Promise<{ readonly id: string } | CameraOffline> {
    if (!media) return noWire;
    if ((await permission)?.state === 'denied') return forbidden;
    const inputs = (await media.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
    const meant = inputs.find((input) => input.label === '' || fits(input.label));
    return meant ? { id: meant.label === '' ? '' : meant.deviceId } : noWire;
  }
  async function look(): Promise<CameraStatus> {
    const found = await within(clock, lookMs, find().catch(() => noAnswer), noAnswer);
    status.set('is' in found ? found : { is: 'ready' });
    return status.value;
  }

  const session = oneSession(clock, async () => {
    try {
      const on = await switchOn();
      status.set('is' in on ? on : { is: 'ready' });
      return on;
    } catch (trouble) {
      const offline = meaningOf(trouble);
      status.set(offline);
      return offline;
    }
  });
  async function switchOn(): Promise<Seeing | CameraOffline> {
    // A second time when only being allowed in told the names, and it was not the one that is meant.
    for (let tries = 0; tries < 2; tries++) {
      const found = await find();
      if ('is' in found) return found;
      const size = best ? { width: { ideal: 16_384 }, height: { ideal: 16_384 } } : { width: { ideal: 1280 }, height: { ideal: 720 } };
      const stream = await media!.getUserMedia({ audio: false, video: { ...size, ...(found.id !== '' && { deviceId: { exact: found.id } }) } });
      const off = () => { for (const track of stream.getTracks()) track.stop(); };
      const [track] = stream.getVideoTracks();
      if (track && fits(track.label)) {
        named = track.label;
        track.addEventListener('ended', () => { session.lost(); void look(); });
        return { preview: stream, grab: () => grab(track), off };
      }
      off();
    }
    return noWire;
  }

  if (media) {
    media.addEventListener('devicechange', () => void look());
    void permission?.then((known) => known?.addEventListener('change', () => void look()));
    void look();
  }
  const camera: Camera = {
    capabilities: { model, preview: true },
    status: async () => (media ? look() : noWire),
    watch: status.watch,
    selfTest: () => testedByLooking(camera, () => named),
    open: session.open,
  };
  return camera;
}

/** What an error of getUserMedia means. */
function meaningOf(trouble: unknown): CameraOffline {
  switch ((trouble as { name?: unknown } | null)?.name) {
    case 'NotAllowedError': case 'SecurityError': return forbidden;
    case 'NotFoundError': case 'OverconstrainedError': return noWire;
    // Somebody else on this machine uses it, or it failed to start.
    default: return noAnswer;
  }
}

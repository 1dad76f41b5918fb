import { type Clock, pause, systemClock, within } from '../../transport/clock.ts';
import { watched, watchedWhileChecked } from '../../transport/listeners.ts';
import { pictureOf } from '../../xfs4iot/picture.ts';
import { type CameraOffline, oneSession, type Seeing, testedByLooking } from '../one-session.ts';
import type { Camera, CameraStatus, Picture } from '../port.ts';

const noWire = { is: 'offline', why: 'no-wire' } as const;
const noAnswer = { is: 'offline', why: 'no-answer' } as const;
const forbidden = { is: 'offline', why: 'forbidden' } as const;
const checkEveryMs = 5000;
const answerMs = 3000;
const frameEveryMs = 80;
const largestBytes = 6 * 1024 * 1024;

/** Draws pictures as they come into one that moves; a page's business. `null` where there is no page. */
export type Film = (() => { readonly stream: MediaStream; show(picture: Picture): Promise<void>; end(): void }) | null;
export interface SnapshotOptions { readonly clock?: Clock; readonly fetch?: typeof fetch; readonly film?: Film; readonly model?: string }

/**
 * A network camera that gives one JPEG or PNG for each GET of an address (ONVIF Media GetSnapshotUri). HEAD asks whether it is
 * there and takes no picture. While a session is open pictures are fetched one after another for the preview; none before or
 * after. A page reaches it through the terminal's host, which alone knows where it stands.
 */
export function snapshotCamera(address: string, { clock = systemClock, fetch: send = (...ask) => fetch(...ask), film = pageFilm, model = 'http-snapshot' }: SnapshotOptions = {}): Camera {
  const status = watched<CameraStatus>({ is: 'starting' });

  async function ask(method: 'GET' | 'HEAD', signal?: AbortSignal): Promise<Response | CameraOffline> {
    if (address === '') return noWire;
    try {
      const answer = await send(address, { method, cache: 'no-store', credentials: 'omit', redirect: 'error', ...(signal && { signal }) });
      if (answer.ok) return answer;
      // The host says 502 where nothing was there, 504 where nothing came; a camera that wants a password is not ours to use.
      return answer.status === 502 ? noWire : answer.status === 401 || answer.status === 403 ? forbidden : noAnswer;
    } catch {
      return noWire;
    }
  }
  async function look(): Promise<CameraStatus> {
    const answer = await within(clock, answerMs, ask('HEAD'), noAnswer);
    return told('is' in answer ? answer : { is: 'ready' });
  }
  function told<T extends CameraStatus>(next: T): T {
    status.set(next);
    if (next.is === 'offline' && next.why === 'no-wire') session.lost();
    return next;
  }
  async function grab(signal: AbortSignal): Promise<Picture> {
    const answer = await ask('GET', signal);
    if ('is' in answer && !signal.aborted) told(answer);
    const bytes = 'is' in answer ? undefined : await bodyOf(answer);
    const picture = bytes && pictureOf(bytes);
    if (!picture) throw new Error('no picture');
    return picture;
  }

  const session = oneSession(clock, async (): Promise<Seeing | CameraOffline> => {
    const there = await ask('HEAD');
    if ('is' in there) return told(there);
    told({ is: 'ready' });
    const on = new AbortController();
    const moving = film?.();
    if (moving) void showAll(moving, on.signal);
    return { preview: moving?.stream ?? null, grab: () => grab(on.signal), off() { on.abort(); moving?.end(); } };
  });
  async function showAll(moving: NonNullable<ReturnType<NonNullable<Film>>>, signal: AbortSignal) {
    while (!signal.aborted) {
      try {
        const picture = await grab(signal);
        if (!signal.aborted) await moving.show(picture);
        picture.bytes.fill(0);
      } catch { /* one picture less; the status tells whether the camera is gone */ }
      await pause(clock, frameEveryMs, signal);
    }
  }

  const camera: Camera = {
    capabilities: { model, preview: film !== null },
    status: look,
    watch: watchedWhileChecked(status, { clock, everyMs: checkEveryMs, check: () => void look() }),
    selfTest: () => testedByLooking(camera, () => ''),
    open: session.open,
  };
  return camera;
}

/** The body, unless it is longer than any picture. */
async function bodyOf({ body }: Response): Promise<Uint8Array | undefined> {
  const reader = body?.getReader();
  if (!reader) return undefined;
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    length += next.value.length;
    if (length > largestBytes) { await reader.cancel(); return undefined; }
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; part.fill(0); }
  return whole;
}

/** A canvas that films what is drawn on it. */
const pageFilm: Film = typeof document === 'undefined' ? null : () => {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d')!;
  const stream = canvas.captureStream();
  return {
    stream,
    async show({ bytes, mediaType }) {
      const image = await createImageBitmap(new Blob([bytes.slice()], { type: mediaType }));
      if (canvas.width !== image.width || canvas.height !== image.height) { canvas.width = image.width; canvas.height = image.height; }
      pen.drawImage(image, 0, 0);
      image.close();
    },
    end() { for (const track of stream.getTracks()) track.stop(); canvas.width = 0; },
  };
};

import { type Clock, within } from '../transport/clock.ts';
import type { Camera, CameraOpened, CameraSession, CameraStatus, Picture } from './port.ts';

export type CameraOffline = Extract<CameraStatus, { is: 'offline' }>;
/** A camera that is on. */
export interface Seeing {
  readonly preview: MediaStream | null;
  /** The picture of this moment; may reject or never settle. */
  grab(): Promise<Picture>;
  /** Switches it off. */
  off(): void;
}
const noAnswer = { is: 'offline', why: 'no-answer' } as const;

/**
 * One session of a camera at a time: whoever asks meanwhile hears `busy`. `switchOn` may come too late or after the asker
 * went away; the camera is then switched off as soon as it came on.
 */
export function oneSession(clock: Clock, switchOn: () => Promise<Seeing | CameraOffline>) {
  let inUse = false;
  let lose: (() => void) | undefined;

  const open: Camera['open'] = async ({ deadlineMs, signal }) => {
    if (signal?.aborted) return { is: 'cancelled' };
    if (inUse) return { is: 'busy' };
    inUse = true;
    const made = switchOn().catch(() => noAnswer);
    let calledOff!: () => void;
    const off = new Promise<{ readonly is: 'cancelled' }>((resolve) => { calledOff = () => resolve({ is: 'cancelled' }); });
    signal?.addEventListener('abort', calledOff);
    const first = await Promise.race([within(clock, deadlineMs, made, noAnswer), off]);
    signal?.removeEventListener('abort', calledOff);
    const outcome = signal?.aborted ? { is: 'cancelled' } as const : first;
    if ('is' in outcome) void made.then((late) => ('is' in late ? undefined : late.off()));
    inUse = !('is' in outcome);
    return 'is' in outcome ? outcome : { is: 'open', session: begun(outcome, signal) } satisfies CameraOpened;
  };

  function begun(on: Seeing, signal: AbortSignal | undefined): CameraSession {
    let state: 'on' | 'closed' | 'lost' = 'on';
    let listening: readonly (() => void)[] = [];
    let ended!: () => void;
    const end = new Promise<undefined>((resolve) => { ended = () => resolve(undefined); });

    function finish(how: 'closed' | 'lost', isTold: boolean) {
      if (state !== 'on') return;
      state = how;
      inUse = false;
      lose = undefined;
      signal?.removeEventListener('abort', calledOff);
      on.off();
      ended();
      const told = isTold ? listening : [];
      listening = [];
      for (const call of told) call();
    }
    const calledOff = () => finish('closed', true);
    signal?.addEventListener('abort', calledOff);
    lose = () => finish('lost', true);
    return {
      preview: on.preview,
      async take({ deadlineMs }) {
        const isOn = () => state === 'on';
        let awaited = true;
        const grabbed = isOn() ? on.grab().then((picture) => {
          if (awaited && isOn()) return picture;
          picture.bytes.fill(0);
          return undefined;
        }).catch(() => undefined) : undefined;
        const picture = grabbed && await within(clock, deadlineMs, Promise.race([grabbed, end]), undefined);
        awaited = false;
        if (picture) return { is: 'taken', picture };
        return isOn() ? noAnswer : state === 'lost' ? { is: 'offline', why: 'no-wire' } : { is: 'closed' };
      },
      onEnd(call) {
        if (state === 'on') listening = [...listening, call];
        else call();
      },
      close: () => finish('closed', false),
    };
  }

  return {
    open,
    /** The camera is gone: ends the session if there is one. */
    lost(): void { lose?.(); },
    get inUse() { return inUse; },
  };
}

/** Looks once through a camera and switches it off again: the whole of a self-test. `device` is what it says of itself. */
export async function testedByLooking(camera: Pick<Camera, 'open'>, device: () => string) {
  const opened = await camera.open({ deadlineMs: 6000 });
  if (opened.is === 'busy') return { is: 'busy' } as const;
  if (opened.is !== 'open') return { is: 'failed', why: opened.is === 'cancelled' ? 'no-answer' : opened.why === 'forbidden' ? 'not-authorised' : opened.why } as const;
  const seen = await opened.session.take({ deadlineMs: 3000 });
  const passed = { is: 'passed', device: device() } as const;
  opened.session.close();
  if (seen.is !== 'taken') return { is: 'failed', why: seen.is === 'offline' ? seen.why : 'no-answer' } as const;
  seen.picture.bytes.fill(0);
  return passed;
}

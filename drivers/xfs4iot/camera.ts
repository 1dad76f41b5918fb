import type { Camera, CameraOpened, CameraSession, CameraStatus, TakeOutcome } from '../camera/port.ts';
import { type Clock, systemClock, within } from '../transport/clock.ts';
import { fromBase64 } from './base64.ts';
import type { XfsClient, XfsOutcome } from './client.ts';
import { plainStatusOf } from './device-status.ts';
import { pictureOf } from './picture.ts';
import { serviceLink } from './service-link.ts';
import { serviceSelfTest } from './service-self-test.ts';

const noWire = { is: 'offline', why: 'no-wire' } as const;

/**
 * The camera behind an XFS4IoT Camera service: single pictures of the person, no preview. An open session keeps nothing switched
 * on: the service lights up for each picture and goes dark after it. The client must allow messages of `cameraMessageBytes`.
 */
export function xfs4iotCamera(client: XfsClient, { model = 'XFS4IoT', clock = systemClock }: { model?: string; clock?: Clock } = {}): Camera {
  const link = serviceLink<CameraStatus>(client, { read: (payload) => plainStatusOf(payload, ['forbidden']), starting: { is: 'starting' }, offline: noWire });
  let open = false;

  function session(signal: AbortSignal | undefined): CameraSession {
    const over = new AbortController();
    const ends: (() => void)[] = [];
    /** What is left to say of it: closed, or gone. */
    let end: Extract<TakeOutcome, { is: 'closed' | 'offline' }> = { is: 'closed' };
    const stops = [
      client.watch((state) => { if (state === 'closed') gone(); }),
      link.watch((status) => { if (status.is === 'offline' && status.why === 'no-wire') gone(); }),
    ];
    function gone() {
      if (!over.signal.aborted) end = noWire;
      lose();
    }
    function close() {
      if (over.signal.aborted) return;
      open = false;
      for (const stop of stops) stop();
      signal?.removeEventListener('abort', lose);
      over.abort();
    }
    /** Ended by others than its owner. */
    function lose() {
      if (over.signal.aborted) return;
      close();
      for (const call of ends.splice(0)) call();
    }
    signal?.addEventListener('abort', lose);
    return {
      preview: null,
      async take({ deadlineMs }) {
        if (over.signal.aborted) return end;
        const outcome = await client.command('Camera.TakePicture', '2.0', { timeoutMs: deadlineMs, signal: over.signal, payload: { camera: 'person' } });
        const taken = takenOf(outcome);
        if (!over.signal.aborted || taken.is === 'offline') return taken;
        if (taken.is === 'taken') taken.picture.bytes.fill(0);
        return end;
      },
      onEnd(call) { if (over.signal.aborted) call(); else ends.push(call); },
      close,
    };
  }

  return {
    capabilities: { model, preview: false },
    status: link.ask,
    watch: link.watch,
    async selfTest() { return open ? { is: 'busy' } : serviceSelfTest(client, link); },
    async open({ deadlineMs, signal }): Promise<CameraOpened> {
      if (signal?.aborted) return { is: 'cancelled' };
      if (open) return { is: 'busy' };
      open = true;
      const status = await within(clock, deadlineMs, link.ask(), { is: 'offline', why: 'no-answer' } as const);
      open = false;
      if (signal?.aborted) return { is: 'cancelled' };
      if (status.is !== 'ready') return status.is === 'offline' ? status : { is: 'offline', why: 'no-answer' };
      open = true;
      return { is: 'open', session: session(signal) };
    },
  };
}

function takenOf(outcome: XfsOutcome): TakeOutcome {
  if (outcome.is === 'not-sent' && outcome.why === 'cancelled') return { is: 'closed' };
  if (outcome.is !== 'completed') return outcome.is === 'not-sent' || (outcome.is === 'indeterminate' && outcome.why === 'disconnected') ? noWire : { is: 'offline', why: 'no-answer' };
  if (outcome.code === 'canceled') return { is: 'closed' };
  const bytes = outcome.code === 'success' ? fromBase64(outcome.payload.pictureFile) : undefined;
  const picture = bytes && pictureOf(bytes);
  if (picture) return { is: 'taken', picture };
  return { is: 'offline', why: outcome.payload.offline === 'no-wire' ? 'no-wire' : 'no-answer' };
}

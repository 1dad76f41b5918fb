import { describe, expect, test } from 'vitest';
import type { Camera, CameraOpened, CameraSession, CameraStatus } from '../../../drivers/camera/port.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** A camera and what can be done to it and seen of it from outside. */
export interface CameraBench {
  readonly clock: VirtualClock;
  readonly camera: Camera;
  /** Whether it films, by its light. */
  isOn(): boolean | Promise<boolean>;
  /** `mute`: it is there and does not answer. Left out where no hand can do it; the rest is then tested on the same driver elsewhere. */
  setTrouble?(trouble: 'no-wire' | 'forbidden' | 'mute' | null): void;
}

/** What every camera must do. `dark`: it is lit for each picture only, not from open to close, and so says at a picture whether it answers. */
export function testCamera(name: string, make: () => CameraBench | Promise<CameraBench>, { dark = false }: { readonly dark?: boolean } = {}) {
  describe(name, () => {
    const opened = async ({ clock, camera }: CameraBench, ask: { readonly deadlineMs?: number; readonly signal?: AbortSignal } = {}): Promise<CameraSession> => {
      const outcome = await clock.until(camera.open({ deadlineMs: 9000, ...ask }));
      expect(outcome.is).toBe('open');
      return (outcome as Extract<CameraOpened, { is: 'open' }>).session;
    };

    test('says ready, and is off while nobody opened it', async () => {
      const bench = await make();
      expect(await bench.clock.until(bench.camera.status())).toEqual({ is: 'ready' });
      expect(await bench.isOn()).toBe(false);
    });
    test('films from open to close, shows a moving picture if it says so, and is off afterwards', async () => {
      const bench = await make();
      const session = await opened(bench);
      expect(await bench.isOn()).toBe(!dark);
      expect(session.preview !== null).toBe(bench.camera.capabilities.preview);
      session.close();
      session.close();
      expect(await bench.isOn()).toBe(false);
    });
    test('takes one picture after another, whole ones, each with bytes of its own', async () => {
      const bench = await make();
      const session = await opened(bench);
      const [first, second] = [await bench.clock.until(session.take({ deadlineMs: 5000 })), await bench.clock.until(session.take({ deadlineMs: 5000 }))];
      for (const outcome of [first, second]) {
        expect(outcome.is).toBe('taken');
        if (outcome.is !== 'taken') continue;
        const { picture: { mediaType, bytes, widthPx, heightPx } } = outcome;
        expect([...bytes.subarray(0, 2)]).toEqual(mediaType === 'image/jpeg' ? [0xff, 0xd8] : [0x89, 0x50]);
        expect(bytes.length).toBeGreaterThan(60);
        expect(widthPx * heightPx).toBeGreaterThan(0);
      }
      if (first.is === 'taken' && second.is === 'taken') {
        first.picture.bytes.fill(0);
        expect(second.picture.bytes.some((byte) => byte !== 0)).toBe(true);
      }
      session.close();
    });
    test('takes nothing once it is closed', async () => {
      const bench = await make();
      const session = await opened(bench);
      session.close();
      expect(await bench.clock.until(session.take({ deadlineMs: 5000 }))).toEqual({ is: 'closed' });
    });
    test('a picture being taken when the session is closed is nobody\'s', async () => {
      const bench = await make();
      const session = await opened(bench);
      const taking = session.take({ deadlineMs: 5000 });
      session.close();
      expect(await bench.clock.until(taking)).toEqual({ is: 'closed' });
    });
    test('a second asker hears that it is busy, and gets it when the first has closed', async () => {
      const bench = await make();
      const first = await opened(bench);
      expect(await bench.clock.until(bench.camera.open({ deadlineMs: 5000 }))).toEqual({ is: 'busy' });
      expect(await bench.clock.until(bench.camera.selfTest())).toEqual({ is: 'busy' });
      expect(await bench.isOn()).toBe(!dark);
      first.close();
      const second = await opened(bench);
      first.close();
      expect(await bench.isOn()).toBe(!dark);
      expect((await bench.clock.until(second.take({ deadlineMs: 5000 }))).is).toBe('taken');
      second.close();
      expect(await bench.isOn()).toBe(false);
    });
    test('is never switched on for an asker who has gone, and is off when the asker goes while it starts', async () => {
      const bench = await make();
      expect(await bench.clock.until(bench.camera.open({ deadlineMs: 5000, signal: AbortSignal.abort() }))).toEqual({ is: 'cancelled' });
      const gone = new AbortController();
      const opening = bench.camera.open({ deadlineMs: 5000, signal: gone.signal });
      gone.abort();
      expect(await bench.clock.until(opening)).toEqual({ is: 'cancelled' });
      await bench.clock.pass(1500);
      expect(await bench.isOn()).toBe(false);
      (await opened(bench)).close();
    });
    test('the signal switches it off and ends the session, told once', async () => {
      const bench = await make();
      const gone = new AbortController();
      const session = await opened(bench, { signal: gone.signal });
      const told: string[] = [];
      session.onEnd(() => told.push('ended'));
      gone.abort();
      expect(await bench.isOn()).toBe(false);
      expect(await bench.clock.until(session.take({ deadlineMs: 5000 }))).toEqual({ is: 'closed' });
      await bench.clock.pass(100);
      expect(told).toEqual(['ended']);
      session.onEnd(() => told.push('late'));
      await bench.clock.pass(100);
      expect(told).toEqual(['ended', 'late']);
      (await opened(bench)).close();
    });
    test('a session closed by its owner ends without a word', async () => {
      const bench = await make();
      const gone = new AbortController();
      const session = await opened(bench, { signal: gone.signal });
      const told: string[] = [];
      session.onEnd(() => told.push('ended'));
      session.close();
      gone.abort();
      await bench.clock.pass(100);
      expect(told).toEqual([]);
    });
    test('tests itself by one look, and is off afterwards', async () => {
      const bench = await make();
      expect((await bench.clock.until(bench.camera.selfTest())).is).toBe('passed');
      expect(await bench.isOn()).toBe(false);
    });

    test('unplugged while it films: the session ends, watchers are told, and it serves again when it is back', async () => {
      const bench = await make();
      if (!bench.setTrouble) return;
      const seen: CameraStatus['is'][] = [];
      const stop = bench.camera.watch(({ is }) => seen.push(is));
      await bench.clock.until(bench.camera.status());
      seen.length = 0;
      const session = await opened(bench);
      const told: string[] = [];
      session.onEnd(() => told.push('ended'));
      const taking = session.take({ deadlineMs: 5000 });
      bench.setTrouble('no-wire');
      await bench.clock.pass(100);
      expect(told).toEqual(['ended']);
      expect(['taken', 'offline']).toContain((await bench.clock.until(taking)).is);
      expect(await bench.clock.until(session.take({ deadlineMs: 5000 }))).toEqual({ is: 'offline', why: 'no-wire' });
      expect(await bench.clock.until(bench.camera.open({ deadlineMs: 5000 }))).toEqual({ is: 'offline', why: 'no-wire' });
      expect(await bench.clock.until(bench.camera.selfTest())).toEqual({ is: 'failed', why: 'no-wire' });
      expect(await bench.isOn()).toBe(false);
      bench.setTrouble(null);
      await bench.clock.pass(100);
      (await opened(bench)).close();
      expect(seen).toEqual(['offline', 'ready']);
      stop();
      bench.setTrouble('no-wire');
      await bench.clock.pass(100);
      expect(seen).toEqual(['offline', 'ready']);
    });
    test('not allowed in: says so, and serves again when it is', async () => {
      const bench = await make();
      if (!bench.setTrouble) return;
      bench.setTrouble('forbidden');
      await bench.clock.pass(100);
      expect(await bench.clock.until(bench.camera.status())).toEqual({ is: 'offline', why: 'forbidden' });
      expect(await bench.clock.until(bench.camera.open({ deadlineMs: 5000 }))).toEqual({ is: 'offline', why: 'forbidden' });
      expect(await bench.clock.until(bench.camera.selfTest())).toEqual({ is: 'failed', why: 'not-authorised' });
      bench.setTrouble(null);
      await bench.clock.pass(100);
      (await opened(bench)).close();
    });
    test('one that does not answer is given up at the deadline, and off when it comes on later', async () => {
      const bench = await make();
      if (!bench.setTrouble) return;
      bench.setTrouble('mute');
      const fromMs = bench.clock.now();
      if (dark) (await opened(bench)).close();
      else {
        expect(await bench.clock.until(bench.camera.open({ deadlineMs: 5000 }))).toEqual({ is: 'offline', why: 'no-answer' });
        expect(bench.clock.now() - fromMs).toBe(5000);
      }
      bench.setTrouble(null);
      await bench.clock.pass(1000);
      expect(await bench.isOn()).toBe(false);
      const session = await opened(bench);
      bench.setTrouble('mute');
      expect(await bench.clock.until(session.take({ deadlineMs: 2000 }))).toEqual({ is: 'offline', why: 'no-answer' });
      bench.setTrouble(null);
      expect((await bench.clock.until(session.take({ deadlineMs: 2000 }))).is).toBe('taken');
      session.close();
      expect(await bench.isOn()).toBe(false);
    });
  });
}

// The camera over XFS4IoT: on only while a picture is taken, dark between pictures.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Camera, CameraStatus, TakeOutcome } from '../../../drivers/camera/port.ts';
import { simCamera, type SimCamera } from '../../../drivers/camera/sim.ts';
import { selfTestBy } from '../../../drivers/self-test.ts';
import { watched } from '../../../drivers/transport/listeners.ts';
import { xfs4iotCamera } from '../../../drivers/xfs4iot/camera.ts';
import { cameraService } from '../../../drivers/xfs4iot/camera-service.ts';
import { pictureOf } from '../../../drivers/xfs4iot/picture.ts';
import { testCamera } from '../contract/camera.ts';
import { startServer, wiredService } from './bench.ts';
import { peerOf } from './peer.ts';

testCamera('camera over XFS4IoT', async () => {
  let sim!: SimCamera;
  const { clock, client } = wiredService((clock) => cameraService(sim = simCamera({ clock })));
  const camera = xfs4iotCamera(client, { clock });
  await clock.until(camera.status());
  return { clock, camera, isOn: () => sim.isOn, setTrouble: sim.setTrouble };
}, { dark: true });

/** The head of a JPEG of 640 × 480: SOI, APP0, a table, SOF0; and of a PNG of 320 × 200. */
const jpeg = () => Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xff, 0xdb, 0, 3, 1, 0xff, 0xc0, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0, 0xff, 0xd9]);
const png = () => Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 1, 0x40, 0, 0, 0, 0xc8, 8, 2, 0, 0, 0]);

function scriptedCamera() {
  const status = watched<CameraStatus>({ is: 'ready' });
  const seen = { lit: 0, on: false, sent: [] as Uint8Array[] };
  let next: () => Uint8Array = jpeg;
  let hold: Promise<void> | undefined;
  const camera: Camera = {
    capabilities: { model: 'scripted', preview: true },
    async status() { return status.value; },
    watch: status.watch,
    async selfTest() { return selfTestBy(status.value); },
    async open() {
      const now = status.value;
      if (now.is === 'offline') return now;
      if (seen.on) return { is: 'busy' };
      seen.on = true;
      seen.lit++;
      return {
        is: 'open',
        session: {
          preview: null, onEnd() {},
          async take(): Promise<TakeOutcome> {
            await hold;
            const bytes = next();
            seen.sent.push(bytes);
            return { is: 'taken', picture: { mediaType: 'image/jpeg', widthPx: 640, heightPx: 480, bytes } };
          },
          close() { seen.on = false; },
        },
      };
    },
  };
  return { camera, seen, status, shows(picture: () => Uint8Array) { next = picture; }, holds(until: Promise<void>) { hold = until; } };
}
function overTheWire() {
  const script = scriptedCamera();
  const { clock, client } = wiredService(() => cameraService(script.camera));
  return { ...script, clock, client, camera: xfs4iotCamera(client, { clock }) };
}
const openIn = async ({ clock, camera }: ReturnType<typeof overTheWire>, signal?: AbortSignal) => {
  const opened = await clock.until(camera.open({ deadlineMs: 5000, ...(signal && { signal }) }));
  if (opened.is !== 'open') throw new Error(opened.is);
  return opened.session;
};

test('an open session keeps the camera dark; it is lit for each picture, and each is whole', async () => {
  const b = overTheWire();
  const session = await openIn(b);
  expect([session.preview, b.seen.lit]).toEqual([null, 0]);
  expect(await b.clock.until(session.take({ deadlineMs: 5000 }))).toEqual({ is: 'taken', picture: { mediaType: 'image/jpeg', widthPx: 640, heightPx: 480, bytes: jpeg() } });
  b.shows(png);
  expect(await b.clock.until(session.take({ deadlineMs: 5000 }))).toEqual({ is: 'taken', picture: { mediaType: 'image/png', widthPx: 320, heightPx: 200, bytes: png() } });
  expect(b.seen).toMatchObject({ lit: 2, on: false });
  // What the host held of the person is overwritten.
  for (const bytes of b.seen.sent) expect(bytes.every((byte) => byte === 0)).toBe(true);
  session.close();
  expect(await b.clock.until(session.take({ deadlineMs: 5000 }))).toEqual({ is: 'closed' });
  expect(b.seen.lit).toBe(2);
});
test('one session at a time, and none for somebody who has left', async () => {
  const b = overTheWire();
  const session = await openIn(b);
  expect(await b.clock.until(b.camera.open({ deadlineMs: 5000 }))).toEqual({ is: 'busy' });
  session.close();
  expect(await b.clock.until(b.camera.open({ deadlineMs: 5000, signal: AbortSignal.abort() }))).toEqual({ is: 'cancelled' });
  (await openIn(b)).close();
});
test('somebody who leaves while a picture is taken leaves none behind, and the camera goes dark', async () => {
  const b = overTheWire();
  const leave = new AbortController();
  const session = await openIn(b, leave.signal);
  let ends = 0;
  session.onEnd(() => ends++);
  let finish!: () => void;
  b.holds(new Promise((resolve) => { finish = resolve; }));
  const taken = session.take({ deadlineMs: 5000 });
  await b.clock.pass(100);
  leave.abort();
  finish();
  expect(await b.clock.until(taken)).toEqual({ is: 'closed' });
  expect([ends, b.seen.on]).toEqual([1, false]);
  session.close();
  expect(ends).toBe(1);
});
test.each([{ is: 'offline', why: 'no-wire' }, { is: 'offline', why: 'no-answer' }, { is: 'offline', why: 'forbidden' }] as const)('a camera that is $why says so, by its status and when it is opened', async (status) => {
  const b = overTheWire();
  b.status.set(status);
  expect(await b.clock.until(b.camera.status())).toEqual(status);
  expect(await b.clock.until(b.camera.open({ deadlineMs: 5000 }))).toEqual(status);
  b.status.set({ is: 'ready' });
  const session = await openIn(b);
  b.status.set(status);
  expect((await b.clock.until(session.take({ deadlineMs: 5000 }))).is).toBe('offline');
});
test('what comes is no picture, or too large a one: offline, nothing kept', async () => {
  const b = overTheWire();
  const session = await openIn(b);
  b.shows(() => new Uint8Array(100).fill(7));
  expect(await b.clock.until(session.take({ deadlineMs: 5000 }))).toEqual({ is: 'offline', why: 'no-answer' });
  b.shows(() => new Uint8Array(7 * 1024 * 1024));
  expect(await b.clock.until(session.take({ deadlineMs: 20_000 }))).toEqual({ is: 'offline', why: 'no-answer' });
  expect(b.seen.on).toBe(false);
});
test('a lost connection ends the session once', async () => {
  const b = overTheWire();
  const session = await openIn(b);
  let ends = 0;
  session.onEnd(() => ends++);
  b.client.close();
  expect(ends).toBe(1);
  expect(await session.take({ deadlineMs: 100 })).toEqual({ is: 'offline', why: 'no-wire' });
});
test('only the person is looked at, and a text for the picture is told to be ignored', async () => {
  const script = scriptedCamera();
  const { serviceUris: [uri] } = await startServer([cameraService(script.camera)]);
  const peer = await peerOf(uri!);
  const ask = async (id: number, payload: object) => {
    peer.command('Camera.TakePicture', id, {}, payload as never);
    return peer.heard('completion', { requestId: id });
  };
  expect(await ask(1, { camera: 'room' })).toMatchObject({ header: { completionCode: 'commandErrorCode' }, payload: { errorCode: 'cameraNotSupported' } });
  expect(await ask(2, {})).toMatchObject({ header: { completionCode: 'invalidData' } });
  expect(script.seen.lit).toBe(0);
  expect(await ask(3, { camera: 'person', camData: 'x' })).toMatchObject({ header: { completionCode: 'success' }, payload: { pictureFile: Buffer.from(jpeg()).toString('base64') } });
  await peer.heard('event', { name: 'Camera.InvalidDataEvent' });
  peer.command('Camera.Reset', 4);
  await peer.heard('completion', { requestId: 4, completionCode: 'success' });
});
test('any bytes are a picture of some size, or none', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom([], [0xff, 0xd8], [0xff, 0xd8, 0xff], [...png().subarray(0, 16)]), (tail, head) => {
    const picture = pictureOf(Uint8Array.from([...head, ...tail]));
    if (picture) expect(picture.widthPx * picture.heightPx).toBeGreaterThan(0);
  }), { numRuns: 3000 });
});

import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Camera, CameraOpened, CameraSession, CameraStatus, TakeOutcome } from '../../../drivers/camera/port.ts';
import type { SelfTest } from '../../../drivers/device.ts';
import type { PageOutcome } from '../../../drivers/document-camera/port.ts';
import type { Settings } from '../../../drivers/near.ts';
import { testCamera } from '../contract/camera.ts';
import { testDocumentCamera } from '../contract/document-camera.ts';
import { type CameraBrowser, noCameraBrowser, openCameraBrowser, realClock } from './camera-chromium.ts';
import type { CameraPage } from './camera-page.ts';
import { blank, type Grey } from './drawn-codes.ts';

declare const cameraPage: CameraPage;

describe.skipIf(noCameraBrowser !== undefined)(`cameras in a real Chromium${noCameraBrowser ? ` (skipped: ${noCameraBrowser})` : ''}`, () => {
  let chromium: CameraBrowser;
  let signals = 0;
  beforeAll(async () => { chromium = await openCameraBrowser(path.join(import.meta.dirname, 'camera-page.ts')); }, 60_000);
  afterAll(() => chromium?.close());
  beforeEach(() => chromium.show());

  /** The port of a camera in the page, from here. What the page tells by itself is looked at every 20 ms. */
  async function far(kind: 'camera' | 'document-camera', settings: Settings = {}) {
    const { page } = chromium;
    const n = await page.evaluate(([kind, settings]) => cameraPage.make(kind, settings), [kind, settings] as const);
    const open = async ({ deadlineMs, signal }: { readonly deadlineMs: number; readonly signal?: AbortSignal }) => {
      const name = `signal ${signals++}`;
      const abort = () => void page.evaluate((name) => cameraPage.abort(name), name);
      if (signal?.aborted) await page.evaluate((name) => cameraPage.abort(name), name);
      signal?.addEventListener('abort', abort);
      const { opened, id, preview } = await page.evaluate(([n, deadlineMs, name]) => cameraPage.open(n, deadlineMs, name), [n, deadlineMs, name] as const);
      if (id === undefined) return opened as Exclude<CameraOpened, { is: 'open' }>;
      const take = async ({ deadlineMs }: { readonly deadlineMs: number }) => {
        const { picture, ...outcome } = await page.evaluate(([id, deadlineMs]) => cameraPage.take(id, deadlineMs), [id, deadlineMs] as const);
        const here = picture && { ...picture, bytes: Uint8Array.from(picture.bytes) };
        return { ...outcome, ...(here && { [outcome.is === 'taken' ? 'picture' : 'page']: here }) };
      };
      const session = {
        preview: preview === true ? {} as MediaStream : null,
        take: take as CameraSession['take'], scan: take as unknown as (ask: { readonly deadlineMs: number }) => Promise<PageOutcome>,
        onEnd(call: () => void) {
          const timer = setInterval(() => void page.evaluate((id) => cameraPage.ended(id), id).then((times) => {
            if (times === 0) return undefined;
            clearInterval(timer);
            for (let i = 0; i < times; i++) call();
            return undefined;
          }, () => clearInterval(timer)), 20);
        },
        close: () => void page.evaluate((id) => cameraPage.close(id), id),
      };
      return { is: 'open' as const, session };
    };
    return {
      capabilities: { model: kind, preview: true }, open,
      status: () => page.evaluate((n) => cameraPage.status(n), n) as Promise<CameraStatus>,
      selfTest: () => page.evaluate((n) => cameraPage.selfTest(n), n) as Promise<SelfTest>,
      watch: (): never => { throw new Error('watched in the page'); },
      heard: () => page.evaluate((n) => cameraPage.heard(n), n),
    };
  }
  const around = { clock: realClock, isOn: async () => (await chromium.live()) > 0 };
  testCamera('camera', async () => ({ ...around, camera: await far('camera') }));
  testDocumentCamera('document camera', async () => ({ ...around, camera: await far('document-camera') }));

  const opened = async (camera: Pick<Camera, 'open'>) => {
    const outcome = await camera.open({ deadlineMs: 9000 });
    if (outcome.is !== 'open') throw new Error(JSON.stringify(outcome));
    return outcome.session;
  };
  const pictureOf = async (session: Pick<CameraSession, 'take'>) => {
    const outcome: TakeOutcome = await session.take({ deadlineMs: 5000 });
    if (outcome.is !== 'taken') throw new Error(JSON.stringify(outcome));
    return outcome.picture;
  };
  const quarters = async (bytes: Uint8Array) => (await chromium.page.evaluate((bytes) => cameraPage.quarters(bytes), [...bytes])).map((grey) => (grey > 127 ? 'white' : 'black'));
  /** Black in its upper left quarter. */
  const corner = (): Grey => {
    const picture = blank();
    for (let y = 0; y < picture.heightPx / 2; y++) picture.dots.fill(0, y * picture.widthPx, y * picture.widthPx + picture.widthPx / 2);
    return picture;
  };

  test('a picture is of what lies there now, at the camera\'s own size, and not of what lay there before', async () => {
    const session = await opened(await far('camera'));
    chromium.show(corner());
    await expect.poll(async () => quarters((await pictureOf(session)).bytes), { timeout: 10_000 }).toEqual(['black', 'white', 'white', 'white']);
    chromium.show();
    await expect.poll(async () => quarters((await pictureOf(session)).bytes), { timeout: 10_000 }).toEqual(['white', 'white', 'white', 'white']);
    expect(await pictureOf(session)).toMatchObject({ mediaType: 'image/jpeg', widthPx: 640, heightPx: 480 });
    session.close();
  });
  test.each([[90, ['white', 'black', 'white', 'white'], [480, 640]], [180, ['white', 'white', 'white', 'black'], [640, 480]], [270, ['white', 'white', 'black', 'white'], [480, 640]]] as const)('a page of a camera that hangs turned by %i is turned back', async (rotate, seen, size) => {
    chromium.show(corner());
    const { open } = await far('document-camera', { rotate });
    const outcome = await open({ deadlineMs: 9000 });
    if (outcome.is !== 'open') throw new Error(outcome.is);
    await expect.poll(async () => {
      const scanned = await outcome.session.scan({ deadlineMs: 5000 });
      return scanned.is === 'scanned' ? [await quarters(scanned.page.bytes), [scanned.page.widthPx, scanned.page.heightPx]] : scanned;
    }, { timeout: 10_000 }).toEqual([seen, size]);
    outcome.session.close();
  });
  test('the camera is found by a part of its name, and one of another name is not there', async () => {
    (await opened(await far('camera', { label: 'FILM.y4m' }))).close();
    const other = await far('camera', { label: 'Deli' });
    expect([await other.status(), await other.open({ deadlineMs: 5000 })]).toEqual([{ is: 'offline', why: 'no-wire' }, { is: 'offline', why: 'no-wire' }]);
    expect(await chromium.live()).toBe(0);
  });
  test('a page that is not allowed says forbidden; one whose leave is withdrawn while it films is off at once and says so', async () => {
    const camera = await far('camera');
    const session = await opened(camera);
    let ended = 0;
    session.onEnd(() => { ended++; });
    await chromium.setAllowed(false);
    await expect.poll(() => [ended], { timeout: 10_000 }).toEqual([1]);
    expect(await chromium.live()).toBe(0);
    expect([await camera.status(), await camera.open({ deadlineMs: 5000 }), await camera.selfTest()]).toEqual([{ is: 'offline', why: 'forbidden' }, { is: 'offline', why: 'forbidden' }, { is: 'failed', why: 'not-authorised' }]);
    await chromium.setAllowed(true);
    await expect.poll(() => camera.status()).toEqual({ is: 'ready' });
    (await opened(camera)).close();
    expect((await camera.heard()).filter((word) => word !== 'starting')).toEqual(['ready', 'forbidden', 'ready']);
  });
  test('after all this no track films, and the page broke no rule', async () => {
    expect(await chromium.live()).toBe(0);
    expect(chromium.consoleErrors).toEqual([]);
  });
});

// A paper under the document camera on the built kiosk: seen, taken, looked at, kept, sealed, gone. Chromium's own fake camera films.
import { afterEach, expect, test } from 'vitest';
import { citizen, type Citizen, personal } from './citizen.ts';
import { openStage, type Stage } from './stage.ts';
import { handInAndLeave, walkCare } from './walks.ts';

let stage: Stage;
afterEach(() => stage?.close());

/** Before the page's own scripts: remembers every track, to see afterwards whether it still films. */
const watchTracks = () => {
  const tracks: MediaStreamTrack[] = [];
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (ask) => { const stream = await real(ask); tracks.push(...stream.getTracks()); return stream; };
  Object.assign(globalThis, { tracks: () => [tracks.length, tracks.filter(({ readyState }) => readyState === 'live').length] });
};
const tracks = () => stage.page.evaluate(() => (globalThis as unknown as { tracks(): number[] }).tracks());
const film = () => stage.page.getByLabel('高拍仪看到的画面');
const picture = () => stage.page.getByRole('img', { name: '刚拍的一页' });
const isFilming = () => film().evaluate((video: HTMLVideoElement) => video.videoWidth > 0 && !video.paused && video.readyState >= 2);
const isShown = () => picture().evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 300);

async function openCare() {
  // The browser's own camera; the dock's network camera has its own test below.
  stage = await openStage({ open: '', devices: { 'document-camera': { model: 'web-camera' } } });
  await stage.context.addInitScript(watchTracks);
  await stage.page.goto(stage.url);
  await stage.ready('idle');
  return citizen(stage);
}
async function chooseRegister(c: Citizen) {
  await c.choose(/户口簿/);
  await c.choose(/^现在拍照/);
}

test('two pages of a paper are taken, one of them twice, and handed in sealed; then nothing of them is left', async () => {
  const c = await openCare();
  let sentBytes = 0;
  stage.page.on('request', (request) => { if (request.url().endsWith('/v1/submissions')) sentBytes = request.postData()?.length ?? 0; });
  let seenBytes = 0;
  const weigh = async () => { seenBytes += await picture().evaluate(async (image: HTMLImageElement) => { const canvas = document.createElement('canvas'); canvas.width = image.naturalWidth; canvas.height = image.naturalHeight; canvas.getContext('2d')!.drawImage(image, 0, 0); return new Promise<number>((resolve) => { canvas.toBlob((blob) => resolve(blob!.size), 'image/jpeg', 0.5); }); }); };
  await walkCare(c, {
    papers: async () => {
      await chooseRegister(c);
      await expect.poll(isFilming, { timeout: 15_000 }).toBe(true);
      await c.touch('拍这一页');
      await expect.poll(isShown, { timeout: 15_000 }).toBe(true);
      await c.touch('重拍');
      await expect.poll(isFilming, { timeout: 15_000 }).toBe(true);
      await c.touch('拍这一页');
      await expect.poll(isShown, { timeout: 15_000 }).toBe(true);
      await weigh();
      await c.touch('清楚，再拍一页');
      await expect.poll(isFilming, { timeout: 15_000 }).toBe(true);
      await c.touch('拍这一页');
      await expect.poll(isShown, { timeout: 15_000 }).toBe(true);
      await weigh();
      await c.touch('清楚，拍好了');
      await c.reads('拍好了 2 页');
      expect(await tracks()).toEqual([1, 0]);
    },
  });
  await handInAndLeave(c);
  // The stand-in opens the application and takes only pages that are JPEG; sealed and in base64 they outweigh what was seen.
  expect(stage.platform.cases()).toMatchObject([{ item: 'care-elsewhere' }]);
  expect(seenBytes).toBeGreaterThan(2000);
  expect(sentBytes).toBeGreaterThan(seenBytes * 1.5);
  expect(sentBytes).toBeLessThan(12_000_000);
  expect(await tracks()).toEqual([1, 0]);
  expect(await stage.page.locator('video, img[src^="blob:"]').count()).toBe(0);
  expect(await stage.personalTraces([...personal('adult'), 'JFIF'])).toEqual([]);
  expect([stage.consoleErrors, stage.strangeRequests]).toEqual([[], []]);
});

test('leaving in the middle switches the camera off', async () => {
  const c = await openCare();
  await walkCare(c, {
    papers: async () => {
      await chooseRegister(c);
      await expect.poll(isFilming, { timeout: 15_000 }).toBe(true);
      expect(await tracks()).toEqual([1, 1]);
      await c.touch('退出');
      await c.touch('清除并退出');
      await stage.ready('idle');
      expect(await tracks()).toEqual([1, 0]);
      throw new Error('gone');
    },
  }).catch((trouble: Error) => { expect(trouble.message).toBe('gone'); });
  await expect.poll(() => stage.ready()).toBe('idle');
});

test('a camera that gives trouble says why, and the paper can be brought later', async () => {
  const c = await openCare();
  await walkCare(c, {
    papers: async () => {
      await stage.page.evaluate(() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotReadableError'); }; });
      await chooseRegister(c);
      await c.reads('高拍仪没有反应');
      await c.reads(/带到窗口/);
      await c.touch('以后补交');
    },
  });
  await handInAndLeave(c);
  expect(stage.platform.cases()).toHaveLength(1);
  expect(stage.consoleErrors).toEqual([]);
});

test('on the demonstration the dock\'s camera sees what lies under it: photographed, unplugged, and the way on', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await stage.dock.control({ do: 'document-camera', lay: 'register' });
  await walkCare(c, {
    papers: async () => {
      await chooseRegister(c);
      await expect.poll(isFilming, { timeout: 15_000 }).toBe(true);
      await c.touch('拍这一页');
      await expect.poll(isShown, { timeout: 15_000 }).toBe(true);
      await c.touch('重拍');
      await stage.dock.control({ do: 'document-camera', unplugged: true });
      await c.at(/高拍仪/);
      await c.reads(/再试一次/);
      await stage.dock.control({ do: 'document-camera', unplugged: false });
      await c.touch('再试一次');
      await expect.poll(isFilming, { timeout: 15_000 }).toBe(true);
      await c.touch('拍这一页');
      await expect.poll(isShown, { timeout: 15_000 }).toBe(true);
      await c.touch('清楚，拍好了');
      await c.reads('拍好了 1 页');
    },
  });
  expect(stage.consoleErrors).toEqual([]);
});

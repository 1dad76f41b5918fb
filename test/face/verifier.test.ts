import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FacePage, openFacePage } from './face-chromium.ts';
import { bmp, claim } from './picture-files.ts';
import { missing, said, webcamPictures } from './research.ts';
import type { Scene, Show, VerifyPage } from './verify-page.ts';

declare const verifyPage: VerifyPage;
const slow = 300_000;
let there: FacePage;
const pictures = (kind: 'live' | 'print', subject: string) => webcamPictures().filter((one) => one.kind === kind && one.subject === subject).map(({ file }) => file);
const [me, you] = missing === undefined ? [pictures('live', '0001'), pictures('live', '0002')] : [[''], ['']];
const still = (picture: string | null, more: Partial<Scene> = {}): readonly Scene[] => [{ picture, frames: 100_000, ...more }];
/** Comes closer when asked: the same picture drawn larger, which is why `closer` alone proves no life. */
const comesCloser = (picture: string): readonly Scene[] => [{ picture, frames: 100_000, untilHint: 'challenge' }, { picture, frames: 20, zoom: [1, 1.4] }, { picture, frames: 100_000, zoom: [1.4, 1.4] }];
const verify = (show: Partial<Show> & Pick<Show, 'scenes'>) => there.page.evaluate((show) => verifyPage.verify(show), { photo: me!.at(-1)!, challenges: ['closer'] as const, deadlineMs: 120_000, ...show });

describe.skipIf(missing !== undefined)(said('the verifier and its worker in Chromium, under the kiosk’s policy'), () => {
  beforeAll(async () => { there = await openFacePage('verify-page.ts'); }, slow);
  afterAll(() => there.close());

  test('rehearsed without anybody it leaves no worker; whoever comes meanwhile has theirs at once', async () => {
    const { workers, is } = await there.page.evaluate(async () => {
      await verifyPage.rehearse();
      return { workers: { ...verifyPage.workers }, is: verifyPage.status().is };
    });
    expect([workers, is]).toEqual([{ started: 1, ended: 1 }, 'idle']);
    await there.page.reload();
    await there.page.waitForFunction(() => 'verifyPage' in globalThis);
    const after = await there.page.evaluate(async () => {
      const rehearsal = verifyPage.rehearse();
      for (let i = 0; i < 1000 && verifyPage.status().is !== 'loading'; i++) await new Promise((resolve) => { setTimeout(resolve, 5); });
      verifyPage.prepare();
      await rehearsal;
      const was = { is: verifyPage.status().is, running: verifyPage.workers.started - verifyPage.workers.ended };
      verifyPage.release();
      return was;
    });
    expect(after).toEqual({ is: 'ready', running: 1 });
    // Somebody was served: nothing is left to rehearse.
    expect(await there.page.evaluate(async () => { const { started } = verifyPage.workers; await verifyPage.rehearse(); return verifyPage.workers.started - started; })).toBe(0);
  }, slow);
  test('the owner of the card who does what is asked is the same person', async () => {
    const { outcome, hints, photoIsGone, status } = await verify({ scenes: comesCloser(me![0]!) });
    expect(outcome).toMatchObject({ is: 'same-person', band: 'clear' });
    expect(hints.map(({ is }) => is)).toEqual(expect.arrayContaining(['starting', 'hold-still', 'challenge', 'deciding']));
    expect(photoIsGone).toBe(true);
    expect(status.is).toBe('idle');
  }, slow);
  test('somebody else is different', async () => {
    expect((await verify({ scenes: comesCloser(me![0]!), photo: you![0]! })).outcome).toMatchObject({ is: 'different' });
  }, slow);
  test('a print of the owner looks flat', async () => {
    expect((await verify({ scenes: comesCloser(pictures('print', '0001')[0]!) })).outcome).toMatchObject({ is: 'not-live', why: 'looks-flat' });
  }, slow);
  test('a still picture that looks alive does not turn its head', async () => {
    expect((await verify({ scenes: still(me![0]!), challenges: ['turn-left'], deadlineMs: 15_000 })).outcome).toMatchObject({ is: 'not-live', why: 'challenge-not-done' });
  }, slow);
  test.each<[string, readonly Scene[]]>([
    ['no-face', still(null)],
    ['several-faces', still(me![0]!, { beside: you![0]!, shiftPx: -150 })],
    ['too-dark', still(me![0]!, { brightness: 0.15 })],
    ['too-far', still(me![0]!, { zoom: [0.35, 0.35] })],
    ['off-centre', still(me![0]!, { shiftPx: 230 })],
    ['blurred', still(me![0]!, { blurPx: 7 })],
    ['covered', still(me![0]!, { mask: '#9ec7e8' })],
    ['covered', still(me![0]!, { mask: '#f2f2f2' })],
    ['covered', still(me![0]!, { mask: '#151515' })],
  ])('what cannot be used is told: %s', async (why, scenes) => {
    expect((await verify({ scenes, deadlineMs: 6000 })).outcome).toEqual({ is: 'not-seen', why });
  }, slow);
  test('malformed, tiny, huge and truncated photos are bad photos, and the next person is served', async () => {
    for (const photo of [[1, 2, 3], [...claim('jpeg', 10_000, 10_000)], [...claim('png', 1, 1)], [...claim('jpeg', 102, 126)], [...bmp(102, 126).subarray(0, 5000)], [...bmp(102, 126)]]) {
      expect((await verify({ scenes: still(me![0]!), photo })).outcome).toEqual({ is: 'bad-photo' });
    }
  }, slow);
  test('called off it answers at once, and its worker goes', async () => {
    expect((await verify({ scenes: still(me![0]!), abortAfterMs: 500 })).outcome).toEqual({ is: 'cancelled' });
  }, slow);
  test('after every verdict the worker is gone, and no error was heard', async () => {
    await expect.poll(() => there.page.evaluate(() => verifyPage.workers.started - verifyPage.workers.ended), { timeout: 10_000 }).toBe(0);
    // A worker's threads are told of as ended a little after it.
    await expect.poll(() => there.page.workers().length, { timeout: 10_000 }).toBe(0);
    expect(there.consoleErrors).toEqual([]);
  }, slow);
});

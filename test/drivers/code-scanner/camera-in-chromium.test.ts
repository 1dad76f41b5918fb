import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CameraBrowser, noCameraBrowser, openCameraBrowser } from '../camera/camera-chromium.ts';
import { qrPicture } from '../camera/drawn-codes.ts';
import { bytesOf } from '../contract/code-scanner.ts';
import type { ScannerPage } from './camera-page.ts';

declare const scannerPage: ScannerPage;

describe.skipIf(noCameraBrowser !== undefined)(`a camera as a scanner, in a real Chromium under the kiosk's own policy${noCameraBrowser ? ` (skipped: ${noCameraBrowser})` : ''}`, () => {
  let chromium: CameraBrowser;
  beforeAll(async () => { chromium = await openCameraBrowser(path.join(import.meta.dirname, 'camera-page.ts')); }, 60_000);
  afterAll(() => chromium?.close());
  beforeEach(() => chromium.show());
  const scan = (deadlineMs = 15_000) => chromium.page.evaluate((ms) => scannerPage.scan(ms), deadlineMs);
  const running = async () => [await chromium.live(), (await chromium.page.evaluate(() => scannerPage.workers())).running];
  const filming = () => expect.poll(running, { timeout: 10_000 }).toEqual([1, 1]);
  // Whatever became of a scan: no track films and no worker runs.
  afterEach(async () => { expect(await running()).toEqual([0, 0]); });

  test('is ready and films nothing by itself', async () => {
    expect(await chromium.page.evaluate(() => scannerPage.status())).toEqual({ is: 'ready' });
    expect(await chromium.page.evaluate(() => scannerPage.workers())).toEqual({ started: 0, running: 0 });
  });
  test.each([['UTF-8', bytesOf('办件回执：山亭区𠮷')], ['GB 18030', Uint8Array.of(0xc9, 0xbd, 0xb6, 0xab, 0x95, 0x34, 0xb2, 0x35)], ['neither', Uint8Array.of(0, 0xff, 0x0d, 0x0a, 0x80, 0, 0x1d, 0xfe)]])('gives the bytes of a code that is held up already, exactly: %s', async (_name, bytes) => {
    chromium.show(qrPicture(bytes));
    expect(await scan()).toEqual({ is: 'token', bytes: [...bytes] });
  });
  test('gives a code held up while it films, and knows a number of ours', async () => {
    const outcome = scan();
    await filming();
    await sleep(300);
    chromium.show(qrPicture('sd-0001-20261104-0042-0'));
    expect(await outcome).toEqual({ is: 'ours', number: 'SD-0001-20261104-0042-0' });
  });
  test('times out when no code comes, and the next person\'s code is theirs', async () => {
    chromium.show(qrPicture('the-code-of-somebody-else'));
    await sleep(300);
    chromium.show();
    expect(await scan(1500)).toEqual({ is: 'timed-out' });
    const next = scan();
    await filming();
    chromium.show(qrPicture('code-of-this-person'));
    expect(await next).toEqual({ is: 'token', bytes: [...bytesOf('code-of-this-person')] });
  });
  test('stops at once when called off, while it starts and while it films', async () => {
    for (const wait of [async () => undefined, filming]) {
      const outcome = scan();
      await wait();
      await chromium.page.evaluate(() => scannerPage.callOff());
      expect(await outcome).toEqual({ is: 'cancelled' });
      await expect.poll(running).toEqual([0, 0]);
    }
  });
  test('whose leave is withdrawn while it films ends as not there, and serves again when it is given back', async () => {
    const outcome = scan();
    await filming();
    await chromium.setAllowed(false);
    expect(await outcome).toEqual({ is: 'offline', why: 'no-wire' });
    expect(await scan()).toEqual({ is: 'offline', why: 'no-wire' });
    await chromium.setAllowed(true);
    await expect.poll(() => chromium.page.evaluate(() => scannerPage.status())).toEqual({ is: 'ready' });
    chromium.show(qrPicture('code-of-this-person'));
    expect((await scan()).is).toBe('token');
  });
  test('tests camera and decoder; one whose decoder does not load says so and films no further', async () => {
    expect(await chromium.page.evaluate(() => scannerPage.selfTests())).toEqual([expect.objectContaining({ is: 'passed' }), { is: 'failed', why: 'self-test-failed' }]);
    expect(await chromium.page.evaluate(() => scannerPage.scanBroken(5000))).toEqual({ is: 'offline', why: 'no-wire' });
  });
  test('broke no rule of the page\'s policy in all this', () => {
    expect(chromium.consoleErrors.filter((error) => !error.includes('not-there.js'))).toEqual([]);
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findChromium } from '../../e2e/chromium.ts';
import { bundled } from '../serial-chromium.ts';
import type { PadPage } from './page.ts';

const executablePath = findChromium();
declare const padPage: PadPage;

describe.skipIf(executablePath === undefined)(`in a real page${executablePath ? '' : ' (skipped: no Chromium)'}`, () => {
  let browser: Browser;
  let page: Page;
  let server: Server;
  beforeAll(async () => {
    const script = await bundled(path.join(import.meta.dirname, 'page.ts'));
    // On an origin of its own: what devices there are is told to secure pages only.
    server = createServer((request, response) => {
      const isScript = request.url === '/page.js';
      response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' }).end(isScript ? script : '<!doctype html><title>pad</title><input id="field"><button onclick="document.title += \'!\'">Go</button><script type="module" src="/page.js"></script>');
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox', '--use-fake-device-for-media-stream'] });
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await page.waitForFunction(() => 'padPage' in globalThis);
  }, 60_000);
  afterAll(async () => { await browser?.close(); server?.close(); });
  beforeEach(() => page.evaluate(() => { padPage.listen(false); padPage.heard.length = 0; document.title = 'pad'; document.querySelector('input')!.value = ''; }));
  const press = async (...keys: string[]) => { for (const key of keys) { await page.keyboard.press(key); await page.waitForTimeout(80); } };

  test('keys of a pad are heard once each, press nothing by themselves, and scroll nothing', async () => {
    await page.evaluate(() => padPage.listen(true));
    await page.focus('button');
    await press('ArrowDown', 'Enter', 'Escape', 'F2');
    for (let i = 0; i < 5; i++) await page.keyboard.down('ArrowUp');
    await page.keyboard.up('ArrowUp');
    expect(await page.evaluate(() => [padPage.heard, document.title])).toEqual([['down', 'ok', 'back', 'repeat', 'up'], 'pad']);
  });
  test('a key moved by the configuration counts as configured', async () => {
    await page.evaluate(() => { padPage.listen(true); window.dispatchEvent(new KeyboardEvent('keydown', { code: 'F24', key: 'F24', bubbles: true, cancelable: true })); });
    await press('F1');
    expect(await page.evaluate(() => padPage.heard)).toEqual(['help']);
  });
  test('with nobody listening a keyboard is a keyboard', async () => {
    await page.focus('button');
    await press('Enter');
    expect(await page.evaluate(() => [padPage.heard, document.title])).toEqual([[], 'pad!']);
  });
  test('in a box that holds text the caret moves, and letters arrive', async () => {
    await page.evaluate(() => padPage.listen(true));
    await page.focus('#field');
    await press('a', 'b', 'ArrowLeft', 'c');
    expect(await page.inputValue('#field')).toBe('acb');
    expect(await page.evaluate(() => padPage.heard)).toEqual([]);
  });
  test('the page\'s own sound is there; without a microphone allowed no names are told and the earphone is unknown', async () => {
    const { status, selfTest } = await page.evaluate(() => padPage.audio('Fake'));
    expect([status, selfTest]).toEqual([{ is: 'ready', earphone: 'unknown' }, { is: 'passed', device: '' }]);
  });
  test('with the microphone allowed the output in use is told by its name', async () => {
    await page.context().grantPermissions(['microphone']);
    await page.evaluate(async () => { for (const track of (await navigator.mediaDevices.getUserMedia({ audio: true })).getTracks()) track.stop(); });
    const labels = await page.evaluate(async () => (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'audiooutput').map(({ label }) => label));
    expect(labels.length).toBeGreaterThan(0);
    expect((await page.evaluate((name) => padPage.audio(name), labels[0]!)).status).toEqual({ is: 'ready', earphone: 'plugged' });
    expect((await page.evaluate(() => padPage.audio('no output of this name'))).status).toEqual({ is: 'ready', earphone: 'unplugged' });
  });
});

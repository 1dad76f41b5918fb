import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findChromium } from '../../e2e/chromium.ts';
import { bundled } from '../serial-chromium.ts';
import type { WedgePage } from './wedge-page.ts';

const executablePath = findChromium();
declare const wedgePage: WedgePage;

describe.skipIf(executablePath === undefined)(`a scanner posing as a keyboard, in a real page${executablePath ? '' : ' (skipped: no Chromium)'}`, () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    const script = await bundled(path.join(import.meta.dirname, 'wedge-page.ts'));
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    page = await browser.newPage();
    await page.setContent('<input id="field"><button onclick="document.title += \'!\'">Go</button><output></output>');
    await page.evaluate(() => { document.querySelector('input')!.addEventListener('input', (event) => { document.querySelector('output')!.textContent = (event.target as HTMLInputElement).value; }); });
    await page.addScriptTag({ content: script, type: 'module' });
    await page.waitForFunction(() => 'wedgePage' in globalThis);
  }, 60_000);
  afterAll(() => browser?.close());
  beforeEach(async () => { await page.fill('#field', ''); await page.focus('#field'); });
  const field = () => page.inputValue('#field');
  /** All keys within one turn of the page, as fast as no scanner is. */
  const burst = (text: string) => page.evaluate((text) => {
    const where = document.activeElement!;
    for (const key of [...text, 'Enter']) where.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true }));
  }, text);

  test('gives its code and leaves the focused field empty', async () => {
    const code = page.evaluate(() => wedgePage.scan(5000));
    await page.waitForTimeout(50);
    await burst('TOKEN-abc-123');
    expect(await code).toBe('TOKEN-abc-123');
    expect(await field()).toBe('');
  });
  test('real keys of a scanner never reach the field, with nobody waiting', async () => {
    // Each with the time at which it was struck, so that a slow machine does not make them slower.
    const cdp = await page.context().newCDPSession(page);
    const fromMs = Date.now();
    const keys = [...'SECRET1234567890', 'Enter'];
    await Promise.all(keys.flatMap((key, i) => (['keyDown', 'keyUp'] as const).map((type) => cdp.send('Input.dispatchKeyEvent', { type, key, ...(type === 'keyDown' && { text: key === 'Enter' ? '\r' : key }), timestamp: (fromMs + i * 5) / 1000 }))));
    await page.waitForTimeout(300);
    expect(await field()).toBe('');
  });
  test('what a person types arrives in the field, at the caret, and its listeners are told', async () => {
    await page.keyboard.type('zhou', { delay: 180 });
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('x1', { delay: 180 });
    await page.waitForTimeout(250);
    expect(await field()).toBe('zhox1u');
    expect(await page.textContent('output')).toBe('zhox1u');
    await page.keyboard.press('Backspace');
    expect(await field()).toBe('zhoxu');
  });
  test('a person\'s Enter and Space still press a button', async () => {
    await page.focus('button');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await expect.poll(() => page.title()).toBe('!!');
  });
});

// The content database in a real browser that is killed at any moment.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../store/chromium.ts';
import type { KeptApi } from './kept-page.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'kept-'));
let site: ReturnType<typeof createServer>;
let url: string;
beforeAll(async () => {
  await build({
    configFile: false, root: import.meta.dirname, logLevel: 'error',
    build: { outDir: path.join(dir, 'site'), lib: { entry: path.join(import.meta.dirname, 'kept-page.ts'), formats: ['es'], fileName: () => 'page.js' } },
  });
  site = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'Content-Type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? readFileSync(path.join(dir, 'site/page.js')) : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => { site.listen(0, '127.0.0.1', resolve); });
  url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
}, 60_000);
afterAll(() => {
  site.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

const api = () => (window as unknown as { kept: KeptApi }).kept;

test('a browser killed while generations come and go shows a whole one, never older than the last that was told of', { timeout: 180_000 }, async () => {
  let told = 0;
  for (const afterMs of [400, 900, 650, 1500]) {
    const browser = await startChromium(path.join(dir, 'profile'));
    const page = browser.context.pages()[0] ?? await browser.context.newPage();
    await page.goto(url);
    await page.waitForFunction(() => 'kept' in window);
    const found = await page.evaluate(`(${api})().look()`) as Awaited<ReturnType<KeptApi['look']>>;
    expect(found).toMatchObject({ whole: true, lost: 0 });
    expect(found.active).toBeGreaterThanOrEqual(told);
    await page.exposeFunction('told', (n: number) => { told = n; });
    void page.evaluate(`(${api})().turn(window.told)`).catch(() => undefined);
    const before = told;
    await expect.poll(() => told, { timeout: 20_000 }).toBeGreaterThan(before);
    await sleep(afterMs);
    await browser.kill();
  }
  expect(told).toBeGreaterThan(4);
  const browser = await startChromium(path.join(dir, 'profile'));
  const page = browser.context.pages()[0] ?? await browser.context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'kept' in window);
  const found = await page.evaluate(`(${api})().look()`) as Awaited<ReturnType<KeptApi['look']>>;
  expect(found).toMatchObject({ whole: true, lost: 0 });
  // Two generations, and what a kill left of one that was being laid beside them.
  expect(found.blobs).toBeLessThanOrEqual(4 * 40);
  await browser.kill();
});

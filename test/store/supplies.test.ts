import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { counted, newBook } from '../../kiosk/core/supplies.ts';
import { type Chromium, startChromium } from './chromium.ts';

const dir = mkdtempSync(join(tmpdir(), 'supplies-'));
let site: ReturnType<typeof createServer>;
let browser: Chromium;
let page: Page;

beforeAll(async () => {
  await build({
    configFile: false, root: import.meta.dirname, logLevel: 'error',
    build: { outDir: join(dir, 'site'), lib: { entry: join(import.meta.dirname, 'supplies-page.ts'), formats: ['es'], fileName: () => 'page.js' } },
  });
  site = createServer((request, response) => {
    const isScript = request.url?.endsWith('.js');
    response.writeHead(200, { 'Content-Type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? readFileSync(join(dir, 'site', basename(request.url!))) : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => { site.listen(0, '127.0.0.1', resolve); });
  await start();
}, 60_000);
afterAll(async () => {
  await browser.kill();
  site.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

async function start() {
  browser = await startChromium(join(dir, 'profile'));
  page = await browser.context.newPage();
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'suppliesPage' in globalThis);
}
const books = { roll: counted(newBook('2026-11-01'), 1234.5, '2026-11-02'), tray: { ...counted(newBook('2026-11-01'), 7, '2026-11-02'), told: 'low' as const, filledOn: '2026-11-01' } };

test('there are no books at first; what is saved is there after the power failed, written strictly', async () => {
  expect(await page.evaluate(() => suppliesPage.load())).toEqual({});
  expect(await page.evaluate((next) => suppliesPage.save(next), books)).toBe('kept');
  expect(await page.evaluate(() => suppliesPage.modes())).toEqual(['strict']);
  await browser.kill();
  await start();
  expect(await page.evaluate(() => suppliesPage.load())).toEqual(books);
});

test('a book out of shape is begun anew, and the other one stays', async () => {
  for (const spoilt of [null, {}, { ...books.roll, used: -1 }, { ...books.roll, days: { yesterday: 3 } }, { ...books.roll, told: 'plenty' }, 'text']) {
    await page.evaluate((value) => suppliesPage.spoil('roll', value), spoilt);
    expect(await page.evaluate(() => suppliesPage.load())).toEqual({ tray: books.tray });
  }
});

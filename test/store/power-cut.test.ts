// What the other power-cut tests stand on: that the emulation takes what a power cut takes, and only that.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startChromium } from './chromium.ts';
import { noPowerCut, openDisk } from './power-cut.ts';

/** Written in one go by the page: an entry each with strict and with the browser's own durability. */
const write = (n: number) => new Promise<void>((resolve, reject) => {
  const opening = indexedDB.open('entries', 1);
  opening.addEventListener('upgradeneeded', () => { for (const store of ['strict', 'default']) opening.result.createObjectStore(store); });
  opening.addEventListener('success', () => {
    const put = (store: string, options: IDBTransactionOptions) => new Promise<void>((done, failed) => {
      const tx = opening.result.transaction(store, 'readwrite', options);
      tx.objectStore(store).put('x'.repeat(1000), n);
      tx.addEventListener('complete', () => done());
      tx.addEventListener('abort', () => failed(tx.error));
    });
    // The strict one first: its flush would carry the other along.
    put('strict', { durability: 'strict' }).then(() => put('default', {})).then(resolve, reject);
  });
});
const count = () => new Promise<{ strict: number; default: number }>((resolve) => {
  const opening = indexedDB.open('entries', 1);
  opening.addEventListener('upgradeneeded', () => { for (const store of ['strict', 'default']) opening.result.createObjectStore(store); });
  opening.addEventListener('success', () => {
    const tx = opening.result.transaction(['strict', 'default']);
    const counts = (['strict', 'default'] as const).map((store) => [store, tx.objectStore(store).count()] as const);
    tx.addEventListener('complete', () => resolve(Object.fromEntries(counts.map(([store, one]) => [store, one.result])) as { strict: number; default: number }));
  });
});

test.skipIf(noPowerCut !== undefined)(`an emulated power cut takes a write of the browser's own durability and leaves a strict one${noPowerCut ? ` (skipped: ${noPowerCut})` : ''}`, async () => {
  const server = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const disk = openDisk();
  const browser = await startChromium(`${disk.dir}/profile`);
  const page = await browser.context.newPage();
  await page.goto(url);
  await page.evaluate(write, 1);
  const cut = await disk.cut(browser);
  await browser.kill();
  const after = await startChromium(`${cut.dir}/profile`);
  const found = await after.context.newPage();
  await found.goto(url);
  const left = await found.evaluate(count);
  await after.kill();
  await disk.close();
  server.close();
  expect(left).toEqual({ strict: 1, default: 0 });
}, 60_000);

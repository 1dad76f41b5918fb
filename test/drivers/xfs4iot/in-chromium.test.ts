// The client where it belongs: in a page, in the real browser, whose Origin and subprotocol rules Node does not have.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { simIdReader } from '../../../drivers/id-reader/sim.ts';
import { simReceiptPrinter } from '../../../drivers/receipt-printer/sim.ts';
import { idCardService } from '../../../drivers/xfs4iot/id-card-service.ts';
import { receiptPrinterService } from '../../../drivers/xfs4iot/receipt-printer-service.ts';
import { findChromium } from '../../e2e/chromium.ts';
import { person } from '../people.ts';
import { startServer, token } from './bench.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** An empty page, and the sources as a browser takes them. */
async function pages(): Promise<string> {
  const server: Server = createServer(({ url = '/' }, response) => {
    if (!/^\/(?:drivers|test)\/[\w/-]+\.ts$/.test(url)) return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>kiosk</title>');
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(stripTypeScriptTypes(readFileSync(path.join(root, url), 'utf8')));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

test('a page of ours finds the services, reads a card and prints; a page from elsewhere gets nothing', async () => {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium');
  const [ours, foreign] = [await pages(), await pages()];
  const [reader, printer] = [simIdReader(), simReceiptPrinter()];
  reader.lay(person);
  const server = await startServer([idCardService(reader), receiptPrinterService(printer)], { origins: [ours] });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  onTestFinished(() => browser.close());

  const visit = async (origin: string) => {
    const page = await browser.newPage();
    await page.goto(origin);
    return page.evaluate(`import('/test/drivers/xfs4iot/page.ts').then((page) => page.visit(${JSON.stringify({ token, publisher: server.uri })}))`);
  };
  expect(await visit(ours)).toEqual({ card: { is: 'read', card: person }, paper: { is: 'printed' } });
  expect(printer.papers.map(({ heightDots }) => heightDots)).toEqual([4]);
  expect(await visit(foreign)).toEqual({ card: { is: 'offline', why: 'no-wire' }, paper: { is: 'not-printed', problem: { is: 'offline' } } });
  expect(printer.papers.length).toBe(1);
});

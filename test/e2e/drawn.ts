import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Page as Dots } from '../../drivers/receipt-printer/port.ts';
import type { Paper } from '../../kiosk/core/paper.ts';
import { receiptPaper } from '../../kiosk/core/receipt.ts';
import { sayIn } from '../../kiosk/core/say.ts';
import { pack } from '../content/pack.ts';
import { bundled } from '../drivers/serial-chromium.ts';
import { findChromium } from './chromium.ts';
import type { DrawPage } from './draw-page.ts';

/** A receipt as a citizen gets it: some 100 mm on 80 mm paper, of a person with this (masked) name. */
export const receiptFor = (name: string, bring: readonly string[] = [], language: 'zh' | 'en' = 'zh'): Paper => receiptPaper(sayIn(pack, language), {
  matter: '异地就医备案', site: '山亭区便民服务站（演示）', name, at: '2026-11-23 09:00', simulated: true, localNumber: 'SD-0001-20261123-0042-X', bring, next: '承诺办结时限：1 个工作日',
  state: { is: 'accepted', cases: [{ name: '异地就医备案', number: '370406003202611231000042', department: '区医疗保障局' }] },
});

/** A Chromium that draws papers as the kiosk does, with this machine's fonts. */
export async function openDrawing() {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium');
  const script = await bundled(path.join(import.meta.dirname, 'draw-page.ts'));
  const server = createServer(({ url }, response) => {
    const isScript = url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' }).end(isScript ? script : '<!doctype html><title>paper</title><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await page.waitForFunction(() => 'drawPage' in globalThis);
  return {
    async draw(paper: Paper, widthDots: number): Promise<Dots & { readonly drawMs: number }> {
      const { bits, ...drawn } = await page.evaluate(([asked, width]) => (globalThis as unknown as { drawPage: DrawPage }).drawPage.draw(asked, width), [paper, widthDots] as const);
      return { ...drawn, bits: Uint8Array.from(bits) };
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}

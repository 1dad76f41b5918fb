import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import type { ModelPack } from '../../content/schema/model-pack.ts';
import { pageHeaders } from '../../kiosk/host/headers.ts';
import { staticFiles } from '../../kiosk/host/static-files.ts';
import { findChromium } from '../e2e/chromium.ts';
import { demoConfig } from '../host/demo-config.ts';
import { picturesDir, weightsDir } from './research.ts';

export interface FacePage {
  readonly page: Page;
  /** The built page's folder. */
  readonly site: string;
  readonly consoleErrors: readonly string[];
  close(): Promise<void>;
}
/** `isolated`: with the headers of a terminal's host, else without the two by which threads are allowed. */
export interface FacePageOptions { readonly isolated?: boolean; readonly args?: readonly string[] }

/** A page of this folder, built as the kiosk is, in Chromium under a terminal's headers; weights and research pictures beside it. */
export async function openFacePage(entry: string, { isolated = true, args = [] }: FacePageOptions = {}): Promise<FacePage> {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-face-'));
  const site = path.join(dir, 'site');
  await build({ configFile: false, logLevel: 'silent', root: import.meta.dirname, build: { outDir: site, target: 'chrome130', assetsInlineLimit: 0, modulePreload: false, reportCompressedSize: false, rollupOptions: { input: path.join(import.meta.dirname, entry), output: { entryFileNames: 'page.js' } } }, worker: { format: 'es' } });
  const files = staticFiles(site);
  const server = createServer((request, response) => {
    const headers = Object.entries(pageHeaders(demoConfig)).filter(([name]) => isolated || !name.startsWith('Cross-Origin'));
    for (const [name, value] of headers) response.setHeader(name, value);
    const url = decodeURIComponent((request.url ?? '').split('?', 1)[0]!);
    const beside = url.startsWith('/models/face/') ? weightFile(url.slice('/models/face/'.length)) : url.startsWith('/pictures/') ? path.join(picturesDir, url.slice('/pictures/'.length)) : undefined;
    if (url === '/models/face/manifest.json') response.end(JSON.stringify(facePack()));
    else if (request.url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>face</title><script type="module" src="/page.js"></script>');
    else if (beside !== undefined && existsSync(beside)) createReadStream(beside).pipe(response.writeHead(200, { 'content-type': beside.endsWith('.jpg') ? 'image/jpeg' : 'application/octet-stream' }));
    else if (!files(request.url ?? '', request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const browser = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox', ...args] });
  const page = await browser.newPage();
  const consoleErrors: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) consoleErrors.push(message.text()); });
  page.on('pageerror', (error) => consoleErrors.push(`uncaught: ${error.message}`));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    page, site, consoleErrors,
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const facePack = (): ModelPack => JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../content/models/face.json'), 'utf8')) as ModelPack;

/** Two weights have another name upstream than a pack's file may have. */
const upstreamNames: Readonly<Record<string, string>> = { 'minifasnet-v2.onnx': '2.7_80x80_MiniFASNetV2.onnx', 'minifasnet-v1se.onnx': '4_0_0_80x80_MiniFASNetV1SE.onnx' };
const weightFile = (name: string) => path.join(weightsDir, upstreamNames[name] ?? name);

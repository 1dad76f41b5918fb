import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { fillModels } from '../../../kiosk/host/fill-models.ts';
import { staticFiles } from '../../../kiosk/host/static-files.ts';
import { findChromium } from '../../e2e/chromium.ts';
import { picturesDir } from '../../face/research.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const vladmandic = path.join(root, 'node_modules/@vladmandic');
/** The peers' own WebAssembly, of the version they bundle; their packages load it from a content network. */
export const peerWasmDir = path.join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');

/** The other recogniser that a site may choose, measured beside ours. */
export const besideManifest = path.join(root, 'content/models/face-0095.json');

export interface Stage {
  /** Weights of ours and our manifest as they lie in the folder. */
  readonly modelsDir: string;
  /** The built files of the pages: what a browser would fetch. */
  readonly site: string;
  /** A page of its own, in a fresh profile: nothing is warm. */
  open(page: 'models-page' | 'worker-page' | 'human-page' | 'face-api-page'): Promise<Page>;
  close(): Promise<void>;
}

/** Builds the pages as the kiosk is built, and serves them with what they need; the peers' pages with their own models. */
export async function openStage(): Promise<Stage> {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-face-bench-'));
  const site = path.join(dir, 'site');
  const [modelsDir, besideDir] = [path.join(dir, 'models'), path.join(dir, 'beside')];
  const filled = await fillModels({ modelsDir, siteDir: undefined });
  const beside = await fillModels({ modelsDir: besideDir, siteDir: undefined, manifest: besideManifest });
  if (filled.is !== 'filled' || beside.is !== 'filled') throw new Error('没有模型：请先运行 npm run models，或把 ../shared/models 放在旁边。 No models.');
  const input = Object.fromEntries(['models-page', 'worker-page', 'human-page', 'face-api-page'].map((name) => [name, path.join(import.meta.dirname, `${name}.ts`)]));
  await build({ configFile: false, logLevel: 'error', root: import.meta.dirname, build: { outDir: site, target: 'chrome130', assetsInlineLimit: 0, modulePreload: false, reportCompressedSize: false, chunkSizeWarningLimit: 8192, rollupOptions: { input, output: { entryFileNames: '[name].js' } } }, worker: { format: 'es' } });
  const files = staticFiles(site);
  const folders: Readonly<Record<string, string>> = { '/models/face/': path.join(modelsDir, 'face'), '/beside/': path.join(besideDir, 'face'), '/pictures/': picturesDir, '/human/': path.join(vladmandic, 'human/models'), '/face-api/': path.join(vladmandic, 'face-api/model'), '/tfjs/': peerWasmDir };
  const server = createServer((request, response) => {
    const url = decodeURIComponent((request.url ?? '').split('?', 1)[0]!);
    const entry = /^\/([a-z-]+)\.html$/.exec(url)?.[1];
    // The peers' threads do not start from a bundle ("e is not defined" in each): not isolated, they keep to one.
    if (entry === undefined || entry === 'models-page' || entry === 'worker-page') {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    if (entry !== undefined) return void response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>${entry}</title><script type="module" src="/${entry}.js"></script>`);
    const [at, folder] = Object.entries(folders).find(([prefix]) => url.startsWith(prefix)) ?? [];
    const lying = at !== undefined && folder !== undefined ? path.join(folder, path.normalize(`/${url.slice(at.length)}`)) : undefined;
    if (lying !== undefined && existsSync(lying)) return void createReadStream(lying).pipe(response.writeHead(200, { 'content-type': typeOf(lying) }));
    if (!files(url, request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const browsers: Browser[] = [];
  return {
    modelsDir: path.join(modelsDir, 'face'), site,
    async open(name) {
      const browser = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox'] });
      browsers.push(browser);
      const page = await browser.newPage();
      page.on('pageerror', (error) => { console.error(`${name}: ${error.message}`); });
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}.html`);
      await page.waitForFunction(() => 'bench' in globalThis);
      return page;
    },
    async close() {
      await Promise.all(browsers.map((browser) => browser.close()));
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
const typeOf = (file: string): string => ({ '.jpg': 'image/jpeg', '.json': 'application/json', '.wasm': 'application/wasm' })[path.extname(file)] ?? 'application/octet-stream';

/** Bytes of files in a folder. */
export const filesOf = (dir: string): readonly { readonly name: string; readonly bytes: Buffer }[] => readdirSync(dir).map((name) => ({ name, bytes: readFileSync(path.join(dir, name)) }));

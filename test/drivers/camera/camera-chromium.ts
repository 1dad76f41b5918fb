import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { pageHeaders } from '../../../kiosk/host/headers.ts';
import { staticFiles } from '../../../kiosk/host/static-files.ts';
import { findChromium } from '../../e2e/chromium.ts';
import { demoConfig } from '../../host/demo-config.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { blank, type Grey } from './drawn-codes.ts';

const browser = findChromium();
/** Why no browser can film here; nothing when one can. */
export const noCameraBrowser: string | undefined = browser === undefined ? 'no Chromium' : undefined;

export interface CameraBrowser {
  /** A page of ours that may use the camera. */
  readonly page: Page;
  /** What the camera sees from now on; nothing: white. */
  show(picture?: Grey): void;
  setAllowed(allowed: boolean): Promise<void>;
  /** Tracks that film now, of all that the page ever asked for. */
  live(): Promise<number>;
  readonly consoleErrors: readonly string[];
  close(): Promise<void>;
}

/**
 * A page of ours in a Chromium whose camera films a file (YUV4MPEG2), which is written over to show it something else. The
 * page comes with the headers of a terminal's host: its content security policy, trusted types and isolation hold here too.
 */
export async function openCameraBrowser(entry: string): Promise<CameraBrowser> {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-camera-'));
  const film = path.join(dir, 'film.y4m');
  const file = openSync(film, 'w');
  const show = ({ widthPx, heightPx, dots }: Grey = blank()) => {
    const frame = Buffer.concat([Buffer.from('FRAME\n'), dots, Buffer.alloc((widthPx * heightPx) / 2, 128)]);
    writeSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${widthPx} H${heightPx} F20:1 Ip A1:1 C420\n`), frame, frame]), 0, undefined, 0);
  };
  show();

  const site = path.join(dir, 'site');
  await build({ configFile: false, logLevel: 'silent', root: path.dirname(entry), build: { outDir: site, target: 'chrome130', minify: false, assetsInlineLimit: 0, modulePreload: false, rollupOptions: { input: entry, output: { entryFileNames: 'page.js' } } }, worker: { format: 'es' } });
  const files = staticFiles(site);
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(pageHeaders(demoConfig))) response.setHeader(name, value);
    if (request.url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>camera</title><script type="module" src="/page.js"></script>');
    else if (!files(request.url ?? '', request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const chrome = await chromium.launch({ executablePath: browser!, args: ['--no-sandbox', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`] });
  const context: BrowserContext = await chrome.newContext();
  const page = await context.newPage();
  const whole = await chrome.newBrowserCDPSession();
  const { targetInfos } = await whole.send('Target.getTargets');
  const browserContextId = targetInfos.find(({ type, browserContextId }) => type === 'page' && browserContextId !== undefined)!.browserContextId!;
  const setAllowed = (allowed: boolean) => whole.send('Browser.setPermission', { origin, browserContextId, permission: { name: 'camera' }, setting: allowed ? 'granted' : 'denied' }).then(() => undefined);
  await setAllowed(true);
  const consoleErrors: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) consoleErrors.push(`${message.text()} (${message.location().url})`); });
  page.on('pageerror', (error) => consoleErrors.push(`uncaught: ${error.message}`));
  // Before the page's own scripts: remembers every track, to see afterwards whether it still films.
  await page.addInitScript(() => {
    const tracks: MediaStreamTrack[] = [];
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (ask) => { const stream = await real(ask); tracks.push(...stream.getTracks()); return stream; };
    Object.assign(globalThis, { liveTracks: () => tracks.filter(({ readyState }) => readyState === 'live').length });
  });
  await page.goto(origin);
  return {
    page, show, setAllowed, consoleErrors,
    live: () => page.evaluate(() => (globalThis as unknown as { liveTracks(): number }).liveTracks()),
    async close() {
      await chrome.close();
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
      closeSync(file);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The time of the browser, which nobody can make jump. */
export const realClock: VirtualClock = {
  now: () => performance.now(),
  after(ms, run) { const timer = setTimeout(run, ms); return () => clearTimeout(timer); },
  until: (promise) => promise,
  pass: (ms) => sleep(ms),
};

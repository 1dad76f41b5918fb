import { mkdirSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Command } from '../../kiosk/dock/command.ts';
import type { DockState } from '../../kiosk/dock/state.ts';
import { kioskFeatures } from '../../kiosk/host/browser.ts';
import { dist, ensureBuilt } from '../../kiosk/host/build.ts';
import { type Demo, type DemoOptions, startDemo } from '../../kiosk/host/demo.ts';
import type { SiteConfig } from '../../kiosk/site-config.ts';
import type { StandIn } from '../platform/stand-in.ts';
import { findChromium } from './chromium.ts';
import { diskTraces, pageTraces } from './traces.ts';

export interface StageOptions {
  readonly width?: number;
  readonly height?: number;
  /** A browser profile to go on with; else a fresh one, removed at the end. */
  readonly profileDir?: string;
  /** Where the page is opened; '' opens none. */
  readonly open?: string;
  readonly pace?: 'real' | 'none';
  readonly kioskDir?: string;
  /** Who drives the dock's devices, and how the host runs; the page, and in this process, unless told. */
  readonly demo?: Pick<DemoOptions, 'through' | 'publisherPorts' | 'runHost' | 'hostDevices' | 'modelsDir'>;
  /** The program to start for a page of this origin; Chromium itself unless told. */
  readonly browser?: (origin: string) => string;
  readonly reducedMotion?: boolean;
  /** The time of day at the site when the page opens, HH:MM; time goes on from there. Else the machine's own. */
  readonly at?: string | undefined;
  /** Devices other than the demonstration's own. */
  readonly devices?: SiteConfig['devices'];
  /** Where its content comes from; else it has no catalog. */
  readonly catalog?: SiteConfig['catalog'];
  /** What Chromium's fake camera films, instead of its test picture: an .mjpeg file, read anew each time the camera is switched on. */
  readonly film?: string;
  /** The page's waits of so many ms and more pass that many times as fast. */
  readonly haste?: { readonly fromMs: number; readonly times: number };
}
export interface Papers {
  readonly receipts: readonly { readonly n: number; readonly png: Buffer }[];
  readonly documents: readonly { readonly n: number; readonly title: string; readonly pages: number; readonly pdf: Buffer }[];
}
/** The whole kiosk in a real browser: stand-in back end, dock with its devices, host, Chromium with a touch screen. */
export interface Stage {
  /** The present page; another one after `restartBrowser`. */
  readonly page: Page;
  readonly context: BrowserContext;
  readonly url: string;
  readonly profileDir: string;
  /** Where back end and host keep what survives a restart. */
  readonly stateDir: string;
  readonly demo: Demo;
  readonly dock: { readonly url: string; control(command: Command): Promise<void>; state(): DockState; papers(): Promise<Papers> };
  readonly platform: StandIn;
  /** Waits until the page says `data-ready` with one of these words (any, if none). */
  ready(...words: readonly string[]): Promise<string>;
  /** Waits until the service worker is active and holds everything. */
  serviceWorkerReady(): Promise<void>;
  /** Ends the browser as a power cut would; `restartBrowser` brings it back. */
  killBrowser(): Promise<void>;
  /** Ends the browser (`kill`: as a power cut would) if it runs, and starts it again with the same profile. */
  restartBrowser(ask?: { readonly kill?: boolean; readonly open?: string }): Promise<Page>;
  stopHost(): Promise<void>;
  startHost(ask?: { readonly kioskDir?: string }): Promise<void>;
  /** Places where any of the strings can still be found from the page. */
  personalTraces(strings: readonly string[]): Promise<string[]>;
  /** Files of the profile in which any of the strings stands in clear; closes the browser. */
  diskTraces(strings: readonly string[]): Promise<string[]>;
  /** Requests to anything but the kiosk, the dock and the back end. */
  readonly strangeRequests: readonly string[];
  /** Errors on the console and uncaught ones. What the network caused ("Failed to load resource") is apart. */
  readonly consoleErrors: readonly string[];
  readonly networkErrors: readonly string[];
  close(): Promise<void>;
}

/** Starts everything on free ports in temporary folders, from the built dist, and opens the kiosk. */
export async function openStage({ width = 1080, height = 1920, open = '/', pace = 'none', kioskDir = dist.kiosk, reducedMotion = true, at, haste, devices, catalog, ...given }: StageOptions = {}): Promise<Stage> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found: name one in CHROMIUM.');
  await ensureBuilt();
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-stage-'));
  const profileDir = given.profileDir ?? path.join(dir, 'profile');
  mkdirSync(profileDir, { recursive: true });
  const demo = await startDemo({ stateDir: path.join(dir, 'state'), pace, kioskDir, profileDir, ...(devices && { devices }), ...(catalog && { catalog }), ...given.demo });
  const { dock, platform, host: { url } } = demo;
  const origins = [url, url.replace('127.0.0.1', 'localhost'), dock.url, platform.url, dock.url.replace('http', 'ws'), ...(catalog ? [catalog.url] : []),
    ...[demo.host.publisher, ...(given.demo?.publisherPorts ?? []).map((one) => `ws://127.0.0.1:${one}`)].flatMap((one) => (one === undefined ? [] : [new URL(one).origin]))];
  const strangeRequests: string[] = [];
  const consoleErrors: string[] = [];
  const networkErrors: string[] = [];
  const judge = (address: string) => { if (!origins.some((origin) => address.startsWith(`${origin}/`)) && !/^(?:blob|data|about|chrome-error):/.test(address)) strangeRequests.push(address); };

  async function openBrowser(): Promise<BrowserContext> {
    const browser = await chromium.launchPersistentContext(profileDir, {
      executablePath: given.browser?.(url) ?? executablePath!, viewport: { width, height }, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference', serviceWorkers: 'allow',
      args: ['--no-sandbox', '--disable-dev-shm-usage', `--enable-features=${kioskFeatures.join(',')}`, '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', ...(given.film === undefined ? [] : [`--use-file-for-fake-video-capture=${given.film}`]), '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost'],
    });
    if (at !== undefined) await browser.addInitScript(shiftDate, offsetTo(at));
    if (haste) await browser.addInitScript(hasten, haste);
    browser.on('request', (request) => judge(request.url()));
    browser.on('console', (message) => {
      if (message.type() === 'error') (message.text().startsWith('Failed to load resource') ? networkErrors : consoleErrors).push(`${message.text()} (${message.location().url})`);
    });
    browser.on('weberror', (error) => consoleErrors.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    const follow = (page: Page) => page.on('websocket', (socket) => judge(socket.url()));
    browser.pages().forEach(follow);
    browser.on('page', follow);
    return browser;
  }
  let context = await openBrowser();
  let page = context.pages()[0] ?? await context.newPage();

  let running = true;

  const stage: Stage = {
    get page() { return page; },
    get context() { return context; },
    url, profileDir, stateDir: path.join(dir, 'state'), demo, platform, strangeRequests, consoleErrors, networkErrors,
    dock: {
      url: dock.url, control: dock.control, state: dock.state,
      async papers() {
        const { receipts, documents } = dock.state().papers;
        const bytes = async (at: string) => Buffer.from(await (await fetch(dock.url + at)).arrayBuffer());
        return {
          receipts: await Promise.all(receipts.map(async (paper) => ({ n: paper.n, png: await bytes(paper.path) }))),
          documents: await Promise.all(documents.map(async (paper) => ({ n: paper.n, title: paper.title, pages: paper.pages ?? 1, pdf: await bytes(paper.path) }))),
        };
      },
    },
    async ready(...words) {
      const at = await page.waitForFunction((wanted) => {
        const word = document.documentElement.dataset['ready'];
        return word !== undefined && (wanted.length === 0 || wanted.includes(word)) ? word : false;
      }, [...words], { timeout: 30_000 });
      return String(await at.jsonValue());
    },
    async serviceWorkerReady() {
      await page.evaluate(async () => {
        const { active } = await navigator.serviceWorker.ready;
        if (active?.state !== 'activated') await new Promise((resolve) => active?.addEventListener('statechange', resolve, { once: true }));
      });
    },
    async killBrowser() { await killBrowser(profileDir, context); running = false; },
    async restartBrowser({ kill = false, open: address = '/' } = {}) {
      if (kill && running) await stage.killBrowser();
      else if (running) await context.close();
      running = true;
      context = await openBrowser();
      page = context.pages()[0] ?? await context.newPage();
      if (address !== '') await page.goto(url + address);
      return page;
    },
    stopHost: () => demo.host.close(),
    startHost: demo.startHost,
    personalTraces: (strings) => pageTraces(page, context, strings),
    async diskTraces(strings) { await context.close(); return diskTraces(profileDir, strings); },
    async close() {
      await context.close().catch(() => undefined);
      await demo.close();
      rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
  if (open !== '') {
    await page.goto(url + open);
    await stage.ready();
  }
  return stage;
}

/** From now to a time of today at the site, in ms. */
function offsetTo(at: string): number {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(new Date());
  return Date.parse(`${today}T${at}:00+08:00`) - Date.now();
}
/** Runs in the page before its own scripts: another time of day, at which clocks go on and timers are left alone. */
function shiftDate(offsetMs: number) {
  const real = Date;
  const now = () => real.now() + offsetMs;
  window.Date = new Proxy(real, {
    construct: (target, args, asked) => Reflect.construct(target, args.length === 0 ? [now()] : args, asked) as object,
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver) as unknown),
  });
}
/** Runs in the page before its own scripts. */
function hasten({ fromMs, times }: { readonly fromMs: number; readonly times: number }) {
  const real = window.setTimeout.bind(window);
  window.setTimeout = ((call: () => void, ms = 0) => real(call, ms >= fromMs ? ms / times : ms)) as typeof window.setTimeout;
}

/** Ends the browser without a word. Its own process number stands in the lock on the profile: `<machine>-<number>`. */
async function killBrowser(profileDir: string, context: BrowserContext) {
  const lock = path.join(profileDir, 'SingletonLock');
  const pid = Number(readlinkSync(lock).split('-').at(-1));
  const closed = new Promise((resolve) => context.once('close', resolve));
  process.kill(pid, 'SIGKILL');
  await closed;
  await sleep(300);
  rmSync(lock, { force: true });
}

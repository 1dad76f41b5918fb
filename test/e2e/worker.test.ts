import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dist } from '../../kiosk/host/build.ts';
import { demoConfig } from '../host/demo-config.ts';
import { startHost } from '../../kiosk/host/server.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'kiosk-worker-'));
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
  rmSync(dir, { recursive: true, force: true });
});

const keptAddresses = () => stage.page.evaluate(async () => {
  const all: string[] = [];
  for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
  return all;
});
const refusedByPolicy = () => stage.consoleErrors.filter((error) => /Content Security Policy|Trusted/i.test(error));

test('the page runs isolated and under its policy without one violation, and asks nobody outside', async () => {
  await stage.serviceWorkerReady();
  expect(await stage.page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(stage.consoleErrors).toEqual([]);
  expect(stage.strangeRequests).toEqual([]);
});

test('markup from a string, inline script, a foreign address and a second policy are refused', async () => {
  const tried = await stage.page.evaluate(async () => {
    const outcome = (run: () => unknown) => { try { run(); return 'done'; } catch { return 'refused'; } };
    const script = document.createElement('script');
    return [
      outcome(() => { document.createElement('div').innerHTML = '<b>x</b>'; }),
      outcome(() => { script.text = 'globalThis.ran = true'; }),
      outcome(() => (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }).trustedTypes.createPolicy('other', {})),
      outcome(() => new Worker('/assets/x.js')),
      await fetch('http://127.0.0.1:9/').then(() => 'done', () => 'refused'),
    ];
  });
  expect(tried).toEqual(['refused', 'refused', 'refused', 'refused', 'refused']);
  expect(stage.consoleErrors.length).toBeGreaterThanOrEqual(4);
});

test('after a kill and with the host gone the kiosk starts from its own copy', async () => {
  await stage.stopHost();
  await stage.restartBrowser({ kill: true });
  expect(await stage.ready()).not.toBe('failure');
  expect(await stage.page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await stage.page.evaluate(() => document.fonts.ready.then((fonts) => [...fonts].some(({ status }) => status === 'loaded')))).toBe(true);
  await stage.startHost();
});

test('what is kept is the build and the site’s configuration, never an answer of back end or device', async () => {
  await stage.page.evaluate(async () => {
    await fetch('/devices/document-printer', { method: 'POST', headers: { 'content-type': 'application/ipp' }, body: 'x' });
    await fetch('/not-there.json');
  });
  const kept = await keptAddresses();
  expect(kept).toContain('/site.json');
  expect(kept.filter((at) => at !== '/site.json' && !/^\/(?:assets\/[\w.-]+|content\/(?:pack|pinyin)\.json|icons\/[\w.-]+|index\.html|manifest\.webmanifest)$/.test(at))).toEqual([]);
});

test('any address of the kiosk opens the kiosk', async () => {
  await stage.page.goto(`${stage.url}/anywhere?x=1`);
  expect(await stage.ready()).not.toBe('failure');
});

test('a site whose back end moved is believed at the next start: the policy goes with the configuration', async () => {
  const refusedBefore = refusedByPolicy().length;
  await stage.stopHost();
  const moved = await startHost({ dir: dist.kiosk, port: stage.demo.host.port, config: { ...demoConfig, devices: {} } });
  const answer = await stage.page.goto(stage.url);
  expect(answer!.fromServiceWorker()).toBe(true);
  expect(answer!.headers()['content-security-policy']).toContain("connect-src 'self' https://platform.example;");
  await moved.close();
  await stage.startHost();
  const back = await stage.page.goto(stage.url);
  expect(back!.headers()['content-security-policy']).toContain(stage.platform.url);
  expect(refusedByPolicy().slice(refusedBefore)).toEqual([]);
});

test('a new version is taken over while nobody is served, and the old files go', async () => {
  const next = path.join(dir, 'kiosk');
  cpSync(dist.kiosk, next, { recursive: true });
  for (const ending of ['', '.br', '.gz']) rmSync(path.join(next, `index.html${ending}`), { force: true });
  for (const ending of ['.br', '.gz']) rmSync(path.join(next, `service-worker.js${ending}`), { force: true });
  writeFileSync(path.join(next, 'index.html'), readFileSync(path.join(dist.kiosk, 'index.html'), 'utf8').replace('<html', '<html data-version="2"'));
  const worker = readFileSync(path.join(dist.kiosk, 'service-worker.js'), 'utf8');
  const changed = worker.replace(/(revision["']?:["'`])([0-9a-f]{32})(["'`],\s*["']?url["']?:["'`]index\.html)|(url["']?:["'`]index\.html["'`],\s*["']?revision["']?:["'`])([0-9a-f]{32})/, (_all, a = '', _b, c = '', d = '') => `${a}${d}${'0'.repeat(32)}${c}`);
  expect(changed).not.toBe(worker);
  writeFileSync(path.join(next, 'service-worker.js'), changed);
  await stage.stopHost();
  await stage.startHost({ kioskDir: next });
  await stage.page.goto(stage.url);
  expect(await stage.page.evaluate(() => document.documentElement.dataset['version'])).toBeUndefined();
  await stage.page.evaluate(async () => { await (await navigator.serviceWorker.ready).update(); });
  await stage.page.waitForFunction(() => document.documentElement.dataset['version'] === '2', undefined, { timeout: 30_000 });
  expect(await stage.ready()).not.toBe('failure');
});

// The browser of a terminal, started and watched over by the host: real Chromium killed and hung, and programs that never work.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type BrowserOptions, flagsOf, keepBrowser, kioskFlags } from '../../kiosk/host/browser.ts';
import { freeProfile } from '../../kiosk/host/profile-lock.ts';
import { startHost } from '../../kiosk/host/server.ts';
import { findChromium } from '../e2e/chromium.ts';
import { demoConfig } from './demo-config.ts';
import { runHostProcess } from './host-process.ts';

let dir: string;
beforeEach(() => { dir = mkdtempSync(path.join(tmpdir(), 'kiosk-browser-')); });
afterEach(() => rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));

const lives = (pid: number) => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
/** A page that only gives its sign of life, as the kiosk does. */
function site(): string {
  writeFileSync(path.join(dir, 'index.html'), '<!doctype html><title>kiosk</title><script src="/life.js"></script>');
  writeFileSync(path.join(dir, 'life.js'), "const tell = () => fetch('/v1/heartbeat', { method: 'POST' }).catch(() => {}); tell(); setInterval(tell, 300);");
  return dir;
}
function keep(options: Partial<BrowserOptions>) {
  const lines: string[] = [];
  const browser = keepBrowser({ command: ['/bin/false'], flags: [], windowed: true, silenceMs: 2000, mostFailures: 8, profileDir: path.join(dir, 'profile'), url: 'http://127.0.0.1:1', say: (line) => lines.push(line), firstPauseMs: 10, ...options });
  onTestFinished(() => browser.stop());
  return { browser, lines };
}

test('a real Chromium that is killed, and one that hangs, are both started again, and the page is back', { timeout: 90_000 }, async () => {
  let heard = 0;
  const host = await startHost({ dir: site(), config: demoConfig, onHeartbeat: () => { heard++; browser.heard(); } });
  onTestFinished(() => host.close());
  const { browser, lines } = keep({ command: [findChromium()!], flags: ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage'], url: host.url, silenceMs: 3000, startMs: 60_000 });
  const pageBack = async (before: number) => { await expect.poll(() => heard, { timeout: 30_000 }).toBeGreaterThan(before); };
  await pageBack(1);

  const first = browser.pid!;
  process.kill(first, 'SIGKILL');
  await expect.poll(() => browser.pid !== undefined && browser.pid !== first, { timeout: 10_000 }).toBe(true);
  await pageBack(heard + 2);

  const second = browser.pid!;
  process.kill(-second, 'SIGSTOP');
  await expect.poll(() => browser.pid !== undefined && browser.pid !== second, { timeout: 20_000 }).toBe(true);
  expect(lives(second)).toBe(false);
  await pageBack(heard + 2);

  expect(lines).toEqual([expect.stringMatching(/^浏览器被结束（SIGKILL）；0 秒后重启$/), '页面没有动静，结束浏览器', expect.stringMatching(/^浏览器被结束（SIGKILL）；0 秒后重启$/)]);
  await browser.stop();
  await expect.poll(() => browser.pid).toBeUndefined();
});

test('a page that never comes up is ended too, the pause grows, and after the limit one line says that it is given up', async () => {
  const { browser, lines } = keep({ command: ['/bin/sh', '-c', 'exec sleep 60'], startMs: 30, firstPauseMs: 1, mostFailures: 3 });
  await browser.givenUp;
  expect(lines.filter((line) => line === '页面没有起来，结束浏览器')).toHaveLength(4);
  expect(lines.at(-1)).toBe('浏览器被结束（SIGKILL）；连续 3 次没有成功，不再重启');
  expect(browser.pid).toBeUndefined();
});

test('a program that is not there is a failure like any other', async () => {
  const { browser, lines } = keep({ command: ['/no/such/browser'], firstPauseMs: 1, mostFailures: 2 });
  await browser.givenUp;
  expect(lines.at(-1)).toBe('浏览器启动不了；连续 2 次没有成功，不再重启');
});

test('signs of life keep a browser going, and a good run makes earlier failures forgotten', async () => {
  const { browser, lines } = keep({ command: ['/bin/sh', '-c', 'exec sleep 60'], startMs: 5000, silenceMs: 400, firstPauseMs: 1, goodRunMs: 300, mostFailures: 1 });
  const beats = setInterval(() => browser.heard(), 50);
  onTestFinished(() => clearInterval(beats));
  for (let round = 0; round < 3; round++) {
    const { pid } = browser;
    await new Promise((resolve) => { setTimeout(resolve, 600); });
    expect(browser.pid).toBe(pid);
    process.kill(pid!, 'SIGKILL');
    await expect.poll(() => browser.pid !== undefined && browser.pid !== pid).toBe(true);
  }
  expect(lines).toHaveLength(3);
});

test('a browser left over from a killed host is ended before the new one starts, and nobody else is', async () => {
  const profile = path.join(dir, 'profile');
  mkdirSync(profile);
  const idle = (...args: string[]) => {
    const child = spawn('/bin/sh', ['-c', 'sleep 60; :', ...args], { stdio: 'ignore' });
    onTestFinished(() => { child.kill('SIGKILL'); });
    return child.pid!;
  };
  const [left, other] = [idle(`--user-data-dir=${profile}`), idle('--user-data-dir=/somebody/else')];
  for (const [pid, ends] of [[other, false], [left, true]] as const) {
    symlinkSync(`${hostname()}-${pid}`, path.join(profile, 'SingletonLock'));
    freeProfile(profile);
    await expect.poll(() => lives(pid)).toBe(!ends);
    expect(existsSync(path.join(profile, 'SingletonLock'))).toBe(false);
  }
  freeProfile(path.join(dir, 'never-used'));
});

test('the host gives up a browser that never works and ends with an error, so that its supervisor can start it anew', { timeout: 30_000 }, async () => {
  const host = await runHostProcess({ dir: site(), config: { site: { ...demoConfig, devices: {} }, profileDir: path.join(dir, 'profile'), browser: { command: ['/bin/false'], flags: [], windowed: false, silenceMs: 30_000, mostFailures: 1 } } });
  expect(await host.exited).toBe(1);
  expect(host.said()).toMatch(/浏览器退出（1）；1 秒后重启\n.*不再重启/);
  expect(host.said()).not.toContain(dir);
});

test("a site's own features join ours in one list, because Chromium heeds only the last", () => {
  expect(flagsOf(['--ozone-platform=wayland', '--enable-features=UseOzonePlatform', '--enable-features=VaapiVideoDecoder,UseOzonePlatform']).slice(kioskFlags.length)).toEqual([
    '--ozone-platform=wayland', '--enable-features=IdbSqliteBackingStore,UseOzonePlatform,VaapiVideoDecoder',
  ]);
});

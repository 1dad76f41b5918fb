// The whole chain on a terminal: host process, browser, the real kiosk page and its signs of life.
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { dist, ensureBuilt } from '../../kiosk/host/build.ts';
import { demoConfig } from '../host/demo-config.ts';
import { runHostProcess } from '../host/host-process.ts';
import { findChromium } from './chromium.ts';

test('the kiosk’s page keeps its browser going by its signs of life, and a browser that hangs is replaced', async () => {
  await ensureBuilt();
  const profileDir = mkdtempSync(path.join(tmpdir(), 'kiosk-watched-'));
  onTestFinished(() => rmSync(profileDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));
  const host = await runHostProcess({
    dir: dist.kiosk,
    // The page gives a sign every 5 s.
    config: { site: { ...demoConfig, devices: {} }, profileDir, browser: { command: [findChromium()!], flags: ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage'], windowed: false, silenceMs: 9000, mostFailures: 8 } },
  });
  onTestFinished(() => host.close());
  const browser = () => { try { return Number(/-(\d+)$/.exec(readlinkSync(path.join(profileDir, 'SingletonLock')))![1]); } catch { return undefined; } };
  await expect.poll(browser, { timeout: 20_000 }).toBeDefined();
  await sleep(20_000);
  expect(host.said().trim().split('\n')).toHaveLength(1);
  const first = browser()!;
  process.kill(-first, 'SIGSTOP');
  await expect.poll(() => host.said(), { timeout: 20_000 }).toContain('页面没有动静，结束浏览器');
  await expect.poll(() => { const now = browser(); return now !== undefined && now !== first; }, { timeout: 20_000 }).toBe(true);
  // Nothing of a browser outlives its host.
  const second = browser()!;
  await host.close();
  await expect.poll(() => { try { process.kill(second, 0); return 'alive'; } catch { return 'gone'; } }, { timeout: 10_000 }).toBe('gone');
});

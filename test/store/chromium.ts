import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type BrowserContext } from 'playwright-core';
import { flagsOf } from '../../kiosk/host/browser.ts';

export interface Chromium {
  readonly context: BrowserContext;
  /** SIGKILL to the browser and all its processes: no goodbye, no flush. */
  kill(): Promise<void>;
  /** Stands all its processes still, and lets them go on. */
  pause(): void;
  resume(): void;
}

/** Starts Chromium as the host does, on a profile on disk; durability cannot be tested in Playwright's own contexts, which live in memory (../sync/FACTS.md §4.4). */
export async function startChromium(userDataDir: string): Promise<Chromium> {
  const portFile = join(userDataDir, 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  const child = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [
    `--user-data-dir=${userDataDir}`, '--remote-debugging-port=0', '--no-sandbox', '--headless=new', '--disable-gpu',
    '--disable-background-networking', ...flagsOf([]), 'about:blank',
  ], { detached: true, stdio: 'ignore' });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  for (let tries = 0; !existsSync(portFile) || !readFileSync(portFile, 'utf8').includes('\n'); tries++) {
    if (tries > 600 || child.exitCode !== null) throw new Error('Chromium does not start');
    await sleep(100);
  }
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${readFileSync(portFile, 'utf8').split('\n')[0]}`);
  return {
    context: browser.contexts()[0]!,
    pause() { process.kill(-child.pid!, 'SIGSTOP'); },
    resume() { process.kill(-child.pid!, 'SIGCONT'); },
    async kill() {
      // The whole group, which `detached` made: the browser's helpers also hold its files.
      process.kill(-child.pid!, 'SIGKILL');
      await exited;
      await browser.close().catch(() => undefined);
    },
  };
}

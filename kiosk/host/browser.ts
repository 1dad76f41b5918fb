import { type ChildProcess, spawn } from 'node:child_process';
import { type Clock, systemClock } from '../../drivers/transport/clock.ts';
import type { BrowserConfig } from './host-config.ts';
import { freeProfile } from './profile-lock.ts';

export interface BrowserOptions extends BrowserConfig {
  readonly profileDir: string;
  /** The page. */
  readonly url: string;
  /** One line for the log: kinds of events, never an address or a person's data. */
  readonly say: (line: string) => void;
  readonly clock?: Clock;
  /** So long the page may take to its first sign of life; a cold start of a slow terminal. */
  readonly startMs?: number;
  /** The pause before a start, doubled at each failure in a row. */
  readonly firstPauseMs?: number;
  /** A run this long makes the failures before it forgotten. */
  readonly goodRunMs?: number;
}
export interface KeptBrowser {
  /** The page gave a sign of life. */
  heard(): void;
  /** Undefined while it waits to start. */
  readonly pid: number | undefined;
  /** Resolves when it has failed too often in a row: whoever supervises this process decides what is next. */
  readonly givenUp: Promise<void>;
  /** Ends the browser for good. */
  stop(): Promise<void>;
}

const longestPauseMs = 60_000;
const closeMs = 5000;

/** ../sync/FACTS.md §7.4: present in Chromium 156. `--hide-crash-restore-bubble`: after a power cut nobody is there to answer it. */
export const kioskFlags: readonly string[] = [
  '--noerrdialogs', '--hide-crash-restore-bubble', '--no-first-run', '--no-default-browser-check', '--disable-pinch', '--overscroll-history-navigation=0',
  '--disable-component-update', '--check-for-update-interval=31536000', '--password-store=basic', '--autoplay-policy=no-user-gesture-required',
];

/**
 * IndexedDB on SQLite. On LevelDB, Chromium's other way, a browser killed in the middle of a record leaves a torn one at the end
 * of the log; the next start appends behind it, the start after that finds a wrong checksum and deletes every database of the
 * page, waiting applications included: seen twice in some 150 SIGKILLs on a busy machine (test/e2e/content-crash.test.ts).
 */
export const kioskFeatures: readonly string[] = ['IdbSqliteBackingStore'];

/** Our flags and the site's. Of several lists of features Chromium heeds only the last, so they become one. */
export function flagsOf(site: readonly string[]): readonly string[] {
  const list = '--enable-features=';
  const features = new Set([...kioskFeatures, ...site.filter((flag) => flag.startsWith(list)).flatMap((flag) => flag.slice(list.length).split(','))]);
  return [...kioskFlags, ...site.filter((flag) => !flag.startsWith(list)), list + [...features].join(',')];
}

/**
 * Starts the browser and starts it again when it ends, or when its page gives no sign of life any more: a page that hangs
 * cannot serve anybody, however long one waits. Each start after a failure waits longer, and a limit ends it.
 */
export function keepBrowser({
  command: [program, ...before], flags, windowed, silenceMs, profileDir, url, say, clock = systemClock, startMs = 60_000, firstPauseMs = 1000, goodRunMs = 300_000, mostFailures,
}: BrowserOptions): KeptBrowser {
  const args = [...before, ...flagsOf(flags), ...(windowed ? [] : ['--kiosk']), `--user-data-dir=${profileDir}`, url];
  let child: ChildProcess | undefined;
  let failures = 0;
  let startedMs = 0;
  let alive = false;
  let over = false;
  let callOff = () => {};
  let ended = Promise.resolve();
  const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<void>();

  function start() {
    freeProfile(profileDir);
    startedMs = clock.now();
    alive = false;
    // A group of its own, so that all its processes can be ended at once, stopped ones too.
    const mine = spawn(program!, args, { stdio: 'ignore', detached: true });
    child = mine;
    listenFor(startMs);
    ended = new Promise((resolve) => {
      const once = (how: string) => { if (child !== mine) return; child = undefined; resolve(); lost(how); };
      mine.once('error', () => once('浏览器启动不了'));
      mine.once('exit', (code, signal) => once(signal ? `浏览器被结束（${signal}）` : `浏览器退出（${code}）`));
    });
  }
  function listenFor(ms: number) {
    callOff();
    callOff = clock.after(ms, () => {
      say(alive ? '页面没有动静，结束浏览器' : '页面没有起来，结束浏览器');
      kill(child, 'SIGKILL');
    });
  }
  function lost(how: string) {
    callOff();
    if (over) return;
    failures = alive && clock.now() - startedMs >= goodRunMs ? 1 : failures + 1;
    if (failures > mostFailures) {
      over = true;
      say(`${how}；连续 ${mostFailures} 次没有成功，不再重启`);
      return giveUp();
    }
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
    say(`${how}；${Math.round(pauseMs / 1000)} 秒后重启`);
    callOff = clock.after(pauseMs, start);
  }
  start();

  return {
    heard() {
      if (!child) return;
      alive = true;
      listenFor(silenceMs);
    },
    get pid() { return child?.pid; },
    givenUp,
    async stop() {
      over = true;
      callOff();
      kill(child, 'SIGTERM');
      const late = clock.after(closeMs, () => kill(child, 'SIGKILL'));
      if (child) await ended;
      late();
    },
  };
}

function kill(child: ChildProcess | undefined, signal: NodeJS.Signals) {
  if (child?.pid === undefined) return;
  try { process.kill(-child.pid, signal); } catch { /* it has ended meanwhile */ }
}

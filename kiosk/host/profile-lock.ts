import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Takes a browser's profile back from whoever held it. Chromium marks it with a link `SingletonLock` → `<machine>-<process>`:
 * a browser left over from a killed host would take a new one's page and leave the new one to exit; a lock of a machine that
 * was renamed would end in a question that nobody answers.
 */
export function freeProfile(profileDir: string): void {
  const lock = path.join(profileDir, 'SingletonLock');
  let holder: number;
  try { holder = Number(/-(\d+)$/.exec(readlinkSync(lock))?.[1]); } catch { return; }
  if (isBrowserOf(holder, profileDir)) try { process.kill(holder, 'SIGKILL'); } catch { /* it has ended meanwhile */ }
  rmSync(lock, { force: true });
}

/** Process numbers are used again: only one that was started with this very profile is its browser. */
function isBrowserOf(pid: number, profileDir: string): boolean {
  try { return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(`--user-data-dir=${profileDir}`); } catch { return false; }
}

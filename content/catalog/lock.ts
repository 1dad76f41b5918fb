import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Only one may write a catalog at a time. Waits up to `waitMs`, then says who holds it. What is locked is an empty SQLite file:
 * the operating system lets go of it when its holder dies, so that no lock is ever left behind.
 */
export async function holdLock(dir: string, does: string, waitMs: number): Promise<{ readonly is: 'held'; release(): void } | { readonly is: 'busy'; readonly by: string }> {
  const told = path.join(dir, 'lock.json');
  for (let waited = 0; ; waited += 25) {
    const lock = new DatabaseSync(path.join(dir, 'lock.sqlite'), { timeout: 0 });
    try {
      lock.exec('BEGIN EXCLUSIVE');
    } catch (trouble) {
      lock.close();
      if ((trouble as { errcode?: number }).errcode !== sqliteBusy) throw trouble;
      if (waited >= waitMs) return { is: 'busy', by: holder(told) };
      await pause(25);
      continue;
    }
    writeFileSync(told, JSON.stringify({ does, pid: process.pid, since: new Date().toISOString() }));
    return { is: 'held', release: () => lock.close() };
  }
}
const sqliteBusy = 5;

function holder(told: string): string {
  try {
    const { does, pid, since } = JSON.parse(readFileSync(told, 'utf8')) as Record<string, string | number>;
    return `${does}（进程 ${pid}，自 ${since}）`;
  } catch { return '另一个进程'; }
}

import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

/** Wrong tries so far, and until when no more are taken (ms since 1970). */
export interface Tries { readonly wrong: number; readonly until: number }
const Tries = v.strictObject({ wrong: v.pipe(v.number(), v.integer(), v.minValue(0)), until: v.pipe(v.number(), v.minValue(0)) });
export type Audited = 'opened' | 'wrong' | 'locked' | 'ended' | 'expired';

/** So many tries are free; every one after them doubles the wait, from a minute to a day. */
export const freeTries = 5;
const shortestMs = 60_000;
export const longestMs = 24 * 60 * 60_000;
export const lockMs = (wrong: number): number => (wrong < freeTries ? 0 : Math.min(longestMs, shortestMs * 2 ** Math.min(wrong - freeTries, 20)));
const auditBytes = 256 * 1024;

/** What the door must remember over a restart, in the terminal's state folder. A disk that does not take it keeps the door shut. */
export function doorRecord(stateDir: string) {
  const file = path.join(stateDir, 'maintenance-tries.json');
  const audit = path.join(stateDir, 'maintenance.log');
  return {
    /** A file that is not as we wrote it counts as all free tries gone. */
    read(now: number): Tries {
      if (!existsSync(file)) return { wrong: 0, until: 0 };
      const parsed = v.safeParse(Tries, parsedJson(file));
      return parsed.success ? parsed.output : { wrong: freeTries, until: now + lockMs(freeTries) };
    },
    /** On the disk when it returns; throws what the disk says. */
    write(tries: Tries): void {
      mkdirSync(stateDir, { recursive: true, mode: 0o700 });
      const fresh = openSync(`${file}.new`, 'w', 0o600);
      try { writeSync(fresh, JSON.stringify(tries)); fsyncSync(fresh); } finally { closeSync(fresh); }
      renameSync(`${file}.new`, file);
      const folder = openSync(stateDir, 'r');
      try { fsyncSync(folder); } finally { closeSync(folder); }
    },
    /** One line: when and what, nothing else. */
    note(kind: Audited, now: number): void {
      if ((statSync(audit, { throwIfNoEntry: false })?.size ?? 0) > auditBytes) renameSync(audit, `${audit}.1`);
      appendFileSync(audit, `${new Date(now).toISOString()} ${kind}\n`, { mode: 0o600 });
    },
  };
}

function parsedJson(file: string): unknown {
  try { return JSON.parse(readFileSync(file, 'utf8')); } catch { return undefined; }
}

import { appendFileSync, existsSync, fsyncSync, openSync, closeSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Published } from './repository.ts';

/** One state of the catalog that kiosks could see: when, why, by whom, and the version of each role. */
export interface HistoryEntry { readonly at: string; readonly says: string; readonly who?: string; readonly root: number; readonly timestamp: number; readonly snapshot: number; readonly roles: Readonly<Record<string, number>> }

const fileOf = (dir: string): string => path.join(dir, 'history.jsonl');

/** Oldest first. Lines that a crash left unfinished are passed over. */
export function historyOf(dir: string): HistoryEntry[] {
  if (!existsSync(fileOf(dir))) return [];
  return readFileSync(fileOf(dir), 'utf8').split('\n').flatMap((line) => {
    try { return line === '' ? [] : [JSON.parse(line) as HistoryEntry]; } catch { return []; }
  });
}

/** Writes down what is published now, unless it is there already: also what a crash had published and not yet written down. */
export function remember(dir: string, published: Published, says: string, who?: string): void {
  const { root, timestamp, snapshot, targets, roles } = published;
  const last = historyOf(dir).at(-1);
  if (last?.snapshot === snapshot.signed.version && last.root === root.signed.version) return;
  const entry: HistoryEntry = {
    at: timestamp.signed['x-published'], says, ...(who !== undefined && { who }), root: root.signed.version, timestamp: timestamp.signed.version, snapshot: snapshot.signed.version,
    roles: Object.fromEntries([['targets', targets.signed.version], ...Object.entries(roles).map(([role, { signed }]) => [role, signed.version])]),
  };
  appendFileSync(fileOf(dir), `${existsSync(fileOf(dir)) && !readFileSync(fileOf(dir), 'utf8').endsWith('\n') ? '\n' : ''}${JSON.stringify(entry)}\n`);
  const handle = openSync(fileOf(dir), 'r');
  fsyncSync(handle);
  closeSync(handle);
}

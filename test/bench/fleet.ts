// What taking a heartbeat costs: SQLite and PostgreSQL, each waiting for the disk as in production, beside SQLite in memory (what
// the program itself takes) in the same run. As many kiosks report at once as a fleet of ten thousand does in ten seconds, or one
// after the other.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openFleetStore } from '../../content/catalog/fleet/open-store.ts';
import { beat } from '../catalog/heartbeats.ts';
import { postgresIsHere, startPostgres } from '../catalog/postgres.ts';

export interface Ingestion { readonly store: string; readonly togetherPerSecond: number; readonly onePerSecond: number }

/** Heartbeats a second, `together` at a time and one at a time; the median of `rounds`. */
export async function fleetIngestion({ rounds = 5, together = 333, one = 60 }: { rounds?: number; together?: number; one?: number } = {}): Promise<readonly Ingestion[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-bench-fleet-'));
  const postgres = postgresIsHere ? await startPostgres({ durable: true }) : undefined;
  const stores = [['memory', 'sqlite::memory:'], ['SQLite', `sqlite:${path.join(dir, 'fleet.sqlite')}`], ...(postgres ? [['PostgreSQL', postgres.database('fleet')] as const] : [])] as const;
  const open = await Promise.all(stores.map(async ([name, url]) => ({ name, store: await openFleetStore(url), together: [] as number[], one: [] as number[] })));
  let at = Date.now();
  const next = (n: number) => beat(`SD-${n}`, at, { content: { packs: { 'police/person-1-1': 12 } } });
  // The first round warms up, and makes every kiosk known.
  for (let round = 0; round <= rounds; round++) {
    for (const { store, ...times } of open) {
      at += 300_000;
      const began = performance.now();
      await Promise.all(Array.from({ length: together }, (_, n) => store.keep(next(n), at)));
      const half = performance.now();
      at += 300_000;
      for (let n = 0; n < one; n++) await store.keep(next(n), at);
      if (round === 0) continue;
      times.together.push(together / ((half - began) / 1000));
      times.one.push(one / ((performance.now() - half) / 1000));
    }
  }
  await Promise.all(open.map(({ store }) => store.close()));
  await postgres?.stop();
  rmSync(dir, { recursive: true });
  return open.map(({ name, together, one }) => ({ store: name, togetherPerSecond: median(together), onePerSecond: median(one) }));
}

export function printFleetIngestion(all: readonly Ingestion[]) {
  const [memory] = all;
  console.log('收下上报：每秒几条（SQLite、PostgreSQL 落盘后才应答；memory 是程序自己的开销）  Heartbeats taken a second');
  console.log('               一起来 together  /memory    一条一条 one by one  /memory');
  for (const { store, togetherPerSecond, onePerSecond } of all) {
    console.log(`  ${store.padEnd(10)}  ${rate(togetherPerSecond)}  ${(togetherPerSecond / memory!.togetherPerSecond).toFixed(2).padStart(10)}  ${rate(onePerSecond)}  ${(onePerSecond / memory!.onePerSecond).toFixed(3).padStart(12)}`);
  }
  if (!postgresIsHere) console.log('  PostgreSQL：这台机器上没有，跳过（apt install postgresql）');
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
function rate(perSecond: number) { return Math.round(perSecond).toLocaleString('en-US').padStart(16); }

if (import.meta.main) printFleetIngestion(await fleetIngestion());

// One contract for both databases, each real: SQLite in a file, PostgreSQL in a cluster of its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FleetStoreUnavailable } from '../../content/catalog/fleet/database.ts';
import { openFleetStore } from '../../content/catalog/fleet/open-store.ts';
import type { FleetStore } from '../../content/catalog/fleet/store.ts';
import { beat, noon } from './heartbeats.ts';
import { type Postgres, postgresIsHere, startPostgres, whyNoPostgres } from './postgres.ts';

let folder: string;
let postgres: Postgres | undefined;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kiosk-fleet-'));
  if (postgresIsHere) postgres = await startPostgres();
});
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true });
});

const minute = 60_000;
let databases = 0;
const newDatabase = { SQLite: () => `sqlite:${path.join(folder, `fleet-${++databases}.sqlite`)}`, PostgreSQL: () => postgres!.database(`fleet_${++databases}`) };
const ids = (heard: readonly { heartbeat: { kiosk: string } }[]) => heard.map(({ heartbeat }) => heartbeat.kiosk);

describe.each([['SQLite', ''], ['PostgreSQL', whyNoPostgres]] as const)('%s', (kind, why) => {
  // Counted as one skipped test in place of the whole contract; why stands in its name.
  if (why !== '') return test.skip(`the contract${why}`, () => undefined);
  let url: string;
  let store: FleetStore;
  beforeEach(async () => { url = newDatabase[kind](); store = await openFleetStore(url); });
  afterEach(() => store.close());

  test('what a kiosk told is there as it told it, and after the catalog started anew', async () => {
    const told = beat('SD-0001', noon, { content: { packs: { 'police/person-1-1': 12 }, trouble: 'unreachable' }, outbox: { waiting: 2, oldestSeconds: 90 } });
    await store.keep(told, noon + 5);
    await store.close();
    store = await openFleetStore(url);
    expect(await store.kiosk('SD-0001')).toEqual({ heardAt: noon + 5, heartbeat: told });
    expect(await store.kiosk('SD-0002')).toBeUndefined();
  });

  test('a heartbeat that was overtaken on its way, and one that came twice, change nothing', async () => {
    await store.keep(beat('SD-0001', noon, { generation: 8 }), noon + 200);
    await store.keep(beat('SD-0001', noon - 5000, { generation: 7 }), noon + 300);
    await store.keep(beat('SD-0001', noon, { generation: 9 }), noon + 400);
    await store.keep(beat('SD-0001', noon + 5000, { generation: 9 }), noon + 100);
    expect(await store.kiosk('SD-0001')).toMatchObject({ heardAt: noon + 200, heartbeat: { generation: 8 } });
    expect(await store.history('SD-0001', 10)).toHaveLength(1);
  });
  test('a kiosk whose clock was years ahead and is set right is not silent for years', async () => {
    const year2031 = Date.parse('2031-01-01T00:00:00Z');
    await store.keep(beat('SD-0001', year2031), noon);
    await store.keep(beat('SD-0001', noon + 5 * minute), noon + 5 * minute);
    expect(await store.kiosk('SD-0001')).toMatchObject({ heardAt: noon + 5 * minute });
  });
  test('two at the same moment from one kiosk are both heard, the later stays', async () => {
    await Promise.all([store.keep(beat('SD-0001', noon, { generation: 7 }), noon), store.keep(beat('SD-0001', noon + 1, { generation: 8 }), noon)]);
    expect((await store.kiosk('SD-0001'))?.heartbeat.generation).toBe(8);
    expect((await store.history('SD-0001', 10)).map(({ heartbeat }) => heartbeat.generation).sort()).toEqual([7, 8]);
  });

  test('kiosks come by id, of one site when told, a page at a time', async () => {
    for (const id of ['SD-B', 'SD-0010', 'SD-0002', 'SD-A-1', 'SD-0001']) await store.keep(beat(id, noon, { site: id.startsWith('SD-00') ? 'demo' : 'town' }), noon);
    expect(ids(await store.kiosks())).toEqual(['SD-0001', 'SD-0002', 'SD-0010', 'SD-A-1', 'SD-B']);
    expect(ids(await store.kiosks({ site: 'town' }))).toEqual(['SD-A-1', 'SD-B']);
    expect(ids(await store.kiosks({ most: 2 }))).toEqual(['SD-0001', 'SD-0002']);
    expect(ids(await store.kiosks({ after: 'SD-0002', most: 2 }))).toEqual(['SD-0010', 'SD-A-1']);
  });
  test('a kiosk that moves is at its new site only', async () => {
    await store.keep(beat('SD-0001', noon, { site: 'demo' }), noon);
    await store.keep(beat('SD-0001', noon + minute, { site: 'town' }), noon + minute);
    expect([ids(await store.kiosks({ site: 'demo' })), ids(await store.kiosks({ site: 'town' }))]).toEqual([[], ['SD-0001']]);
  });
  test('a kiosk that is given a new number is a new kiosk; the old one stays, silent, until it is forgotten, and counts in no adoption', async () => {
    const showing = { content: { packs: { 'police/person-1-1': 12 } } };
    await store.keep(beat('SD-0001', noon, showing), noon);
    await store.keep(beat('SD-9001', noon + 60 * minute, showing), noon + 60 * minute);
    expect(ids(await store.kiosks())).toEqual(['SD-0001', 'SD-9001']);
    expect(await store.adoption('police/person-1-1', 12, noon + 30 * minute)).toEqual({ kiosks: 1, showing: 1, troubled: 0 });
    await store.forget(noon - 1, noon + 30 * minute);
    expect(ids(await store.kiosks())).toEqual(['SD-9001']);
    expect(await store.history('SD-0001', 10)).toEqual([]);
    expect(await store.adoption('police/person-1-1', 12, 0)).toEqual({ kiosks: 1, showing: 1, troubled: 0 });
  });

  test('history is kept when something changes, and else once an hour; newest first; the old is forgotten', async () => {
    for (let at = 0; at <= 180; at += 5) await store.keep(beat('SD-0001', noon + at * minute, { counts: { visits: at }, generation: at < 30 ? 7 : 8, upSeconds: 100 + at }), noon + at * minute);
    const minutes = async () => (await store.history('SD-0001', 10)).map(({ heardAt }) => (heardAt - noon) / minute);
    expect(await minutes()).toEqual([150, 90, 30, 0]);
    expect((await store.history('SD-0001', 1))[0]?.heartbeat.counts.visits).toBe(150);
    await store.forget(noon + 60 * minute, noon);
    expect(await minutes()).toEqual([150, 90]);
    expect((await store.kiosk('SD-0001'))?.heartbeat.counts.visits).toBe(180);
  });

  test('adoption counts who shows a version, and who has had errors since; an error from before it does not count', async () => {
    const showing = (version: number, errors: number, generation = version) => ({ generation, content: { packs: { 'police/person-1-1': version } }, counts: { errors } });
    for (const [id, before, after, later] of [['SD-1', showing(11, 4), showing(12, 0), showing(12, 0)], ['SD-2', showing(11, 0), showing(12, 0), showing(12, 2)], ['SD-3', showing(11, 0), showing(11, 1), showing(11, 1)]] as const) {
      await store.keep(beat(id, noon, before), noon);
      await store.keep(beat(id, noon + minute, after), noon + minute);
      await store.keep(beat(id, noon + 2 * minute, later), noon + 2 * minute);
    }
    expect(await store.adoption('police/person-1-1', 12, 0)).toEqual({ kiosks: 3, showing: 2, troubled: 1 });
    expect(await store.adoption('police/person-1-1', 11, 0)).toEqual({ kiosks: 3, showing: 1, troubled: 1 });
    expect(await store.adoption('police/person-1-1', 13, 0)).toEqual({ kiosks: 3, showing: 0, troubled: 0 });
    expect(await store.adoption('police/person-1-1', 12, noon + 3 * minute)).toEqual({ kiosks: 0, showing: 0, troubled: 0 });
  });
  test('a page that erred before it knew the packs it shows is held against them: they are shown since the generation is', async () => {
    await store.keep(beat('SD-1', noon, { generation: 7 }), noon);
    await store.keep(beat('SD-1', noon + minute, { generation: 8, upSeconds: 5, counts: { errors: 1 } }), noon + minute);
    await store.keep(beat('SD-1', noon + 6 * minute, { generation: 8, upSeconds: 305, counts: { errors: 1 }, content: { packs: { 'police/person-1-1': 12 } } }), noon + 6 * minute);
    expect(await store.adoption('police/person-1-1', 12, 0)).toEqual({ kiosks: 1, showing: 1, troubled: 1 });
  });
  test('a pack that a kiosk names no longer is not counted any more', async () => {
    await store.keep(beat('SD-1', noon, { content: { packs: { 'police/person-1-1': 12, 'office/texts-zh': 3 } } }), noon);
    await store.keep(beat('SD-1', noon + minute, { content: { packs: { 'office/texts-zh': 3 } } }), noon + minute);
    expect((await store.adoption('police/person-1-1', 12, 0)).showing).toBe(0);
    expect((await store.adoption('office/texts-zh', 3, 0)).showing).toBe(1);
    await store.keep(beat('SD-1', noon + 2 * minute), noon + 2 * minute);
    expect((await store.adoption('office/texts-zh', 3, 0)).showing).toBe(0);
  });

  test('standings say what a kiosk shows and since when, when it fell back, erred, and blames what it fetched', async () => {
    await store.keep(beat('SD-1', noon, { content: { packs: { 'police/person-1-1': 11, 'office/texts-zh': 3 } } }), noon);
    await store.keep(beat('SD-1', noon + minute, { content: { packs: { 'police/person-1-1': 11 }, fellBack: 1, trouble: 'fell-back' } }), noon + minute);
    await store.keep(beat('SD-1', noon + 2 * minute, { content: { packs: { 'police/person-1-1': 11 }, fellBack: 1, trouble: 'refused.wrong-hash' }, counts: { errors: 1 } }), noon + 2 * minute);
    await store.keep(beat('SD-2', noon, { channel: 'canary', content: { trouble: 'unreachable' } }), noon);
    expect(await store.standings({ heardSince: 0, packs: ['police/person-1-1', 'nobody/has'], most: 10 })).toEqual([
      { id: 'SD-1', site: 'demo', channel: 'stable', heardAt: noon + 2 * minute, fellBack: 1, fellAt: noon + minute, erredAt: noon + 2 * minute, troubledAt: noon + minute, shows: { 'police/person-1-1': { version: 11, since: noon } } },
      { id: 'SD-2', site: 'demo', channel: 'canary', heardAt: noon, fellBack: 0, fellAt: 0, erredAt: 0, troubledAt: 0, shows: {} },
    ]);
    expect((await store.standings({ heardSince: 0, packs: [], after: 'SD-1', most: 1 })).map(({ id }) => id)).toEqual(['SD-2']);
    expect(await store.standings({ heardSince: noon + minute, packs: [], most: 10 })).toMatchObject([{ id: 'SD-1', shows: {} }]);
  });

  test('the summary counts who was heard and why looks for content went wrong', async () => {
    await store.keep(beat('SD-1', noon), noon);
    await store.keep(beat('SD-2', noon, { content: { trouble: 'unreachable' } }), noon);
    await store.keep(beat('SD-3', noon, { content: { trouble: 'unreachable' } }), noon);
    await store.keep(beat('SD-4', noon, { content: { trouble: 'expired' } }), noon);
    await store.keep(beat('SD-5', noon, { content: { trouble: 'content' } }), noon - 60 * minute);
    expect(await store.summary(noon)).toEqual({ kiosks: 5, heard: 4, troubled: 3, troubles: { expired: 1, unreachable: 2 } });
    expect(await store.summary(noon + 1)).toEqual({ kiosks: 5, heard: 0, troubled: 0, troubles: {} });
  });

  test('a rollout is watched from when it was first seen, over a new start of the catalog; one halted and resumed is watched anew', async () => {
    expect(await store.watching(['r1'], noon)).toEqual({ r1: noon });
    await store.close();
    store = await openFleetStore(url);
    expect(await store.watching(['r1', 'r2'], noon + minute)).toEqual({ r1: noon, r2: noon + minute });
    expect(await store.watching([], noon + 2 * minute)).toEqual({});
    expect(await store.watching(['r1'], noon + 3 * minute)).toEqual({ r1: noon + 3 * minute });
  });

  test('ten thousand kiosks: each is found by its id and its site without reading the others', async () => {
    await Promise.all(Array.from({ length: 10_000 }, (_, n) => store.keep(beat(`SD-${String(n).padStart(5, '0')}`, noon, { site: `site-${n % 100}`, content: { packs: n % 2 === 0 ? { 'police/person-1-1': 12 } : {} } }), noon + n)));
    expect(await store.adoption('police/person-1-1', 12, 0)).toEqual({ kiosks: 10_000, showing: 5000, troubled: 0 });
    expect((await store.kiosk('SD-09999'))?.heardAt).toBe(noon + 9999);
    expect(ids(await store.kiosks({ site: 'site-7', after: 'SD-05000', most: 3 }))).toEqual(['SD-05007', 'SD-05107', 'SD-05207']);
    const plans = await planOf(url, ["SELECT * FROM kiosk WHERE id = 'SD-09999'", "SELECT * FROM kiosk WHERE site = 'site-7' AND id > 'SD-05000' ORDER BY id LIMIT 3", "SELECT * FROM history WHERE kiosk = 'SD-09999' ORDER BY heard_at DESC LIMIT 3", 'SELECT * FROM history WHERE heard_at < 5']);
    for (const plan of plans) expect(plan).toMatch(/USING INDEX|Index Scan/i);
  }, 60_000);

  test('a database that a newer version wrote is left alone', async () => {
    await store.close();
    await execute(url, `INSERT INTO migration (number, at) VALUES (99, 0)`);
    await expect(openFleetStore(url)).rejects.toThrow(/更新的版本（第 99 版）写的，请先升级本软件$/);
    await execute(url, 'DELETE FROM migration WHERE number = 99');
    store = await openFleetStore(url);
  });
  test('two catalogs that start on an empty database at once both find it made', async () => {
    const empty = newDatabase[kind]();
    const both = await Promise.all([openFleetStore(empty), openFleetStore(empty)]);
    await both[0].keep(beat('SD-1', noon), noon);
    expect(ids(await both[1].kiosks())).toEqual(['SD-1']);
    await Promise.all(both.map((one) => one.close()));
  });
  test('closing waits for what is being written', async () => {
    const kept = store.keep(beat('SD-1', noon), noon);
    await store.close();
    await kept;
    store = await openFleetStore(url);
    expect(ids(await store.kiosks())).toEqual(['SD-1']);
  });
  test('after it is closed a heartbeat is refused, not lost in silence', async () => {
    await store.close();
    await expect(store.keep(beat('SD-1', noon), noon)).rejects.toThrow(/./);
    store = await openFleetStore(url);
  });
});

describe('a database that is not there is one sentence', () => {
  const sentence = async (url: string) => {
    const error = await openFleetStore(url).then(() => undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(FleetStoreUnavailable);
    expect((error as Error).message).not.toMatch(/\n/);
    return (error as Error).message;
  };
  test('a file that is no database', async () => {
    const file = path.join(folder, 'letter.txt');
    writeFileSync(file, 'Not a database, but long enough to look like one at first sight.\n'.repeat(40));
    expect(await sentence(`sqlite:${file}`)).toBe(`打不开终端数据库 ${file}：它不是 SQLite 数据库文件`);
  });
  test('a folder; a path below a file', async () => {
    expect(await sentence(`sqlite:${folder}`)).toBe(`打不开终端数据库 ${folder}：路径不是可以读写的文件`);
    writeFileSync(path.join(folder, 'file'), '');
    expect(await sentence(`sqlite:${path.join(folder, 'file/fleet.sqlite')}`)).toMatch(/：上级路径不是文件夹$/);
  });
  test('a server that is not running, and whose password is nobody\'s business', async () => {
    expect(await sentence('postgres://fleet:secret@127.0.0.1:9/fleet')).toBe('连不上终端数据库 postgres://fleet@127.0.0.1:9/fleet：服务器没有应答（没有启动，或地址、端口不对）');
  });
  test('a server that accepts and says nothing', async () => {
    const mute = createServer();
    await new Promise<void>((resolve) => { mute.listen(0, '127.0.0.1', resolve); });
    expect(await sentence(`postgres://fleet@127.0.0.1:${(mute.address() as AddressInfo).port}/fleet`)).toMatch(/：服务器 5 秒内没有应答$/);
    mute.close();
  });
  test.skipIf(!postgresIsHere)(`a database that the server does not have${whyNoPostgres}`, async () => {
    expect(await sentence(postgres!.database('there').replace('/there', '/elsewhere'))).toMatch(/：服务器上没有这个数据库$/);
  });
  test('an address of another kind', async () => expect(await sentence('mysql://fleet@db/fleet')).toBe('终端数据库写成 sqlite:文件路径，或 postgres://用户@主机/数据库'));
});

async function execute(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  if (url.startsWith('sqlite:')) {
    const database = new DatabaseSync(url.slice('sqlite:'.length));
    const rows = database.prepare(sql).all();
    database.close();
    return rows;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}
async function planOf(url: string, statements: readonly string[]): Promise<string[]> {
  if (!url.startsWith('sqlite:')) await execute(url, 'ANALYZE');
  return Promise.all(statements.map(async (sql) => JSON.stringify(await execute(url, `${url.startsWith('sqlite:') ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${sql}`))));
}

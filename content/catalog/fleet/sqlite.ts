import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Changes, type FleetDatabase, FleetStoreUnavailable, kioskRow, rowColumns, type SqlRow } from './database.ts';
import { lacking, migrations, migrationTable, sqliteDialect } from './migrations.ts';

const upsertKiosk = `INSERT INTO kiosk (id, site, channel, trouble, heard_at, kept_at, generation_at, fell_back, fell_at, erred_at, troubled_at, beat) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET site = excluded.site, channel = excluded.channel, trouble = excluded.trouble, heard_at = excluded.heard_at, kept_at = excluded.kept_at, generation_at = excluded.generation_at,
  fell_back = excluded.fell_back, fell_at = excluded.fell_at, erred_at = excluded.erred_at, troubled_at = excluded.troubled_at, beat = excluded.beat`;
const upsertShowing = `INSERT INTO showing (kiosk, pack, version, since) VALUES (?, ?, ?, ?)
  ON CONFLICT (kiosk, pack) DO UPDATE SET since = CASE WHEN showing.version = excluded.version THEN showing.since ELSE excluded.since END, version = excluded.version`;

/** The embedded database in one file (`:memory:` for tests), made when it is not there. Throws `FleetStoreUnavailable`. */
export function openSqlite(file: string, now: number): FleetDatabase {
  const database = open(file, now);
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? database.prepare(sql);
    // Only lists of ids give ever new texts.
    if (prepared.size < 200) prepared.set(sql, known);
    return known;
  };
  const write = ({ kiosks, history, showing }: Changes) => {
    for (const { id, heardAt, keptAt, generationAt, fellAt, erredAt, troubledAt, heartbeat } of kiosks) {
      const { site, channel, content: { trouble, fellBack } } = heartbeat;
      statement(upsertKiosk).run(id, site, channel, trouble, heardAt, keptAt, generationAt, fellBack, fellAt, erredAt, troubledAt, JSON.stringify(heartbeat));
    }
    for (const { id, heardAt, heartbeat } of history) statement('INSERT INTO history (kiosk, heard_at, beat) VALUES (?, ?, ?)').run(id, heardAt, JSON.stringify(heartbeat));
    for (const { id, generationAt, heartbeat: { content: { packs } } } of showing) {
      statement('DELETE FROM showing WHERE kiosk = ? AND pack NOT IN (SELECT value FROM json_each(?))').run(id, JSON.stringify(Object.keys(packs)));
      for (const [pack, version] of Object.entries(packs)) statement(upsertShowing).run(id, pack, version, generationAt);
    }
  };
  return {
    ask: async (sql, values) => statement(sql).all(...values) as SqlRow[],
    async fold(ids, become) {
      // Nothing is awaited between BEGIN and COMMIT: the one connection is everybody's.
      transaction(database, () => {
        const rows = ids.flatMap((id) => statement(`SELECT ${rowColumns} FROM kiosk WHERE id = ?`).all(id) as SqlRow[]).map(kioskRow);
        write(become(new Map(rows.map((row) => [row.id, row]))));
      });
    },
    async close() {
      prepared.clear();
      database.close();
    },
  };
}

function open(file: string, now: number): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    if (file !== ':memory:') mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    database = new DatabaseSync(file);
    // What was acknowledged survives a power cut; readers do not wait for writers.
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    migrate(database, file, now);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof FleetStoreUnavailable) throw error;
    throw new FleetStoreUnavailable(`打不开终端数据库 ${file}：${reason(error)}`, { cause: error });
  }
}

function migrate(database: DatabaseSync, file: string, now: number) {
  transaction(database, () => {
    database.exec(migrationTable(sqliteDialect));
    const { number } = database.prepare('SELECT COALESCE(MAX(number), 0) AS number FROM migration').get() as { number: number };
    const ahead = lacking(number);
    if (!ahead) throw new FleetStoreUnavailable(`终端数据库 ${file} 是更新的版本（第 ${number} 版）写的，请先升级本软件`);
    for (const one of ahead) {
      for (const sql of migrations[one - 1]!(sqliteDialect)) database.exec(sql);
      database.prepare('INSERT INTO migration (number, at) VALUES (?, ?)').run(one, now);
    }
  });
}

function transaction(database: DatabaseSync, work: () => void) {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    // A full disk has rolled it back already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** SQLite's result codes (sqlite.org/rescode.html), and the file system's. */
function reason(error: unknown): string {
  const { errcode, code } = error as { errcode?: number; code?: string };
  const known = errcode === undefined ? undefined : { 5: '另一个程序正占用它', 8: '没有写入的权限', 10: '磁盘读写出错', 11: '文件已损坏', 13: '磁盘已满', 14: '路径不是可以读写的文件', 26: '它不是 SQLite 数据库文件' }[errcode & 0xff];
  return known ?? (code === 'EACCES' || code === 'EPERM' ? '没有写入的权限' : code === 'EEXIST' || code === 'ENOTDIR' ? '上级路径不是文件夹' : (error as Error).message);
}

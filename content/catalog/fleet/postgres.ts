import { Pool, type PoolClient } from 'pg';
import { type Changes, type FleetDatabase, FleetStoreUnavailable, kioskRow, rowColumns, type SqlRow } from './database.ts';
import { lacking, migrations, migrationTable, postgresDialect } from './migrations.ts';

const kioskShape = 'id text, site text, channel text, trouble text, heard_at bigint, kept_at bigint, generation_at bigint, fell_back bigint, fell_at bigint, erred_at bigint, troubled_at bigint, beat text';
const upsertKiosks = `INSERT INTO kiosk (id, site, channel, trouble, heard_at, kept_at, generation_at, fell_back, fell_at, erred_at, troubled_at, beat)
  SELECT id, site, channel, trouble, heard_at, kept_at, generation_at, fell_back, fell_at, erred_at, troubled_at, beat FROM json_to_recordset($1) AS one(${kioskShape}) ORDER BY id
  ON CONFLICT (id) DO UPDATE SET site = excluded.site, channel = excluded.channel, trouble = excluded.trouble, heard_at = excluded.heard_at, kept_at = excluded.kept_at, generation_at = excluded.generation_at,
  fell_back = excluded.fell_back, fell_at = excluded.fell_at, erred_at = excluded.erred_at, troubled_at = excluded.troubled_at, beat = excluded.beat`;
const insertHistory = 'INSERT INTO history (kiosk, heard_at, beat) SELECT id, heard_at, beat FROM json_to_recordset($1) AS one(id text, heard_at bigint, beat text)';
const deleteShowing = `DELETE FROM showing WHERE kiosk = ANY($1) AND NOT EXISTS (SELECT 1 FROM json_to_recordset($2) AS one(kiosk text, pack text) WHERE one.kiosk = showing.kiosk AND one.pack = showing.pack)`;
const upsertShowing = `INSERT INTO showing (kiosk, pack, version, since) SELECT kiosk, pack, version, since FROM json_to_recordset($1) AS one(kiosk text, pack text, version bigint, since bigint)
  ON CONFLICT (kiosk, pack) DO UPDATE SET since = CASE WHEN showing.version = excluded.version THEN showing.since ELSE excluded.since END, version = excluded.version`;
/** Two catalogs that start at once migrate one after the other. Any number will do that nobody else locks in this database. */
const migrationLock = 7_301_455;

/** A server by connection string, `postgres://user@host/database`. Rejects with `FleetStoreUnavailable`. */
export async function openPostgres(url: string, now: number): Promise<FleetDatabase> {
  let pool: Pool | undefined;
  try {
    pool = new Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 5000, query_timeout: 30_000, application_name: 'kiosk-catalog' });
    // A server that goes away while nobody asks: the next question notices.
    pool.on('error', () => undefined);
    await transaction(pool, (client) => migrate(client, now));
    return database(pool);
  } catch (error) {
    await pool?.end();
    if (error instanceof FleetStoreUnavailable) throw error;
    throw new FleetStoreUnavailable(`连不上终端数据库 ${withoutPassword(url)}：${reason(error)}`, { cause: error });
  }
}

function database(pool: Pool): FleetDatabase {
  return {
    async ask(sql, values) {
      let at = 0;
      return (await pool.query<SqlRow>(sql.replaceAll('?', () => `$${++at}`), [...values])).rows;
    },
    fold: (ids, become) => transaction(pool, async (client) => {
      // In the order of ids, so that two catalogs never wait for each other in a ring.
      const { rows } = await client.query<SqlRow>(`SELECT ${rowColumns} FROM kiosk WHERE id = ANY($1) ORDER BY id FOR UPDATE`, [ids]);
      await write(client, become(new Map(rows.map(kioskRow).map((row) => [row.id, row]))));
    }),
    close: () => pool.end(),
  };
}

async function write(client: PoolClient, { kiosks, history, showing }: Changes) {
  if (kiosks.length > 0) {
    await client.query(upsertKiosks, [JSON.stringify(kiosks.map(({ id, heardAt, keptAt, generationAt, fellAt, erredAt, troubledAt, heartbeat }) => ({
      id, site: heartbeat.site, channel: heartbeat.channel, trouble: heartbeat.content.trouble, heard_at: heardAt, kept_at: keptAt, generation_at: generationAt,
      fell_back: heartbeat.content.fellBack, fell_at: fellAt, erred_at: erredAt, troubled_at: troubledAt, beat: JSON.stringify(heartbeat),
    })))]);
  }
  if (history.length > 0) await client.query(insertHistory, [JSON.stringify(history.map(({ id, heardAt, heartbeat }) => ({ id, heard_at: heardAt, beat: JSON.stringify(heartbeat) })))]);
  if (showing.length > 0) {
    const rows = JSON.stringify(showing.flatMap(({ id, generationAt, heartbeat }) => Object.entries(heartbeat.content.packs).map(([pack, version]) => ({ kiosk: id, pack, version, since: generationAt }))));
    await client.query(deleteShowing, [showing.map(({ id }) => id), rows]);
    await client.query(upsertShowing, [rows]);
  }
}

async function migrate(client: PoolClient, now: number) {
  await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
  await client.query(migrationTable(postgresDialect));
  const { rows } = await client.query<{ number: string }>('SELECT COALESCE(MAX(number), 0) AS number FROM migration');
  const number = Number(rows[0]!.number);
  const ahead = lacking(number);
  if (!ahead) throw new FleetStoreUnavailable(`终端数据库是更新的版本（第 ${number} 版）写的，请先升级本软件`);
  for (const one of ahead) {
    for (const sql of migrations[one - 1]!(postgresDialect)) await client.query(sql);
    await client.query('INSERT INTO migration (number, at) VALUES ($1, $2)', [one, now]);
  }
}

async function transaction(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    // Whatever state the connection is in, nobody gets it again; the server rolls back.
    client.release(true);
    throw error;
  }
}

/** PostgreSQL's error codes (appendix A of its manual), and the network's. */
function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  switch (code) {
    case 'ECONNREFUSED': case 'ENOENT': return '服务器没有应答（没有启动，或地址、端口不对）';
    case 'ENOTFOUND': case 'EAI_AGAIN': return '找不到这个主机名';
    case 'ERR_INVALID_URL': return '连接字符串写错了，应是 postgres://用户@主机/数据库';
    case '28P01': case '28000': return '用户名或密码不对';
    case '3D000': return '服务器上没有这个数据库';
    case '42501': return '这个用户没有建表的权限';
    default: return /timeout/i.test(message) ? '服务器 5 秒内没有应答' : message;
  }
}
const withoutPassword = (url: string) => url.replace(/(^[a-z]+:\/\/[^/@:]*):[^@/]*@/, '$1@').replace(/([?&]password=)[^&]*/, '$1…');

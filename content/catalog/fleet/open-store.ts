import type { Heartbeat } from '../../schema/heartbeat.ts';
import type { Channel } from '../../schema/rollout.ts';
import { type FleetDatabase, FleetStoreUnavailable, kioskRow, rowColumns, type SqlRow, type SqlValue } from './database.ts';
import { gathering } from './gathering.ts';
import { hear, type KioskRow } from './heard.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import type { FleetStore, LastHeard, Standing } from './store.ts';

/** Heartbeats in one transaction. */
const mostTogether = 500;

/**
 * Opens the store: `sqlite:<path>` (`sqlite::memory:` keeps nothing) or `postgres://user@host/database`. Rejects with
 * `FleetStoreUnavailable`, whose message is one sentence for the maintainer.
 */
export async function openFleetStore(url: string, now: () => number = Date.now): Promise<FleetStore> {
  if (url.startsWith('sqlite:')) return fleetStore(openSqlite(url.slice('sqlite:'.length), now()));
  if (/^postgres(?:ql)?:\/\//.test(url)) return fleetStore(await openPostgres(url, now()));
  throw new FleetStoreUnavailable('终端数据库写成 sqlite:文件路径，或 postgres://用户@主机/数据库');
}

function fleetStore(database: FleetDatabase): FleetStore {
  const { ask } = database;
  const first = async (sql: string, values: readonly SqlValue[]) => (await ask(sql, values))[0];
  const { add, idle } = gathering<{ heartbeat: Heartbeat; heardAt: number }>((batch) => database.fold([...new Set(batch.map(({ heartbeat }) => heartbeat.kiosk))].sort(), (before) => {
    const rows = new Map(before);
    const changed = new Map<string, KioskRow>();
    const showing = new Map<string, KioskRow>();
    const history: KioskRow[] = [];
    for (const { heartbeat, heardAt } of batch) {
      const heard = hear(rows.get(heartbeat.kiosk), heartbeat, heardAt);
      if (!heard) continue;
      rows.set(heard.row.id, heard.row);
      changed.set(heard.row.id, heard.row);
      if (heard.toHistory) history.push(heard.row);
      if (heard.packsChanged) showing.set(heard.row.id, heard.row);
    }
    return { kiosks: [...changed.values()], history, showing: [...showing.values()] };
  }), mostTogether);

  return {
    keep: (heartbeat, heardAt) => add({ heartbeat, heardAt }),
    async kiosks({ site, after = '', most } = {}) {
      const [where, values] = site === undefined ? ['id > ?', [after]] : ['site = ? AND id > ?', [site, after]];
      return (await ask(`SELECT ${rowColumns} FROM kiosk WHERE ${where} ORDER BY id${most === undefined ? '' : ` LIMIT ${Math.max(0, Math.floor(most))}`}`, values)).map(kioskRow).map(lastHeard);
    },
    async kiosk(id) {
      const row = await first(`SELECT ${rowColumns} FROM kiosk WHERE id = ?`, [id]);
      return row && lastHeard(kioskRow(row));
    },
    async history(id, most) {
      const rows = await ask('SELECT heard_at, beat FROM history WHERE kiosk = ? ORDER BY heard_at DESC LIMIT ?', [id, most]);
      return rows.map((row) => ({ heardAt: Number(row.heard_at), heartbeat: JSON.parse(String(row.beat)) as Heartbeat }));
    },
    async adoption(pack, version, heardSince) {
      const all = await first('SELECT COUNT(*) AS kiosks FROM kiosk WHERE heard_at >= ?', [heardSince]);
      const these = await first(`SELECT COUNT(*) AS showing, COALESCE(SUM(CASE WHEN erred_at >= since THEN 1 ELSE 0 END), 0) AS troubled
        FROM showing JOIN kiosk ON kiosk.id = showing.kiosk WHERE pack = ? AND showing.version = ? AND heard_at >= ?`, [pack, version, heardSince]);
      return { kiosks: Number(all!.kiosks), showing: Number(these!.showing), troubled: Number(these!.troubled) };
    },
    async standings({ heardSince, packs, after = '', most }) {
      const wanted = packs.map(() => '?').join(', ');
      return standings(await ask(`SELECT id, site, channel, heard_at, fell_back, fell_at, erred_at, troubled_at, pack, version, since
        FROM (SELECT * FROM kiosk WHERE id > ? AND heard_at >= ? ORDER BY id LIMIT ?) AS page
        LEFT JOIN showing ON showing.kiosk = page.id${packs.length > 0 ? ` AND showing.pack IN (${wanted})` : ' AND 1 = 0'} ORDER BY id`, [after, heardSince, most, ...packs]));
    },
    async summary(heardSince) {
      const all = await first('SELECT COUNT(*) AS kiosks, COALESCE(SUM(CASE WHEN heard_at >= ? THEN 1 ELSE 0 END), 0) AS heard FROM kiosk', [heardSince]);
      const rows = await ask('SELECT trouble, COUNT(*) AS many FROM kiosk WHERE heard_at >= ? AND trouble IS NOT NULL GROUP BY trouble ORDER BY trouble', [heardSince]);
      const troubles = Object.fromEntries(rows.map((row) => [String(row.trouble), Number(row.many)]));
      return { kiosks: Number(all!.kiosks), heard: Number(all!.heard), troubled: Object.values(troubles).reduce((sum, many) => sum + many, 0), troubles };
    },
    async watching(rollouts, now) {
      for (const id of rollouts) await ask('INSERT INTO watch (rollout, since) VALUES (?, ?) ON CONFLICT (rollout) DO NOTHING', [id, now]);
      await ask(`DELETE FROM watch WHERE ${rollouts.length > 0 ? `rollout NOT IN (${rollouts.map(() => '?').join(', ')})` : '1 = 1'}`, rollouts);
      return Object.fromEntries((await ask('SELECT rollout, since FROM watch', [])).map((row) => [String(row.rollout), Number(row.since)]));
    },
    async forget(historyBefore, kiosksBefore) {
      await ask('DELETE FROM history WHERE heard_at < ?', [historyBefore]);
      for (const table of ['showing', 'history']) await ask(`DELETE FROM ${table} WHERE kiosk IN (SELECT id FROM kiosk WHERE heard_at < ?)`, [kiosksBefore]);
      await ask('DELETE FROM kiosk WHERE heard_at < ?', [kiosksBefore]);
    },
    async close() {
      await idle();
      await database.close();
    },
  };
}

const lastHeard = ({ heardAt, heartbeat }: KioskRow): LastHeard => ({ heardAt, heartbeat });

/** One kiosk comes in as many rows as it shows packs that were asked for. */
function standings(rows: readonly SqlRow[]): Standing[] {
  const all = new Map<string, Standing & { readonly shows: Record<string, { version: number; since: number }> }>();
  for (const row of rows) {
    const id = String(row.id);
    const one = all.get(id) ?? {
      id, site: String(row.site), channel: String(row.channel) as Channel, heardAt: Number(row.heard_at), fellBack: Number(row.fell_back), fellAt: Number(row.fell_at),
      erredAt: Number(row.erred_at), troubledAt: Number(row.troubled_at), shows: {},
    };
    all.set(id, one);
    if (row.pack !== null) one.shows[String(row.pack)] = { version: Number(row.version), since: Number(row.since) };
  }
  return [...all.values()];
}

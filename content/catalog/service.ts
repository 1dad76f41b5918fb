import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openCatalog, type Catalog, type CatalogOptions } from './catalog.ts';
import { heartbeatEndpoint } from './fleet/heartbeat.ts';
import { haltWatch, rolloutsOf } from './fleet/halt-watch.ts';
import { openFleetStore } from './fleet/open-store.ts';
import type { FleetStore } from './fleet/store.ts';
import { enrol } from './fleet/token.ts';
import { sayProblem } from './problem.ts';
import { type More, startCatalogServer } from './serve.ts';

export interface ServiceOptions extends CatalogOptions {
  /** The catalog's folder. */
  readonly dir: string;
  readonly port?: number;
  readonly host?: string;
  /** `sqlite:…` or `postgres://…`; `fleet.sqlite` in the folder unless told. */
  readonly fleetUrl?: string;
  readonly now?: () => number;
  /** For all that the repository does not answer. */
  readonly more?: More;
  /** Something that somebody must look at: sentences, never what a kiosk told. */
  readonly say?: (sentence: string) => void;
  /** How often the rollouts are watched, ms. */
  readonly watchEveryMs?: number;
}
export interface Service {
  readonly url: string; readonly port: number;
  readonly catalog: Catalog; readonly fleet: FleetStore;
  /** The token of a kiosk, for `catalog.reports` in its host.json. */
  tokenOf(kiosk: string): string;
  close(): Promise<void>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** What was heard is forgotten after so long, and kiosks that are silent for longer. */
const historyFor = 30 * dayMs;
const silentFor = 90 * dayMs;
/** The timestamp is signed anew when it is older. */
const renewAfterMs = 20 * hourMs;

/** A catalog at work: serves its files, takes heartbeats, halts rollouts that do harm, renews what it signs itself. Rejects with a sentence when it cannot start. */
export async function startService({ dir, port, host, fleetUrl = `sqlite:${path.join(dir, 'fleet.sqlite')}`, now = Date.now, more, say = () => {}, watchEveryMs, ...options }: ServiceOptions): Promise<Service> {
  const catalog = openCatalog(dir, options);
  const secret = readFileSync(path.join(dir, 'keys/heartbeat-secret'), 'utf8').trim();
  const fleet = await openFleetStore(fleetUrl, now);
  const troubled = (what: string) => (error: unknown) => say(`${what}：${error instanceof Error ? error.message : String(error)}`);
  const renew = async () => {
    if (now() - Date.parse(catalog.published().timestamp.signed['x-published']) < renewAfterMs) return;
    const done = await catalog.renew(now());
    if (!done.ok) say(`续签没有成功：${sayProblem(done.problem)}`);
  };
  await renew();
  const hourly = async () => {
    await renew().catch(troubled('续签没有成功'));
    await fleet.forget(now() - historyFor, now() - silentFor).catch(troubled('旧的心跳没有清掉'));
  };
  const timer = setInterval(() => void hourly(), hourMs);
  timer.unref();
  const watch = haltWatch({ rollouts: rolloutsOf(catalog, now), store: fleet, now, onTrouble: troubled('推送没有看成'), ...(watchEveryMs !== undefined && { everyMs: watchEveryMs }) });
  const server = await startCatalogServer({
    dir: catalog.publicDir, onHeartbeat: heartbeatEndpoint({ store: fleet, secret, now, onTrouble: troubled('心跳没有存下') }),
    ...(port !== undefined && { port }), ...(host !== undefined && { host }), ...(more && { more }),
  });
  return {
    url: server.url, port: server.port, catalog, fleet, tokenOf: (kiosk) => enrol(secret, kiosk),
    async close() {
      clearInterval(timer);
      await Promise.all([server.close(), watch.stop()]);
      await fleet.close();
    },
  };
}

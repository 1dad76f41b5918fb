import path from 'node:path';
import { haltWatch, rolloutsOf } from '../fleet/halt-watch.ts';
import { heartbeatEndpoint } from '../fleet/heartbeat.ts';
import { openFleetStore } from '../fleet/open-store.ts';
import { sayProblem } from '../problem.ts';
import { startCatalogServer } from '../serve.ts';
import { fleetUrl, secretOf } from './look.ts';
import { type Ask, catalogOf, type ExitCode } from './world.ts';

const hour = 3_600_000;
const standardPort = 4430;

/** The catalog's files, heartbeats, rollouts that halt by themselves, and a look at what must be signed anew once an hour. Runs until it is stopped. */
export async function serve(ask: Ask, stopped: Promise<unknown>): Promise<ExitCode> {
  const { world, dir, values } = ask;
  const catalog = catalogOf(ask);
  const store = await openFleetStore(fleetUrl(ask));
  const onTrouble = (trouble: unknown) => world.complain(`终端数据库：${trouble instanceof Error ? trouble.message : String(trouble)}`);
  const server = await startCatalogServer({ dir: path.join(dir, 'public'), port: Number(values.port ?? standardPort), host: values.host ?? '127.0.0.1', onHeartbeat: heartbeatEndpoint({ store, secret: secretOf(dir), onTrouble }) });
  const halting = haltWatch({ rollouts: rolloutsOf(catalog), store, onTrouble });
  world.say(`目录在 ${server.url}，终端的报告收在 ${server.url}/v1/heartbeat。按 Ctrl-C 停止。`);

  const renewed = async () => {
    // Signed once a day, looked at each hour: a machine that slept makes up for it.
    const due = world.now() - Date.parse(catalog.published().timestamp.signed['x-published']) > 24 * hour;
    const done = due ? await catalog.renew(world.now()) : undefined;
    if (done && !done.ok) world.complain(`没有续签：${sayProblem(done.problem)}`);
    for (const warning of catalog.status(world.now()).warnings) world.complain(warning);
  };
  await renewed();
  const timer = setInterval(() => void renewed().catch((trouble: unknown) => world.complain(`没有续签：${String(trouble)}`)), hour);
  await stopped;
  clearInterval(timer);
  await Promise.all([halting.stop(), server.close()]);
  await store.close();
  return 0;
}

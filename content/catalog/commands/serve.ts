import { existsSync } from 'node:fs';
import path from 'node:path';
import { startConsole } from '../console/server.ts';
import { startService } from '../service.ts';
import { fleetUrl } from './look.ts';
import { type Ask, type ExitCode, onlinePassphraseOf } from './world.ts';

const standardPort = 4430;

/** The catalog at work, with the web console beside it where its people are registered. Runs until it is stopped. */
export async function serve(ask: Ask, stopped: Promise<unknown>): Promise<ExitCode> {
  const { world, dir, values } = ask;
  const port = Number(values.port ?? standardPort);
  if (!Number.isInteger(port) || port < 0 || port > 65_533) { world.complain('--port 写端口号，例如 4430'); return 2; }
  const service = await startService({ dir, port, host: values.host ?? '127.0.0.1', fleetUrl: fleetUrl(ask), now: world.now, say: world.complain, passphraseOf: onlinePassphraseOf(ask) }).catch((trouble: unknown) => String(trouble instanceof Error ? trouble.message : trouble));
  if (typeof service === 'string') { world.complain(`没有启动：${service}`); return 1; }
  world.say(`目录在 ${service.url}，终端的报告收在 ${service.url}/v1/heartbeat。按 Ctrl-C 停止。`);
  for (const warning of service.catalog.status(world.now()).warnings) world.complain(warning);
  const console = existsSync(path.join(dir, 'users.json')) && existsSync(path.join(dir, 'work')) ? await startConsole({ dir, catalog: service.catalog, fleet: service.fleet, now: () => new Date(world.now()), ...portsAfter(port), ...built(world.contentDir) }) : undefined;
  world.say(console ? `网页控制台在 ${console.url}` : `网页控制台没有打开：${dir} 里没有维护人员名单（users.json）和内容的 git（work）。`);
  await stopped;
  await console?.close();
  await service.close();
  return 0;
}

const portsAfter = (port: number) => (port === 0 ? {} : { port: port + 1, previewPort: port + 2 });
/** What `npm run build` has made: without the page there is only the console's API, without the kiosk no preview. */
function built(contentDir: string) {
  const [page, kiosk] = ['console', 'kiosk'].map((name) => path.resolve(contentDir, '../dist', name));
  return { ...(existsSync(page!) && { pageDir: page! }), ...(existsSync(kiosk!) && { kioskDir: kiosk! }) };
}

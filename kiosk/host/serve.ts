// npm run serve -- --config /etc/kiosk/host.json: the host of a real terminal. Serves what `npm run build` made, and nothing
// simulated; its configuration names the back end and the devices (host-config.ts).
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dist } from './build.ts';
import { readHostConfig } from './host-config.ts';
import { maintenanceDoor } from './maintenance.ts';
import { startHost } from './server.ts';

const { values } = parseArgs({ options: { config: { type: 'string', default: '/etc/kiosk/host.json' }, dir: { type: 'string', default: dist.kiosk } } });
try {
  const { site, port, printer, profileDir, maintenance, stateDir = '/var/lib/kiosk' } = readHostConfig(values.config);
  if (!existsSync(path.join(values.dir, 'index.html'))) throw new Error(`${values.dir} 里没有构建好的终端页面：请先运行 npm run build。`);
  const host = await startHost({ dir: values.dir, port, config: site, ...(printer !== undefined && { printer }), ...(profileDir !== undefined && { profileDir }), ...(maintenance && { door: maintenanceDoor({ pin: maintenance, stateDir }) }) });
  console.log(`自助终端 ${site.kiosk}（${site.site}）  ${host.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void host.close().finally(() => process.exit(0)));
} catch (trouble) {
  console.error(trouble instanceof Error ? trouble.message : trouble);
  process.exitCode = 1;
}

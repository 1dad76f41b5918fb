// npm run serve -- --config /etc/kiosk/host.json: the host of a real terminal. Serves what `npm run build` made, drives the
// devices, watches over the browser. Nothing simulated: its configuration names back end and devices (host-config.ts).
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type KeptBrowser, keepBrowser } from './browser.ts';
import { dist } from './build.ts';
import { ownModels } from './fill-models.ts';
import { readHostConfig } from './host-config.ts';
import { startHost } from './server.ts';
import { answersItself, reportToSystemd } from './systemd.ts';

const { values } = parseArgs({ options: { config: { type: 'string', default: '/etc/kiosk/host.json' }, dir: { type: 'string', default: dist.kiosk } } });
try {
  const { site, browser: watched, profileDir, printer, maintenance, stateDir = '/var/lib/kiosk', modelsDir = ownModels, ...config } = readHostConfig(values.config);
  if (!existsSync(path.join(values.dir, 'index.html'))) throw new Error(`${values.dir} 里没有构建好的终端页面：请先运行 npm run build。`);
  let browser: KeptBrowser | undefined;
  const host = await startHost({
    ...config, dir: values.dir, config: site, modelsDir, ...(printer !== undefined && { printer }), ...(profileDir !== undefined && { profileDir }), ...(maintenance && { maintenance: { pin: maintenance, stateDir } }),
    onHeartbeat: () => browser?.heard(), onFault: (kind) => console.error(`设备服务出错：${kind}`),
  });
  console.log(`自助终端 ${site.kiosk}（${site.site}）  ${host.url}`);
  if (config.devices && host.publisher === undefined) console.error('设备服务没有端口可用（5846–5856 或 publisherPorts）：页面用不了主机的设备。');
  const systemd = reportToSystemd({ healthy: () => answersItself(host.url) });
  const close = async (code: number) => {
    systemd.stop();
    await Promise.all([browser?.stop(), host.close()]);
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void close(0));
  if (watched && profileDir !== undefined) {
    browser = keepBrowser({ ...watched, profileDir, url: config.page ?? host.url, say: (line) => console.log(line) });
    void browser.givenUp.then(() => close(1));
  }
} catch (trouble) {
  console.error(trouble instanceof Error ? trouble.message : trouble);
  process.exitCode = 1;
}

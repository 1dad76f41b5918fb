// npm start [-- --port 4400]: builds what is not fresh, then runs the kiosk with everything simulated around it.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sayDemoUsers, startDemoCatalog } from '../../content/catalog/demo.ts';
import { dist, ensureBuilt } from './build.ts';
import { demoPin, startDemo } from './demo.ts';
import { fillModels, ownModels, sayFilled } from './fill-models.ts';
import { portOrFree } from './free-port.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4400' } } });
const first = Number(values.port);
if (!Number.isInteger(first) || first < 0 || first > 65_530) {
  console.error('端口要写成数字，例如：npm start -- --port 4400  The port must be a number.');
  process.exit(1);
}

try {
  await ensureBuilt({ say: console.log });
  // Without models the kiosk runs too, so a network that does not answer is not waited for long.
  const filled = await fillModels({ deadlineMs: 20_000 });
  console.log(sayFilled(filled)[0]);
  const [kiosk, dock, platform, catalogPort, consolePort, preview] = await Promise.all([0, 1, 2, 3, 4, 5].map((n) => portOrFree(first && first + n)));
  const catalog = await startDemoCatalog({ dir: path.resolve('.state/catalog'), ports: { catalog: catalogPort!, console: consolePort!, preview: preview! }, pageDir: dist.console, kioskDir: dist.kiosk, modelsDir: ownModels });
  const demo = await startDemo({ stateDir: path.resolve('.state'), catalog: catalog.of('SD-0001'), ports: { kiosk: kiosk!, dock: dock!, platform: platform! }, pace: 'real', through: 'host', modelsDir: ownModels });
  console.log(`
  自助终端  Kiosk     ${demo.host.url}
  模拟台    Dock      ${demo.dock.url}   （放身份证、看打印件 · lay cards, look at the papers）
  模拟后台  Back end  ${demo.platform.url}
  内容目录  Catalog   ${catalog.console.url}   （改内容、审批、发布、看终端 · edit, approve, publish, watch；签名文件在 ${catalog.url}）
${sayDemoUsers()}
  维护密码  PIN       ${demoPin.replace(/(?=.{4}$)/, ' ')}   （首页“查看本机状态”→“工作人员维护” · State of this kiosk → Maintenance）

  请在 1080×1920 的窗口打开自助终端，在另一窗口打开模拟台。一切均为模拟，人物纯属虚构。
  Open the kiosk at 1080×1920 and the dock beside it. All simulated, all persons fictional. Ctrl-C 结束 to stop.
`);
  let closing = false;
  const close = () => {
    if (closing) return;
    closing = true;
    Promise.all([demo.close(), catalog.close()]).then(() => { console.log('已停止。Stopped.'); process.exit(0); }, () => process.exit(1));
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
} catch (trouble) {
  console.error(trouble instanceof Error ? trouble.message : trouble);
  process.exit(1);
}

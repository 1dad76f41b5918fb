import path from 'node:path';
import { dist, ensureBuilt } from '../../kiosk/host/build.ts';
import { ownModels } from '../../kiosk/host/fill-models.ts';
import { portOrFree } from '../../kiosk/host/free-port.ts';
import { sayDemoUsers, startDemoCatalog } from './demo.ts';

/** `npm run catalog` without a verb: serves the demonstration's catalog in `.state/catalog` with its console, until `stopped`. */
export async function startCatalogHere({ say, stopped, first = 4403 }: { readonly say: (line: string) => void; readonly stopped: Promise<unknown>; readonly first?: number }): Promise<void> {
  await ensureBuilt({ say });
  const [catalog, console, preview] = await Promise.all([0, 1, 2].map((n) => portOrFree(first && first + n)));
  const running = await startDemoCatalog({ dir: path.resolve('.state/catalog'), ports: { catalog: catalog!, console: console!, preview: preview! }, pageDir: dist.console, kioskDir: dist.kiosk, modelsDir: ownModels, say });
  say(`
  控制台    Console   ${running.console.url}   （改内容、审批、发布、看终端 · edit, approve, publish, watch）
${sayDemoUsers()}
  内容目录  Catalog   ${running.url}   （签名文件，终端从这里取 · signed files, where kiosks look）

  这是演示用的目录，人物纯属虚构；正式的目录用 npm run catalog -- init 建立，见 content/catalog/README.md。
  A demonstration; its people are fictional. npm run catalog -- help 列出命令 lists the commands. Ctrl-C 结束 to stop.
`);
  await stopped;
  await running.close();
}

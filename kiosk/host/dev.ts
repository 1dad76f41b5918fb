// npm run dev: the kiosk from its sources, reloaded at every change, with dock and back end around it.
import { watch } from 'node:fs';
import path from 'node:path';
import { type Connect, createServer, type Plugin, type ViteDevServer } from 'vite';
import { buildContent, ensureBuilt } from './build.ts';
import { callers } from './callers.ts';
import { fillModels, ownModels, sayFilled } from './fill-models.ts';
import { demoDevices, demoMaintenance, demoSite, startSurroundings } from './demo.ts';
import { portOrFree } from './free-port.ts';
import { endpoints } from './endpoints.ts';
import { offerDevices } from './offer.ts';

const root = path.resolve(import.meta.dirname, '../..');

try {
  await ensureBuilt({ only: ['dock'], say: console.log });
  await buildContent();
  console.log(sayFilled(await fillModels({ deadlineMs: 20_000 }))[0]);
  const [kiosk, dockPort, platformPort] = await Promise.all([4400, 4401, 4402].map(portOrFree));
  const { platform, dock } = await startSurroundings({ stateDir: path.join(root, '.state'), ports: { kiosk: 0, dock: dockPort!, platform: platformPort! }, pace: 'real', dockDir: path.join(root, 'dist/dock') });
  // Who comes before the devices are offered waits for what the page is told of them.
  const { promise: own, resolve: serveWith } = Promise.withResolvers<ReturnType<typeof endpoints>>();
  const serve: Connect.NextHandleFunction = async (request, response, next) => {
    if (!await (await own)((request.url ?? '').split('?', 1)[0]!, request, response)) next();
  };
  const hostEndpoints: Plugin = {
    name: 'kiosk-host-endpoints',
    configureServer(server) {
      server.middlewares.use((request, response, next) => { void serve(request, response, next); });
    },
  };
  const vite = await createServer({ configFile: path.join(root, 'vite.config.ts'), plugins: [hostEndpoints], server: { port: kiosk! || 4400, strictPort: false } });
  await vite.listen();
  const { port } = new URL(vite.resolvedUrls!.local[0]!);
  const { printer, ...demo } = demoDevices(demoSite(platform, dock), dock, 'host');
  const offered = await offerDevices(demo, ['127.0.0.1', 'localhost'].map((name) => `http://${name}:${port}`));
  serveWith(endpoints({ ...offered, maintenance: await demoMaintenance(path.join(root, '.state')), modelsDir: ownModels, ...(printer !== undefined && { printer }) }, callers(() => Number(port))));
  rebuildContentOnChange(vite);
  console.log(`\n  自助终端  Kiosk  ${vite.resolvedUrls?.local[0]}\n  模拟台    Dock   ${dock.url}\n  后台  Back end   ${platform.url}\n`);
  const close = () => { void Promise.all([vite.close(), offered.close(), dock.close(), platform.close()]).then(() => process.exit(0)); };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
} catch (trouble) {
  console.error(trouble instanceof Error ? trouble.message : trouble);
  process.exit(1);
}

/** Findings are printed and the page keeps the last good pack. */
function rebuildContentOnChange(vite: ViteDevServer) {
  let timer: NodeJS.Timeout | undefined;
  const rebuild = async () => {
    try {
      await buildContent();
      vite.hot.send({ type: 'full-reload', path: '*' });
    } catch (trouble) {
      console.error(trouble instanceof Error ? trouble.message : trouble);
    }
  };
  watch(path.join(root, 'content'), { recursive: true }, (_event, name) => {
    if (!name || !/\.(?:yaml|ts)$/.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void rebuild(), 150);
  });
}

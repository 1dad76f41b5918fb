import '@fontsource-variable/noto-sans-sc/wght.css';
import './ui/base.css';
import './screens/screens.css';
import { render } from 'preact';
import { App } from './app.tsx';
import type { Pack } from '../content/schema/pack.ts';
import { kioskVersion } from './core/version.ts';
import { type Kiosk, openKiosk } from './models/kiosk.ts';
import type { Capacity } from './models/supplies.ts';
import { showFailure } from './failure.ts';
import { loadPack, loadSiteConfig, pinyinTable } from './store/content.ts';
import { hostDoor } from './store/door.ts';
import { keepOutbox } from './store/kept-outbox.ts';
import { supplyBooks } from './store/supplies.ts';
import { drawPaper } from './papers/draw.ts';
import { httpPlatform } from './platform/http.ts';
import { pageClock } from './page-clock.ts';
import { openDevices } from './devices.ts';
import { openFaces } from './faces.ts';
import { followKeypad } from './keypad.ts';
import { ownWorker } from './own-scripts.ts';
import type { CatalogConfig, SiteConfig } from './site-config.ts';
import { heartbeatOf, sendHeartbeats } from './sync/heartbeat.ts';
import { type Content, openContent } from './sync/page.ts';
import type { SyncState } from './sync/state.ts';
import { giveSignsOfLife, hostsElsewhere } from './terminal-host.ts';
import { flush, keepUpToDate } from './updates.ts';
import { followVendorMode } from './vendor-mode.ts';

/** Composition root: the only place that knows concrete drivers, stores and the platform. */
async function start() {
  const [config, builtIn] = await Promise.all([loadSiteConfig(), loadPack()]);
  if (!config.ok || !builtIn.ok) return showFailure(config.ok ? 'content' : 'configuration');
  const { catalog } = config.value;
  const content = catalog && await openContent({ catalog, kiosk: config.value.kiosk, site: config.value.site, builtIn: builtIn.value, worker: ownWorker });
  try {
    return await show(config.value, content?.pack ?? builtIn.value, content);
  } catch (error) {
    // Content that was never seen yet and cannot be shown: the next start does without it.
    if (await content?.failed()) location.reload();
    throw error;
  }
}

async function show(config: SiteConfig, pack: Pack, content: Content | undefined) {
  const site = pack.sites[config.site];
  if (!site) return showFailure('configuration');
  document.documentElement.dataset['generation'] = String(content?.generation ?? 0);
  document.documentElement.style.setProperty('--root-size', `${site.rootSizePx}px`);

  const platform = httpPlatform({ baseUrl: config.platform.url, kiosk: config.kiosk });
  for (const host of hostsElsewhere(config.devices)) giveSignsOfLife(host);
  const devices = await openDevices(config.devices);
  const outbox = await keepOutbox({ kiosk: config.kiosk, platform, publicJwk: config.platform.publicJwk });
  const kiosk = openKiosk(pack, site, {
    ...devices, platform, handIn: outbox.handIn, canKeep: outbox.ready, clock: pageClock, draw: drawPaper, pinyinTable,
    rejected: outbox.rejected, door: hostDoor(hostsElsewhere(config.devices)[0]), suppliesStore: supplyBooks(), capacity: capacityOf(config.devices),
    faceVerifier: openFaces({ catalog: config.catalog !== undefined }), randomKey: () => crypto.randomUUID(), random: drawn, kiosk: config.kiosk, site: config.site,
  }, { simulated: config.simulated });
  outbox.watch(kiosk.outboxChanged);
  for (const kind of ['pointerdown', 'keydown'] as const) window.addEventListener(kind, () => kiosk.touched(), { capture: true, passive: true });
  followKeypad(devices.keypad, kiosk);
  followVendorMode(config.devices, kiosk);
  window.addEventListener('contextmenu', (event) => event.preventDefault());
  for (const kind of ['error', 'unhandledrejection'] as const) window.addEventListener(kind, () => kiosk.erred());
  render(<App kiosk={kiosk} />, document.getElementById('app')!);
  keepUpToDate({ mayApply: () => kiosk.place.peek().is === 'idle' });
  if (content && config.catalog) await followContent(content, config, config.catalog, kiosk, outbox.oldestWaitingAt);
  return undefined;
}

/** From here on the content is renewed between visits, and the catalog hears how this kiosk is. */
async function followContent(content: Content, config: SiteConfig, catalog: CatalogConfig, kiosk: Kiosk, oldestWaitingAt: () => number | null) {
  const startedAt = pageClock.now();
  let sync: SyncState | null = null;
  await onScreen();
  await content.shown();
  content.follow({
    state(state) { sync = state; kiosk.contentChanged(state); },
    mayActivate: kiosk.free, local: pageClock.local, activated: () => void startAgain(),
  });
  if (!catalog.reports) return;
  sendHeartbeats(catalog.reports, {
    clock: pageClock, random: Math.random, fetch: globalThis.fetch.bind(globalThis), everySeconds: () => sync?.reportSeconds ?? 300,
    build: async () => heartbeatOf({
      kiosk: config.kiosk, site: config.site, channel: catalog.channel, version: kioskVersion, now: pageClock.now(), startedAt, generation: content.generation, sync,
      devices: kiosk.health.states.peek(), counts: kiosk.counts(), persisted: await navigator.storage.persisted(),
      outbox: { waiting: kiosk.outbox.peek().waiting, rejected: kiosk.outbox.peek().rejected.length, oldestWaitingAt: oldestWaitingAt() },
    }),
  });
}

/** The first screen has been drawn: a frame's callback after another comes after its picture. A page nobody looks at draws none, and lives all the same. */
const onScreen = () => new Promise<void>((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  setTimeout(resolve, 3000);
});

/** The new content is on the browser's disk; before the page starts with it, the host puts all of the disk's in order. */
async function startAgain() {
  await flush();
  location.reload();
}

/** How much paper fits in, where the site set it down. */
function capacityOf(devices: SiteConfig['devices']): Capacity {
  const rollMetres = devices['receipt-printer']?.settings?.['rollMetres'];
  const traySheets = devices['document-printer']?.settings?.['traySheets'];
  return { rollMm: typeof rollMetres === 'number' ? rollMetres * 1000 : undefined, traySheets: typeof traySheets === 'number' ? traySheets : undefined };
}

const drawn = () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;

// Before all else: a page that cannot start is alive too, and says what is wrong.
giveSignsOfLife();
void start();

import '@fontsource-variable/noto-sans-sc/wght.css';
import './ui/base.css';
import './screens/screens.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { openKiosk } from './models/kiosk.ts';
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
import { followKeypad } from './keypad.ts';
import type { SiteConfig } from './site-config.ts';
import { giveSignsOfLife, hostsElsewhere } from './terminal-host.ts';
import { keepUpToDate } from './updates.ts';
import { followVendorMode } from './vendor-mode.ts';

/** Composition root: the only place that knows concrete drivers, stores and the platform. */
async function start() {
  const [config, pack] = await Promise.all([loadSiteConfig(), loadPack()]);
  if (!config.ok || !pack.ok) return showFailure(config.ok ? 'content' : 'configuration');
  const site = pack.value.sites[config.value.site];
  if (!site) return showFailure('configuration');
  document.documentElement.style.setProperty('--root-size', `${site.rootSizePx}px`);

  const platform = httpPlatform({ baseUrl: config.value.platform.url, kiosk: config.value.kiosk });
  for (const host of hostsElsewhere(config.value.devices)) giveSignsOfLife(host);
  const devices = await openDevices(config.value.devices);
  const outbox = await keepOutbox({ kiosk: config.value.kiosk, platform, publicJwk: config.value.platform.publicJwk });
  const kiosk = openKiosk(pack.value, site, {
    ...devices, platform, handIn: outbox.handIn, canKeep: outbox.ready, clock: pageClock, draw: drawPaper, pinyinTable,
    rejected: outbox.rejected, door: hostDoor(hostsElsewhere(config.value.devices)[0]), suppliesStore: supplyBooks(), capacity: capacityOf(config.value.devices),
    randomKey: () => crypto.randomUUID(), kiosk: config.value.kiosk, site: config.value.site,
  }, { simulated: config.value.simulated });
  outbox.watch(kiosk.outboxChanged);
  for (const kind of ['pointerdown', 'keydown'] as const) window.addEventListener(kind, () => kiosk.touched(), { capture: true, passive: true });
  followKeypad(devices.keypad, kiosk);
  followVendorMode(config.value.devices, kiosk);
  window.addEventListener('contextmenu', (event) => event.preventDefault());
  render(<App kiosk={kiosk} />, document.getElementById('app')!);
  keepUpToDate({ mayApply: () => kiosk.place.peek().is === 'idle' });
  return undefined;
}

/** How much paper fits in, where the site set it down. */
function capacityOf(devices: SiteConfig['devices']): Capacity {
  const rollMetres = devices['receipt-printer']?.settings?.['rollMetres'];
  const traySheets = devices['document-printer']?.settings?.['traySheets'];
  return { rollMm: typeof rollMetres === 'number' ? rollMetres * 1000 : undefined, traySheets: typeof traySheets === 'number' ? traySheets : undefined };
}

// Before all else: a page that cannot start is alive too, and says what is wrong.
giveSignsOfLife();
void start();

import '@fontsource-variable/noto-sans-sc/wght.css';
import './ui/base.css';
import './screens/screens.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { openKiosk } from './models/kiosk.ts';
import { showFailure } from './failure.ts';
import { loadPack, loadSiteConfig, pinyinTable } from './store/content.ts';
import { keepOutbox } from './store/kept-outbox.ts';
import { drawPaper } from './papers/draw.ts';
import { httpPlatform } from './platform/http.ts';
import { pageClock } from './page-clock.ts';
import { openDevices } from './devices.ts';
import { followKeypad } from './keypad.ts';
import { keepUpToDate } from './updates.ts';

/** Composition root: the only place that knows concrete drivers, stores and the platform. */
async function start() {
  const [config, pack] = await Promise.all([loadSiteConfig(), loadPack()]);
  if (!config.ok || !pack.ok) return showFailure(config.ok ? 'content' : 'configuration');
  const site = pack.value.sites[config.value.site];
  if (!site) return showFailure('configuration');
  document.documentElement.style.setProperty('--root-size', `${site.rootSizePx}px`);

  const platform = httpPlatform({ baseUrl: config.value.platform.url, kiosk: config.value.kiosk });
  const devices = await openDevices(config.value.devices);
  const outbox = await keepOutbox({ kiosk: config.value.kiosk, platform, publicJwk: config.value.platform.publicJwk });
  const kiosk = openKiosk(pack.value, site, {
    ...devices, platform, handIn: outbox.handIn, canKeep: outbox.ready, clock: pageClock, draw: drawPaper, pinyinTable,
    randomKey: () => crypto.randomUUID(), kiosk: config.value.kiosk, site: config.value.site,
  }, { simulated: config.value.simulated });
  outbox.watch(kiosk.outboxChanged);
  for (const kind of ['pointerdown', 'keydown'] as const) window.addEventListener(kind, () => kiosk.touched(), { capture: true, passive: true });
  followKeypad(devices.keypad, kiosk);
  window.addEventListener('contextmenu', (event) => event.preventDefault());
  render(<App kiosk={kiosk} />, document.getElementById('app')!);
  keepUpToDate({ mayApply: () => kiosk.place.peek().is === 'idle' });
  return undefined;
}

void start();

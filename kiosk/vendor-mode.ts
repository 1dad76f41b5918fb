import { xfsClient } from '../drivers/xfs4iot/client.ts';
import { xfs4iotVendorMode } from '../drivers/xfs4iot/vendor-mode.ts';
import type { Kiosk } from './models/kiosk.ts';
import type { SiteConfig } from './site-config.ts';
import { locateAtHost } from './terminal-host.ts';

/**
 * Makes way for a maintainer's tool that asks the terminal's host for VendorMode: who is served now is served to the end, and
 * then nobody until the mode is left. Where no host drives devices there is nobody to ask.
 */
export function followVendorMode(devices: SiteConfig['devices'], kiosk: Kiosk): void {
  const wire = Object.values(devices).map((device) => device?.wire).find((one) => one?.is === 'xfs4iot' && one.publisher === undefined);
  if (wire?.is !== 'xfs4iot') return;
  const mode = xfs4iotVendorMode(xfsClient({ at: locateAtHost('VendorMode', wire.host) }), {
    appName: 'shuangquan-kiosk', makeWay: (change) => (change === 'enter' ? kiosk.makeWay() : Promise.resolve()),
  });
  // A host that is away for a moment has not ended the mode; one that started again says that it has.
  mode.watch((state) => { if (state === 'active') void kiosk.makeWay(); else if (state === 'inactive') kiosk.serveAgain(); });
}

import type { SiteConfig } from '../../kiosk/site-config.ts';

/** A site's configuration for tests of the host: every kind of device, nobody at the other end. */
export const demoConfig: SiteConfig = {
  site: 'demo', kiosk: 'SD-0001', simulated: true,
  platform: { url: 'https://platform.example/kiosk', publicJwk: { kty: 'EC' }, keyId: 'key' },
  devices: {
    'id-reader': { model: 'sdt', wire: { is: 'web-socket', url: 'ws://127.0.0.1:4401/wire/id-reader' } },
    'receipt-printer': { model: 'escpos-80', wire: { is: 'web-socket', url: 'ws://127.0.0.1:4401/wire/receipt-printer' } },
    'document-printer': { model: 'ipp', wire: { is: 'relay', path: '/devices/document-printer', uri: 'ipp://localhost/ipp/print' } },
    'signature': { model: 'touch' },
  },
};

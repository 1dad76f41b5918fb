import { vendorServices } from '../../drivers/id-reader/vendor-service/services.ts';
import { photoDecoderOf, type SiteConfig } from '../site-config.ts';

/** The Trusted Types policy by which the page names its service worker and its own workers, and nothing else. */
export const trustedTypesPolicy = 'kiosk';

const closedFeatures = [
  'accelerometer', 'ambient-light-sensor', 'autoplay', 'bluetooth', 'browsing-topics', 'clipboard-read', 'clipboard-write', 'display-capture',
  'encrypted-media', 'fullscreen', 'gamepad', 'geolocation', 'gyroscope', 'hid', 'identity-credentials-get', 'idle-detection', 'local-fonts',
  'local-network', 'magnetometer', 'microphone', 'midi', 'otp-credentials', 'payment', 'picture-in-picture', 'publickey-credentials-create',
  'publickey-credentials-get', 'screen-wake-lock', 'storage-access', 'usb', 'window-management', 'xr-spatial-tracking',
];
const permissions = ['camera=(self)', 'serial=(self)', 'loopback-network=(self)', ...closedFeatures.map((feature) => `${feature}=()`)].join(', ');

/** The headers of every answer of the host, whatever it is. `publishers`: where the devices' services may be, now or after the host's next start. */
export function pageHeaders(config: SiteConfig, publishers: readonly string[] = []): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(config, publishers),
    'Cross-Origin-Opener-Policy': 'same-origin',
    // A maker's service sends no Cross-Origin-Resource-Policy: under `require-corp` the page could not even look whether it is there.
    'Cross-Origin-Embedder-Policy': makersOf(config).length > 0 ? 'credentialless' : 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': permissions,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  };
}

/** Services of readers' makers on this machine that the page itself asks. */
const makersOf = ({ devices }: SiteConfig): string[] => Object.values(vendorServices).filter(({ model }) => devices['id-reader']?.model === model).map(({ origin }) => origin);

function contentSecurityPolicy(config: SiteConfig, publishers: readonly string[]): string {
  const { platform, devices, catalog } = config;
  const wires = Object.values(devices).flatMap((device) => (device?.wire?.is === 'web-socket' ? [device.wire.url] : device?.wire?.is === 'xfs4iot' && device.wire.publisher !== undefined ? [device.wire.publisher] : []));
  const decoder = photoDecoderOf(devices);
  const reached = new Set([platform.url, ...(decoder === undefined ? [] : [decoder]), ...(catalog ? [catalog.url] : []), ...(catalog?.reports ? [catalog.reports.url] : []), ...wires, ...makersOf(config), ...publishers].map((address) => new URL(address).origin));
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...reached].join(' '),
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${trustedTypesPolicy}`,
  ].join('; ');
}

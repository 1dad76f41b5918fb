import * as v from 'valibot';
import { channels } from '../content/schema/rollout.ts';

const webSocketWire = v.strictObject({ is: v.literal('web-socket'), url: v.pipe(v.string(), v.regex(/^wss?:\/\/[^\s]+$/)) });
const webSerialWire = v.strictObject({ is: v.literal('web-serial'), baudRate: v.number(), parity: v.optional(v.picklist(['none', 'even', 'odd'])), usbVendorId: v.optional(v.number()), usbProductId: v.optional(v.number()) });
/** Through the terminal host, which alone decides where it goes; `uri` is only what a printer wants to be called in each request. */
const relayWire = v.strictObject({ is: v.literal('relay'), path: v.pipe(v.string(), v.regex(/^\/devices\/[a-z-]+$/)), uri: v.optional(v.pipe(v.string(), v.regex(/^ipps?:\/\//))) });
/**
 * A service of the terminal's host, or with `publisher` of a vendor's own ServicePublisher. A page that does not come from the
 * host says with `host` where it is, `http://127.0.0.1:4400`.
 */
const xfs4iotWire = v.strictObject({
  is: v.literal('xfs4iot'), service: v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9]{0,49}$/)), publisher: v.optional(v.pipe(v.string(), v.regex(/^wss?:\/\/[^\s]+$/))),
  host: v.optional(v.pipe(v.string(), v.regex(/^http:\/\/(?:127\.0\.0\.1|localhost):\d{1,5}$/))),
});
export const Wire = v.variant('is', [webSocketWire, webSerialWire, relayWire, xfs4iotWire]);
export type WireConfig = v.InferOutput<typeof Wire>;
export const Settings = v.record(v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9]*$/)), v.union([v.string(), v.number(), v.boolean()]));
/** One device: a model of drivers/index.ts, how it is reached, and what else the model wants to know. */
const DeviceConfig = v.strictObject({ model: v.string(), wire: v.optional(Wire), settings: v.optional(Settings) });
export type DeviceConfig = v.InferOutput<typeof DeviceConfig>;
const device = v.optional(DeviceConfig);

/**
 * The service on this machine that unpacks the photos of identity cards (setting `photoDecoder` of the id-reader). Undefined
 * where none is named, or where it is not on this machine: a face goes nowhere else.
 */
export function photoDecoderOf(devices: { readonly 'id-reader'?: { readonly settings?: Readonly<Record<string, unknown>> | undefined } | undefined }): string | undefined {
  const url = devices['id-reader']?.settings?.['photoDecoder'];
  return typeof url === 'string' && /^http:\/\/(?:127\.0\.0\.1|localhost):\d{1,5}\/[^\s?#]*$/.test(url) ? url : undefined;
}

/** Where signed content comes from. Below `url` lie `metadata/`, `targets/` and `blobs/`: static files of any web server. */
const CatalogConfig = v.strictObject({
  url: v.pipe(v.string(), v.regex(/^https?:\/\/[^\s?#]*[^\s?#/]$/, '写成 https://域名/路径，后面不带斜杠')),
  /** The root metadata this terminal was set up with, whole: `{ signed, signatures }`. Newer ones it finds and verifies itself. */
  root: v.looseObject({ signed: v.looseObject({}), signatures: v.array(v.unknown()) }),
  channel: v.optional(v.picklist(channels), 'stable'),
  /** Whether keys of the catalog may be SM2 with SM3 (国密); off unless the site demands it. */
  sm2: v.optional(v.boolean()),
  /** Where heartbeats go, POST; the token is this kiosk's own (`catalog enrol`). Without it nothing is reported. */
  reports: v.optional(v.strictObject({ url: v.pipe(v.string(), v.url()), token: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{20,100}$/)) })),
});
export type CatalogConfig = v.InferOutput<typeof CatalogConfig>;

/** What GET /site.json answers: which site this is, whom it submits to, which devices it has. Nothing in it is personal. */
export const SiteConfig = v.strictObject({
  /** A content site id. */
  site: v.string(),
  /** This kiosk's own number, e.g. `SD-0001`. */
  kiosk: v.pipe(v.string(), v.regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/)),
  /** All devices and the back end are stand-ins; every screen says so. */
  simulated: v.boolean(),
  platform: v.strictObject({ url: v.pipe(v.string(), v.url()), publicJwk: v.record(v.string(), v.unknown()), keyId: v.string() }),
  /** Without it the kiosk shows the content built into it. */
  catalog: v.optional(CatalogConfig),
  devices: v.strictObject({
    'id-reader': device, 'smart-card': device, 'receipt-printer': device, 'document-printer': device, 'code-scanner': device, 'camera': device,
    'document-camera': device, 'signature': device, 'indicator': device, 'audio': device, 'presence': device, 'keypad': device,
  }),
});
export type SiteConfig = v.InferOutput<typeof SiteConfig>;

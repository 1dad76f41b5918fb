import * as v from 'valibot';

const webSocketWire = v.strictObject({ is: v.literal('web-socket'), url: v.pipe(v.string(), v.regex(/^wss?:\/\/[^\s]+$/)) });
const webSerialWire = v.strictObject({ is: v.literal('web-serial'), baudRate: v.number(), usbVendorId: v.optional(v.number()), usbProductId: v.optional(v.number()) });
/** Through the terminal host, which alone decides where it goes; `uri` is only what the printer wants to be called in each request. */
const relayWire = v.strictObject({ is: v.literal('relay'), path: v.pipe(v.string(), v.regex(/^\/devices\/[a-z-]+$/)), uri: v.optional(v.pipe(v.string(), v.regex(/^ipps?:\/\//)), 'ipp://localhost/ipp/print') });
const bytesDevice = v.strictObject({ model: v.string(), wire: v.variant('is', [webSocketWire, webSerialWire]) });

/** What GET /site.json answers: which site this is, whom it submits to, which devices it has. Nothing in it is personal. */
export const SiteConfig = v.strictObject({
  /** A content site id. */
  site: v.string(),
  /** This kiosk's own number, e.g. `SD-0001`. */
  kiosk: v.pipe(v.string(), v.regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/)),
  /** All devices and the back end are stand-ins; every screen says so. */
  simulated: v.boolean(),
  platform: v.strictObject({ url: v.pipe(v.string(), v.url()), publicJwk: v.record(v.string(), v.unknown()), keyId: v.string() }),
  devices: v.strictObject({
    'id-reader': v.optional(bytesDevice),
    'receipt-printer': v.optional(bytesDevice),
    'document-printer': v.optional(v.strictObject({ model: v.string(), wire: relayWire })),
    'signature': v.optional(v.strictObject({ model: v.string() })),
  }),
});
export type SiteConfig = v.InferOutput<typeof SiteConfig>;

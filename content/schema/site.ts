import * as v from 'valibot';
import { slug, words } from './names.ts';
import { element, text } from './value.ts';
import { Provenance } from './provenance.ts';

/** The kinds of device a kiosk may have, in the order in which they are told of. */
export const deviceKinds = ['id-reader', 'smart-card', 'receipt-printer', 'document-printer', 'code-scanner', 'camera', 'document-camera', 'signature', 'indicator', 'audio', 'presence', 'keypad'] as const;
const time = v.pipe(v.string(), v.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, '时间写成 08:30'));

/** Where a kiosk stands. Address, phone and window hours are the owner's to fill in: nobody may invent them. */
export const Site = v.strictObject({
  id: slug,
  name: words,
  en: words,
  /** Demonstration sites say so on every screen. */
  fictional: v.pipe(v.picklist(['yes', 'no']), v.transform((s) => s === 'yes')),
  from: Provenance,
  /** When the kiosk serves; days 1 (Monday) to 7. */
  hours: v.pipe(v.array(v.strictObject({ days: v.array(v.picklist(['1', '2', '3', '4', '5', '6', '7'])), open: time, close: time })), v.minLength(1)),
  address: element(text, '地址'),
  windowHours: element(text, '人工窗口办公时间'),
  phone: element(text, '咨询电话'),
  devices: v.array(v.picklist(deviceKinds)),
  /** Root font size in px: 16 for a 32-inch portrait panel of 1080 px; physical sizes follow from it. */
  rootSizePx: v.optional(v.pipe(v.string(), v.regex(/^\d{2}$/), v.transform(Number)), '16'),
  /** Dark theme from … to …, by the clock. */
  night: v.optional(v.strictObject({ from: time, to: time })),
  /** Items and chains put first on the home screen, most asked first. */
  first: v.array(slug),
});
export type WrittenSite = v.InferOutput<typeof Site>;
export type DeviceKind = (typeof deviceKinds)[number];

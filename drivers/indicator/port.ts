import type { Device, PlainStatus } from '../device.ts';

/** What the kiosk needs of its guide lights: which slot to use now, and how the kiosk is. Never rejects. */
export interface Indicator extends Device<PlainStatus> {
  readonly capabilities: { readonly model: string; readonly lights: readonly GuideLight[] };
  /** Switches one light. `no-light`: this kiosk has none there, which is no trouble: the screen says the same in words. */
  set(light: GuideLight, flash: Flash): Promise<'set' | 'no-light' | 'offline'>;
  /** All off, as at the end of a visit. */
  clear(): Promise<'set' | 'offline'>;
}
/** Where a light is (XFS4IoT Lights: cardReader, contactless, receiptPrinter, documentPrinter, scanner, statusInService …). */
export type GuideLight = 'id-reader' | 'smart-card' | 'receipt-printer' | 'document-printer' | 'code-scanner' | 'camera' | 'document-camera' | 'in-service' | 'attention';
/** XFS4IoT flashRate: continuous, slow (about 0.5 Hz), medium, quick. Never above 3 Hz (WCAG 2.3.1). */
export type Flash = 'off' | 'continuous' | 'slow' | 'medium';

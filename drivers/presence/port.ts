import type { Device } from '../device.ts';

/** Whether somebody stands in front of the kiosk (XFS4IoT Auxiliaries proximitySensor). Never rejects. It sees no faces. */
export interface PresenceSensor extends Device<PresenceStatus> {
  readonly capabilities: { readonly model: string };
}
export type PresenceStatus =
  /** Debounced: `away` only after nobody was seen for two seconds. */
  | { readonly is: 'ready'; readonly somebody: 'near' | 'away' | 'unknown' }
  | { readonly is: 'starting' }
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' };

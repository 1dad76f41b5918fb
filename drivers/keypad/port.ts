import type { Device, PlainStatus } from '../device.ts';

/** What the kiosk needs of a tactile keypad for people who do not see the screen or cannot reach it. Never rejects. */
export interface Keypad extends Device<PlainStatus> {
  readonly capabilities: { readonly model: string; readonly keys: readonly PadKey[] };
  /** Calls back at every press, once, however long the key is held. Returns the way to stop. Enabled only while somebody listens. */
  listen(onKey: (key: PadKey) => void): () => void;
}
/** `repeat`: say it again. `help`: call for help. */
export type PadKey = 'up' | 'down' | 'left' | 'right' | 'ok' | 'back' | 'repeat' | 'help' | 'louder' | 'softer';

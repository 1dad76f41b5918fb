// What the browser runs of one update: the client and the loop around it; files are read and written by whoever opened the page.
import type { Bytes } from '../../kiosk/tuf/bytes.ts';
import { runUpdate } from './tuf-update.ts';

/** What the opener lends the page; bytes travel as base64. */
export interface Lent {
  read(kind: 'stored' | 'before', name: string): Promise<string | undefined>;
  write(kind: 'keep' | 'save', name: string, base64: string): Promise<void>;
}
declare global {
  // oxlint-disable-next-line no-var -- a global must be a var
  var lentRead: Lent['read'], lentWrite: Lent['write'], update: (task: Order) => Promise<string | undefined>;
}
export interface Order { readonly metadataUrl: string; readonly targetsUrl: string; readonly now: number; readonly targets: readonly string[] }

const bytesOf = (base64: string | undefined): Bytes | undefined => (base64 === undefined ? undefined : Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
const base64Of = (bytes: Bytes): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

globalThis.update = (order) => runUpdate({
  ...order,
  stored: async (name) => bytesOf(await lentRead('stored', name)),
  before: async (name) => bytesOf(await lentRead('before', name)),
  keep: (name, bytes) => lentWrite('keep', name, base64Of(bytes)),
  save: (name, bytes) => lentWrite('save', name, base64Of(bytes)),
});

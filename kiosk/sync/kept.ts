import type { Result } from '../core/result.ts';
import { openStrictDatabase, result, type StrictDatabase } from '../store/strict-database.ts';

/**
 * - `metadata`: trusted TUF metadata by role, verbatim.
 * - `blobs`: bytes by SHA-256, written once: files, manifests, rollout.json.
 * - `chunks`: verified MiB of files that are still being received, by `<sha256>/<index>`.
 * - `generations`: by number (as text).
 * - `state`: `shown`, `waiting`, `given-up`, `floor`, `root`.
 */
export const keptStores = ['metadata', 'blobs', 'chunks', 'generations', 'state'] as const;
export type KeptStore = (typeof keptStores)[number];

/** One transaction. Within `work` nothing but these may be awaited. */
export interface KeptTransaction {
  get(store: KeptStore, key: string): Promise<unknown>;
  put(store: KeptStore, key: string, value: unknown): Promise<void>;
  delete(store: KeptStore, key: string): Promise<void>;
  keys(store: KeptStore): Promise<readonly string[]>;
}
/** What of the content is kept on this kiosk; a write is whole and on the disk when it resolves, or nothing of it happened. */
export interface Kept {
  read<T>(stores: readonly KeptStore[], work: (tx: KeptTransaction) => Promise<T>): Promise<Result<T, 'storage'>>;
  write<T>(stores: readonly KeptStore[], work: (tx: KeptTransaction) => Promise<T>): Promise<Result<T, 'storage'>>;
}

/** The IndexedDB database `content`. Opening it anew upgrades it. */
export async function openKept({ indexedDB, name = 'content' }: { readonly indexedDB: IDBFactory; readonly name?: string }): Promise<Result<Kept, 'storage'>> {
  const opened = await openStrictDatabase({ indexedDB, name, version: 1, patienceMs: 30_000, upgrade: (db) => { for (const store of keptStores) db.createObjectStore(store); } });
  if (!opened.ok) return opened;
  const within = (mode: 'read' | 'write'): Kept['write'] => (stores, work) => opened.value[mode](stores, (tx) => work(around(tx)));
  return { ok: true, value: { read: within('read'), write: within('write') } };
}

const around = (tx: Parameters<Parameters<StrictDatabase['write']>[1]>[0]): KeptTransaction => ({
  get: (store, key) => result<unknown>(tx.objectStore(store).get(key)),
  async put(store, key, value) { await result(tx.objectStore(store).put(value, key)); },
  async delete(store, key) { await result(tx.objectStore(store).delete(key)); },
  async keys(store) { return (await result(tx.objectStore(store).getAllKeys())).map(String); },
});

/** What supplies.test.ts runs inside Chromium: the books of paper, with nothing around them. */
import type { Books } from '../../kiosk/core/supplies.ts';
import { supplyBooks } from '../../kiosk/store/supplies.ts';

const modes: string[] = [];
const original = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
  const tx = original.apply(this, args);
  if (tx.mode === 'readwrite') modes.push(tx.durability);
  return tx;
};
const books = supplyBooks();
const page = {
  load: () => books.load(),
  save: (next: Books) => books.save(next),
  modes: () => modes,
  /** Writes something else where the books are, behind their back. */
  spoil: (key: string, value: unknown) => new Promise<void>((resolve) => {
    const request = indexedDB.open('supplies');
    request.addEventListener('success', () => {
      const tx = request.result.transaction(['books'], 'readwrite');
      tx.objectStore('books').put(value, key);
      tx.addEventListener('complete', () => { request.result.close(); resolve(); });
    });
  }),
};
export type SuppliesPage = typeof page;
declare global {
  var suppliesPage: SuppliesPage;
}
globalThis.suppliesPage = page;

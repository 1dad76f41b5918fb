import * as v from 'valibot';
import { type Book, type Books, supplies } from '../core/supplies.ts';
import type { SuppliesStore } from '../models/supplies.ts';
import { openStrictDatabase, result } from './strict-database.ts';

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/));
const Kept = v.object({
  used: amount, filledOn: v.nullable(day), since: day, days: v.record(day, amount), told: v.picklist(['full', 'low', 'end']),
  before: v.nullable(v.object({ used: amount, filledOn: v.nullable(day) })),
});

/** The books of paper in IndexedDB, on the disk before they are believed. What does not fit its shape is begun anew. */
export function supplyBooks({ name = 'supplies', indexedDB = globalThis.indexedDB }: { readonly name?: string; readonly indexedDB?: IDBFactory } = {}): SuppliesStore {
  const opened = openStrictDatabase({ indexedDB, name, version: 1, upgrade: (db) => { db.createObjectStore('books'); } });
  return {
    async load() {
      const database = await opened;
      if (!database.ok) return null;
      const read = await database.value.read(['books'], (tx) => Promise.all(supplies.map((supply) => result<unknown>(tx.objectStore('books').get(supply)))));
      if (!read.ok) return null;
      return Object.fromEntries(read.value.flatMap((one, i) => {
        const book = v.safeParse(Kept, one);
        return book.success ? [[supplies[i]!, book.output satisfies Book]] : [];
      })) as Partial<Books>;
    },
    async save(books) {
      const database = await opened;
      if (!database.ok) return 'not-kept';
      const written = await database.value.write(['books'], async (tx) => {
        for (const supply of supplies) await result(tx.objectStore('books').put(books[supply], supply));
      });
      return written.ok ? 'kept' : 'not-kept';
    },
  };
}

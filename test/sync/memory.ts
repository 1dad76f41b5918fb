import { ok } from '../../kiosk/core/result.ts';
import { type Kept, keptStores, type KeptStore, type KeptTransaction } from '../../kiosk/sync/kept.ts';

export interface MemoryKept extends Kept {
  readonly stores: Record<KeptStore, Map<string, unknown>>;
  /** Write transactions that came through. */
  writes: number;
  /** From now on so many writes come through, then the disk takes none; `Infinity` again for a good disk. */
  takes: number;
}

/** What is kept, in memory: transactions are whole or nothing, as on the disk. */
export function memoryKept(): MemoryKept {
  const stores = Object.fromEntries(keptStores.map((name) => [name, new Map<string, unknown>()])) as MemoryKept['stores'];
  const around = (open: readonly KeptStore[], data: MemoryKept['stores']): KeptTransaction => {
    const of = (store: KeptStore) => { if (!open.includes(store)) throw new Error(`the transaction is not over ${store}`); return data[store]; };
    return {
      get: async (store, key) => structuredClone(of(store).get(key)),
      put: async (store, key, value) => { of(store).set(key, structuredClone(value)); },
      delete: async (store, key) => { of(store).delete(key); },
      keys: async (store) => [...of(store).keys()].sort(),
    };
  };
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => { const mine = turn.then(work); turn = mine.catch(() => undefined); return mine; };
  const kept: MemoryKept = {
    stores, writes: 0, takes: Infinity,
    read: (open, work) => inTurn(async () => ok(await work(around(open, stores)))),
    write: (open, work) => inTurn(async () => {
      const draft = Object.fromEntries(keptStores.map((name) => [name, new Map(stores[name])])) as MemoryKept['stores'];
      const value = await work(around(open, draft));
      if (kept.takes <= 0) return { ok: false, problem: 'storage' } as const;
      kept.takes--;
      kept.writes++;
      for (const name of keptStores) {
        stores[name].clear();
        for (const [key, one] of draft[name]) stores[name].set(key, one);
      }
      return ok(value);
    }),
  };
  return kept;
}

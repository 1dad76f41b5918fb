import { fail, ok, type Result } from '../core/result.ts';

/** An IndexedDB database whose every write is on the disk before it is believed. Plain answers; nothing rejects for the disk's sake. */
export interface StrictDatabase {
  /** Runs `work` in a read-only transaction over these stores. */
  read<T>(stores: readonly string[], work: (tx: IDBTransaction) => Promise<T>): Promise<Result<T, 'storage'>>;
  /**
   * Runs `work` in a strict transaction and answers only after `complete`. On `storage` (quota, input/output, a disk that
   * does not answer) nothing was written. `work` may await requests of this transaction only.
   */
  write<T>(stores: readonly string[], work: (tx: IDBTransaction) => Promise<T>): Promise<Result<T, 'storage'>>;
  close(): void;
}

export interface StrictDatabaseOptions {
  readonly indexedDB: IDBFactory;
  readonly name: string;
  /** Bumped when `upgrade` changes. */
  readonly version: number;
  readonly upgrade: (db: IDBDatabase) => void;
  /** After this long a transaction is aborted: a dying disk can leave one waiting for ever. */
  readonly patienceMs?: number;
}

/** Opens the database, and opens it again by itself whenever the browser or another page closes it. */
export async function openStrictDatabase(options: StrictDatabaseOptions): Promise<Result<StrictDatabase, 'storage'>> {
  const patienceMs = options.patienceMs ?? 10_000;
  let opened: Promise<IDBDatabase> | null = null;

  const db = () => {
    opened ??= open(options, patienceMs, () => { opened = null; }).catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };

  const begin = async (stores: readonly string[], mode: IDBTransactionMode): Promise<IDBTransaction> => {
    const names = [...stores];
    try {
      return (await db()).transaction(names, mode, { durability: 'strict' });
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      // The connection was closed under us; nothing of this transaction has begun, so a second try is safe.
      opened = null;
      return (await db()).transaction(names, mode, { durability: 'strict' });
    }
  };

  const run = (mode: IDBTransactionMode): StrictDatabase['write'] => async (stores, work) => {
    try {
      const tx = await begin(stores, mode);
      const done = completed(tx, patienceMs);
      const value = await work(tx).catch(async (error: unknown) => {
        abort(tx);
        await done.catch(() => undefined);
        throw error;
      });
      await done;
      return ok(value);
    } catch (error) {
      if (error instanceof DOMException) return fail('storage');
      throw error;
    }
  };

  const database: StrictDatabase = {
    read: run('readonly'),
    write: run('readwrite'),
    close() {
      void opened?.then((connection) => connection.close(), () => undefined);
      opened = null;
    },
  };
  try {
    await db();
    return ok(database);
  } catch (error) {
    if (error instanceof DOMException) return fail('storage');
    throw error;
  }
}

/** A request's result. */
export function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

function open(options: StrictDatabaseOptions, patienceMs: number, onGone: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException('the database does not open', 'TimeoutError')), patienceMs);
    const request = options.indexedDB.open(options.name, options.version);
    request.addEventListener('upgradeneeded', () => options.upgrade(request.result));
    request.addEventListener('error', () => reject(request.error));
    request.addEventListener('success', () => {
      clearTimeout(timer);
      const db = request.result;
      // A newer page wants to upgrade, or the browser dropped the connection (`close`): let go, the next use opens anew.
      db.addEventListener('versionchange', () => { db.close(); onGone(); });
      db.addEventListener('close', onGone);
      resolve(db);
    });
  });
}

function completed(tx: IDBTransaction, patienceMs: number): Promise<void> {
  const done = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => abort(tx), patienceMs);
    tx.addEventListener('complete', () => { clearTimeout(timer); resolve(); });
    tx.addEventListener('abort', () => { clearTimeout(timer); reject(tx.error ?? new DOMException('given up', 'AbortError')); });
  });
  done.catch(() => undefined);
  return done;
}

function abort(tx: IDBTransaction) {
  try {
    tx.abort();
  } catch {
    // Already finished one way or the other; `complete` or `abort` says which.
  }
}

import { formatLocalNumber } from '../core/local-number.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Case, Platform, Sealed, SubmitReply } from '../platform/port.ts';
import { answered, begun, isDue, isWaiting, longestWaitMs, type OutboxRecord } from './outbox-record.ts';
import { openStrictDatabase, result, type StrictDatabase } from './strict-database.ts';

/** Photographed papers make a body long: a slow line gets a second more for each 64 KiB. */
const patienceMs = ({ ciphertext }: Sealed) => Math.floor(ciphertext.length / 65_536) * 1000;

export interface OutboxOptions {
  /** Name of the database; `outbox` unless told. */
  readonly name?: string;
  /** The kiosk's id, the first part of every local number. */
  readonly kiosk: string;
  readonly indexedDB?: IDBFactory;
  readonly crypto?: Pick<Crypto, 'randomUUID'>;
  readonly locks?: Pick<LockManager, 'request'>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** In [0, 1). */
  readonly random?: () => number;
}

/** Applications finished here and not yet accepted there: sealed, and on the disk before anyone is promised anything. */
export interface Outbox {
  /**
   * Takes the next local number, has the application sealed under it and stores it. Answers only once the disk has it: a
   * receipt may be printed then and not before. A number reserved and not used is a gap, not a loss. `today` YYYY-MM-DD.
   */
  accept(ask: AcceptApplication): Promise<Result<{ readonly key: string; readonly localNumber: string }, 'storage' | 'sealing'>>;
  /** One attempt while the citizen still stands here; `waiting` when it did not end in time, the loop goes on with it. */
  submitNow(key: string, platform: Platform, deadlineMs: number): Promise<SubmitNow>;
  /**
   * Sends everything that is due, one after another and each on its own schedule; answers when the next is due (milliseconds
   * since 1970, null for none). Does nothing while another page or call is at it.
   */
  drain(platform: Platform, options?: DrainOptions): Promise<Result<{ readonly nextAt: number | null }, 'storage'>>;
  /** For the operator's view and the heartbeat; nothing in it is about a person. */
  summary(): Promise<Result<OutboxSummary, 'storage'>>;
  /** The case numbers have been told: forgets an acknowledged record. Anything else stays. */
  settle(key: string): Promise<Result<null, 'storage'>>;
  /** Staff have mended what caused a rejection: sends the record again under its old key. */
  retry(key: string): Promise<Result<null, 'storage'>>;
  /** Staff have dealt with a rejected application in another way: deletes it and its ciphertext. */
  discard(key: string): Promise<Result<null, 'storage'>>;
  close(): void;
}

export interface AcceptApplication {
  /** Id of the item or chain applied for. */
  readonly item: string;
  readonly seal: (localNumber: string) => Promise<Sealed>;
  readonly today: string;
}
export type SubmitNow = { readonly is: 'accepted'; readonly cases: readonly Case[] } | { readonly is: 'rejected'; readonly reason: string } | { readonly is: 'waiting' };
export interface DrainOptions {
  /** Of each attempt; 20 s unless told. */
  readonly deadlineMs?: number;
  /** Called after each record's new state is on the disk. */
  readonly onChange?: (record: OutboxRecord) => void;
  /** Ends the drain after the attempt under way. */
  readonly signal?: AbortSignal;
}
export interface OutboxSummary {
  readonly waiting: number;
  readonly rejected: readonly { readonly key: string; readonly localNumber: string; readonly item: string; readonly reason: string }[];
  readonly oldestWaitingAt: number | null;
}

/** Opens the outbox. What a crash left in `sending` is ready again under the same key: whether it arrived, the office knows by the key. */
export async function openOutbox(options: OutboxOptions): Promise<Result<Outbox, 'storage'>> {
  const opened = await openStrictDatabase({
    indexedDB: options.indexedDB ?? indexedDB, name: options.name ?? 'outbox', version: 1,
    upgrade(db) {
      db.createObjectStore('records', { keyPath: 'key' });
      // Apart from the records, so that looking through the queue does not read every scanned document.
      db.createObjectStore('sealed');
      db.createObjectStore('counters');
    },
  });
  if (!opened.ok) return opened;
  const outbox = new StoredOutbox(opened.value, options);
  const recovered = await outbox.recover();
  return recovered.ok ? ok(outbox) : recovered;
}

class StoredOutbox implements Outbox {
  readonly #db: StrictDatabase;
  readonly #kiosk: string;
  readonly #crypto: Pick<Crypto, 'randomUUID'>;
  readonly #locks: Pick<LockManager, 'request'>;
  readonly #now: () => number;
  readonly #random: () => number;
  /** What became of the records submitNow waits for: the drain may have been quicker, and its caller may have settled them. */
  readonly #awaited = new Map<string, OutboxRecord | null>();

  constructor(db: StrictDatabase, options: OutboxOptions) {
    this.#db = db;
    this.#kiosk = options.kiosk;
    this.#crypto = options.crypto ?? crypto;
    this.#locks = options.locks ?? navigator.locks;
    this.#now = options.now ?? Date.now;
    this.#random = options.random ?? Math.random;
  }

  async accept({ item, seal, today }: AcceptApplication): ReturnType<Outbox['accept']> {
    const reserved = await this.#db.write(['counters'], async (tx) => {
      const counters = tx.objectStore('counters');
      const sequence = (await result<number | undefined>(counters.get('sequence')) ?? 0) + 1;
      counters.put(sequence, 'sequence');
      return sequence;
    });
    if (!reserved.ok) return reserved;
    const localNumber = formatLocalNumber({ kiosk: this.#kiosk, date: today, sequence: reserved.value });
    const sealed = await seal(localNumber).catch(() => null);
    if (!sealed) return fail('sealing');
    const now = this.#now();
    const record: OutboxRecord = { key: this.#crypto.randomUUID(), localNumber, item, madeAt: now, tries: 0, nextAt: now, state: { is: 'ready' } };
    const stored = await this.#db.write(['records', 'sealed'], async (tx) => {
      tx.objectStore('sealed').add(sealed, record.key);
      await result(tx.objectStore('records').add(record));
    });
    return stored.ok ? ok({ key: record.key, localNumber }) : stored;
  }

  async submitNow(key: string, platform: Platform, deadlineMs: number): Promise<SubmitNow> {
    const waiting: SubmitNow = { is: 'waiting' };
    const until = this.#now() + deadlineMs;
    const late = AbortSignal.timeout(deadlineMs);
    this.#awaited.set(key, null);
    const attempt = this.#locks.request(`outbox ${key}`, { signal: late }, () => this.#attempt(key, platform, until - this.#now()));
    const outOfTime = new Promise<null>((resolve) => late.addEventListener('abort', () => resolve(null), { once: true }));
    const state = (await Promise.race([attempt.catch(() => null), outOfTime]) ?? this.#awaited.get(key))?.state;
    this.#awaited.delete(key);
    if (state?.is === 'acknowledged') return { is: 'accepted', cases: state.cases };
    return state?.is === 'rejected' ? { is: 'rejected', reason: state.reason } : waiting;
  }

  async drain(platform: Platform, { deadlineMs = 20_000, onChange, signal }: DrainOptions = {}) {
    return this.#locks.request('outbox', { ifAvailable: true }, async (lock) => {
      if (lock) {
        const tidied = await this.#forgetUntold();
        if (!tidied.ok) return tidied;
        const records = await this.#records();
        if (!records.ok) return records;
        const due = records.value.filter((record) => isDue(record, this.#now())).sort((a, b) => a.nextAt - b.nextAt);
        for (const { key } of due) {
          if (signal?.aborted) break;
          // A record that submitNow is busy with is skipped. One whose write fails is only late; the next may do better.
          const after = await this.#locks.request(`outbox ${key}`, { ifAvailable: true }, async (own) => own && this.#attempt(key, platform, deadlineMs));
          if (after) onChange?.(after);
        }
      }
      const left = await this.#records();
      if (!left.ok) return left;
      const times = left.value.filter(isWaiting).map((record) => record.nextAt);
      return ok({ nextAt: times.length === 0 ? null : Math.min(...times) });
    });
  }

  async summary() {
    const records = await this.#records();
    if (!records.ok) return records;
    const waiting = records.value.filter(isWaiting).map((record) => record.madeAt);
    return ok({
      waiting: waiting.length,
      oldestWaitingAt: waiting.length === 0 ? null : Math.min(...waiting),
      rejected: records.value.flatMap(({ key, localNumber, item, state }) => (state.is === 'rejected' ? [{ key, localNumber, item, reason: state.reason }] : [])),
    });
  }

  settle(key: string) {
    return this.#change(key, (record) => (record.state.is === 'acknowledged' ? 'forget' : record));
  }

  retry(key: string) {
    return this.#change(key, (record) => (record.state.is === 'rejected' ? { ...record, state: { is: 'ready' }, nextAt: this.#now() } : record));
  }

  discard(key: string) {
    return this.#change(key, (record) => (record.state.is === 'rejected' ? 'forget' : record));
  }

  close() {
    this.#db.close();
  }

  async recover(): Promise<Result<null, 'storage'>> {
    const records = await this.#records();
    if (!records.ok) return records;
    for (const { key, state } of records.value) {
      if (state.is !== 'sending') continue;
      // Another page may really be sending it; then the lock is taken and the record is left alone.
      const changed = await this.#locks.request(`outbox ${key}`, { ifAvailable: true }, async (own) =>
        (own ? this.#change(key, (record) => (record.state.is === 'sending' ? { ...record, state: { is: 'ready' } } : record)) : ok(null)));
      if (!changed.ok) return changed;
    }
    return ok(null);
  }

  /** One attempt; the caller holds the record's lock. Answers the record as it now is on the disk, null if gone or unwritable. */
  async #attempt(key: string, platform: Platform, deadlineMs: number): Promise<OutboxRecord | null> {
    const start = await this.#db.write(['records', 'sealed'], async (tx) => {
      const record = await result<OutboxRecord | undefined>(tx.objectStore('records').get(key));
      if (!record || !isWaiting(record)) return { record, sealed: undefined };
      const sending = begun(record, this.#now(), this.#random());
      tx.objectStore('records').put(sending);
      return { record: sending, sealed: await result<Sealed | undefined>(tx.objectStore('sealed').get(key)) };
    });
    if (!start.ok || !start.value.record) return null;
    const { record, sealed } = start.value;
    if (!isWaiting(record)) return record;
    const reply: SubmitReply = !sealed ? { is: 'rejected', reason: 'lost-on-kiosk' }
      : deadlineMs <= 0 ? { is: 'unknown' }
        : await platform.submit({ key, localNumber: record.localNumber, sealed, deadlineMs: deadlineMs + patienceMs(sealed) });
    const after = answered(record, reply, this.#now(), this.#random());
    if (this.#awaited.has(key)) this.#awaited.set(key, after);
    const stored = await this.#change(key, () => after);
    // Not written is not lost: it stays in `sending`, goes out again under the same key and gets the same cases.
    return stored.ok || after.state.is === 'acknowledged' ? after : null;
  }

  /** Cases nobody came to hear of within a day (the page died in between) need not stay: the office tells the citizen itself. */
  async #forgetUntold(): Promise<Result<null, 'storage'>> {
    const records = await this.#records();
    if (!records.ok) return records;
    const now = this.#now();
    for (const { key, state } of records.value) {
      if (state.is !== 'acknowledged' || Math.abs(now - state.at) < longestWaitMs) continue;
      const settled = await this.settle(key);
      if (!settled.ok) return settled;
    }
    return ok(null);
  }

  #records() {
    return this.#db.read(['records'], (tx) => result<OutboxRecord[]>(tx.objectStore('records').getAll()));
  }

  /** Rewrites one record in a strict transaction; the ciphertext goes with a record forgotten or acknowledged. */
  #change(key: string, to: (record: OutboxRecord) => OutboxRecord | 'forget'): Promise<Result<null, 'storage'>> {
    return this.#db.write(['records', 'sealed'], async (tx) => {
      const records = tx.objectStore('records');
      const record = await result<OutboxRecord | undefined>(records.get(key));
      if (!record) return null;
      const next = to(record);
      if (next === 'forget') records.delete(key);
      else records.put(next);
      if (next === 'forget' || next.state.is === 'acknowledged') tx.objectStore('sealed').delete(key);
      return null;
    });
  }
}

/** What outbox.test.ts runs inside Chromium: the real outbox, seal and HTTP platform, with no screens around them. */
import { httpPlatform } from '../../kiosk/platform/http.ts';
import { openOutbox, type Outbox } from '../../kiosk/store/outbox.ts';
import { importPublicKey, seal } from '../../kiosk/store/seal.ts';

const transactions: { mode: string; durability: string }[] = [];
const original = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
  const tx = original.apply(this, args);
  transactions.push({ mode: tx.mode, durability: tx.durability });
  return tx;
};

let outbox: Outbox;
let platform: ReturnType<typeof httpPlatform>;
let publicJwk: JsonWebKey;

const page = {
  /** Without jitter: what was put off is due at once. */
  async open(url: string, jwk: JsonWebKey) {
    platform = httpPlatform({ baseUrl: url, kiosk: 'ST01' });
    publicJwk = jwk;
    const opened = await openOutbox({ kiosk: 'ST01', random: () => 0 });
    if (opened.ok) outbox = opened.value;
    return opened.ok;
  },
  async accept(application: unknown) {
    const key = await importPublicKey(publicJwk);
    if (!key.ok) throw new Error('no key');
    return outbox.accept({ item: 'an-item', today: '2026-11-04', seal: (localNumber) => seal(application, localNumber, key.value) });
  },
  acceptUnsealable: () => outbox.accept({ item: 'an-item', today: '2026-11-04', seal: () => Promise.reject(new Error('no randomness')) }),
  async drain(deadlineMs = 5000) {
    const changes: { localNumber: string; state: string }[] = [];
    const drained = await outbox.drain(platform, { deadlineMs, onChange: ({ localNumber, state }) => changes.push({ localNumber, state: state.is }) });
    return { drained, changes };
  },
  submitNow: (key: string, deadlineMs: number) => outbox.submitNow(key, platform, deadlineMs),
  /** The loop is at it already, and settles what it hears of, when the citizen's own attempt comes. */
  async submitDuringDrain(key: string) {
    const drained = outbox.drain(platform, { onChange: (record) => void outbox.settle(record.key) });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const reply = await outbox.submitNow(key, platform, 5000);
    await drained;
    return reply;
  },
  summary: () => outbox.summary(),
  settle: (key: string) => outbox.settle(key),
  retry: (key: string) => outbox.retry(key),
  discard: (key: string) => outbox.discard(key),
  transactions: () => transactions,
  deleteDatabase: () => new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('outbox');
    request.addEventListener('success', () => resolve('deleted'));
    request.addEventListener('error', () => reject(request.error));
  }),
  /** Everything stored, read behind the outbox's back. */
  dump: () => new Promise<Record<string, unknown[]>>((resolve, reject) => {
    const request = indexedDB.open('outbox');
    request.addEventListener('error', () => reject(request.error));
    request.addEventListener('success', () => {
      const tx = request.result.transaction(['records', 'sealed', 'counters']);
      const stores = ['records', 'sealed', 'counters'].map((name) => [name, tx.objectStore(name).getAll()] as const);
      tx.addEventListener('complete', () => {
        request.result.close();
        resolve(Object.fromEntries(stores.map(([name, all]) => [name, all.result])));
      });
    });
  }),
};

export type OutboxPage = typeof page;
declare global {
  var outboxPage: OutboxPage;
}
globalThis.outboxPage = page;

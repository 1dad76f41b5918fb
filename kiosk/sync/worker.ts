// Looks after the content away from the page: what is fetched, verified and unpacked here costs no citizen a frame. Of two
// pages at once only one syncs; the other's worker waits for its turn.
import type { Pack } from '../../content/schema/pack.ts';
import { loadPack } from '../store/content.ts';
import { Updater } from '../tuf/updater.ts';
import { type Engine, startEngine } from './engine.ts';
import { openKept } from './kept.ts';
import type { Begin, FromWorker, ToWorker } from './messages.ts';
import { httpNet } from './net.ts';

const tell = (message: FromWorker) => (self as unknown as Pick<Worker, 'postMessage'>).postMessage(message, []);
let engine: Engine | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.do) {
    case 'begin': void navigator.locks.request('content-sync', () => begin(data.with)); break;
    case 'look': engine?.run(); break;
    case 'activate': void (async () => tell({ is: 'activation', outcome: await engine?.activate(data.generation) ?? 'not-waiting' }))(); break;
  }
});

/** The app's own content, read when it is first wanted; again only if it could not be had. */
function builtInOnce(): () => Promise<Pack | null> {
  let pack: Pack | null = null;
  return async () => {
    if (pack) return pack;
    const read = await loadPack();
    pack = read.ok ? read.value : null;
    return pack;
  };
}

/** Holds the lock as long as this worker lives. */
async function begin({ url, root, channel, sm2, kiosk, site, own, builtAt, database }: Begin): Promise<void> {
  const kept = await openKept({ indexedDB, ...(database !== undefined && { name: database }) });
  if (!kept.ok) return tell({ is: 'no-storage' });
  // Prepared keys are kept from one look to the next; who has no use for the library does not load it.
  const schemes = sm2 ? (await import('../tuf/sm2.ts')).sm2Schemes() : undefined;
  engine = await startEngine({
    kept: kept.value, net: httpNet(fetch.bind(self)), tuf: (options) => new Updater({ ...options, ...(schemes && { schemes }) }), url, root, own, builtIn: builtInOnce(), builtAt,
    self: { channel, site, kiosk },
    clock: { now: Date.now, after(ms, call) { const timer = setTimeout(call, ms); return () => clearTimeout(timer); } },
    random: Math.random, tell: (state) => tell({ is: 'state', state }),
  });
  engine.run();
  await new Promise(() => {});
}

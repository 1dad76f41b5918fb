/** What content-crash.test.ts runs inside Chromium: the real sync engine, TUF client, database and outbox, with no screens around them. */
import type { Pack } from '../../content/schema/pack.ts';
import { kioskVersion } from '../../kiosk/core/version.ts';
import { openOutbox } from '../../kiosk/store/outbox.ts';
import { importPublicKey, seal } from '../../kiosk/store/seal.ts';
import { bootContent } from '../../kiosk/sync/boot.ts';
import { startEngine } from '../../kiosk/sync/engine.ts';
import { confirm, standingOf } from '../../kiosk/sync/generations.ts';
import { openKept } from '../../kiosk/sync/kept.ts';
import { httpNet } from '../../kiosk/sync/net.ts';
import { sha256 } from '../../kiosk/tuf/bytes.ts';
import { Updater } from '../../kiosk/tuf/updater.ts';
import { renew } from '../sync/renew.ts';

declare global {
  /** Told to the test before the next thing is done: what the disk now answers for. */
  var acknowledged: (what: 'activated' | 'accepted', number: number) => Promise<void>;
  var phase: 'looking' | 'activating' | 'starting';
  var contentPage: typeof page;
}

/** The built-in content is never marked: whoever shows it has lost what was activated. */
const builtIn = { builtAt: '2026-01-01T00:00:00.000Z', texts: { zh: {}, en: {} }, withdrawn: {} } as unknown as Pack;
const kept = async () => {
  const opened = await openKept({ indexedDB });
  if (!opened.ok) throw new Error('the database does not open');
  return opened.value;
};
/** Every publication writes its number in several places of several packs: a mixture of two would show. */
const marksOf = (pack: Pack): string[] => [...new Set([pack.texts.zh['idle.touch'] ?? 'none', ...Object.values(pack.items).flatMap(({ plain }) => (plain?.startsWith('第') ? [plain] : []))])];

const begin = async (url: string, root: unknown) => {
  const store = await kept();
  return { store, engine: await startEngine({
    kept: store, net: httpNet(fetch.bind(globalThis)), tuf: (options) => new Updater(options), url, root, own: kioskVersion, builtIn: async () => null, builtAt: 0,
    self: { channel: 'stable', site: 'demo', kiosk: 'SD-0001' }, clock: { now: Date.now, after: () => () => {} }, random: Math.random, tell() {},
  }) };
};
let going: Awaited<ReturnType<typeof begin>> | undefined;

const page = {
  /** One look and, when something came, its activation; ms of each. */
  async renew(url: string, root: unknown) {
    going ??= await begin(url, root);
    return renew(going.engine, going.store);
  },
  /** What this kiosk would start with, and whether all of it is whole. */
  async inspect() {
    const store = await kept();
    const booted = await bootContent(store, builtIn, { own: kioskVersion, site: 'demo' });
    if (booted.onTrial) await confirm(store, booted.generation);
    const standing = await standingOf(store);
    if (!standing.ok) throw new Error('nothing can be read');
    const { active, shown } = standing.value;
    const damaged: string[] = [];
    for (const [name, file] of Object.entries(active?.files ?? {})) {
      const bytes = await store.read(['blobs'], (tx) => tx.get('blobs', file.sha256));
      if (!bytes.ok || !bytes.value || await sha256(bytes.value as Uint8Array<ArrayBuffer>) !== file.sha256) damaged.push(name);
    }
    return { generation: booted.generation, fellBack: shown.fellBack, files: Object.keys(active?.files ?? {}).length, damaged, marks: booted.generation === 0 ? [] : marksOf(booted.pack) };
  },
  /** Looks and activates without end, telling each activation once the disk has it. */
  async follow(url: string, root: unknown) {
    globalThis.phase = 'starting';
    const { store, engine } = await begin(url, root);
    for (;;) {
      globalThis.phase = 'looking';
      await engine.look();
      const { waiting, trouble } = engine.state;
      if (trouble) throw new Error(JSON.stringify(trouble));
      if (!waiting) { await new Promise((resolve) => setTimeout(resolve, 20)); continue; }
      globalThis.phase = 'activating';
      const outcome = await engine.activate(waiting.generation);
      if (outcome !== 'activated') throw new Error(outcome);
      await acknowledged('activated', waiting.generation);
      await confirm(store, waiting.generation);
    }
  },
  /** Accepts applications without end, telling each once the disk has it. */
  async acceptAll(jwk: JsonWebKey) {
    const [opened, key] = await Promise.all([openOutbox({ kiosk: 'ST01' }), importPublicKey(jwk)]);
    if (!opened.ok || !key.ok) throw new Error('no outbox');
    for (;;) {
      const accepted = await opened.value.accept({ item: 'an-item', today: '2026-11-30', seal: (localNumber) => seal({ padding: 'x'.repeat(2000) }, localNumber, key.value) });
      if (!accepted.ok) throw new Error(accepted.problem);
      await acknowledged('accepted', Number(/(\d+)-[^-]*$/.exec(accepted.value.localNumber)?.[1]));
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  },
  async waiting() {
    const opened = await openOutbox({ kiosk: 'ST01' });
    if (!opened.ok) throw new Error('no outbox');
    const summary = await opened.value.summary();
    if (!summary.ok) throw new Error('no summary');
    return summary.value.waiting;
  },
};
globalThis.contentPage = page;

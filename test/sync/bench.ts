// One kiosk's sync over a catalog in memory, with a clock that goes when it is told to.
import { splitPack } from '../../kiosk/core/pack-files.ts';
import type { Pack } from '../../content/schema/pack.ts';
import { type Booted, bootContent } from '../../kiosk/sync/boot.ts';
import { type Engine, type EngineOptions, startEngine } from '../../kiosk/sync/engine.ts';
import type { SyncState } from '../../kiosk/sync/state.ts';
import { Updater } from '../../kiosk/tuf/updater.ts';
import { pack as content } from '../content/pack.ts';
import { TestCatalog } from './catalog.ts';
import { memoryKept } from './memory.ts';

export const start = Date.parse('2026-11-30T08:00:00.000Z');
export const own = '0.1.0';
export const day = 86_400_000;

/** Two departments with a few items, and all the rest that items need: small, so that each test makes its own. */
export const little: Pack = (() => {
  const first = Object.values(content.items).filter((item) => item.district.lead === content.items['social-insurance-records']!.district.lead).slice(0, 3);
  const chained = Object.values(content.chains).flatMap((chain) => chain.parts.map(({ item }) => content.items[item]!));
  const items = [...new Set([content.items['social-insurance-records']!, ...first, ...chained])];
  return { ...content, items: Object.fromEntries(items.map((item) => [item.id, item])), search: content.search.filter(({ id }) => items.some((item) => item.id === id)) };
})();
export const sources = (pack: Pack = little) => splitPack(pack);
export const departments = content.departments.district.map(({ code }) => code);

/** A catalog that lists `pack` in version 1. */
export function catalogOf(pack: Pack = little): TestCatalog {
  const catalog = new TestCatalog([...departments, 'office'].filter((code, i, all) => all.indexOf(code) === i), start);
  for (const source of sources(pack)) catalog.list(source, 1);
  catalog.publish();
  return catalog;
}

/** Publishes, as version `version`, each pack of `pack` that is not the same as in `before`. */
export function publishChange(catalog: TestCatalog, before: Pack, pack: Pack, version: number, more: Parameters<TestCatalog['list']>[2] = {}, keepOld = false) {
  const old = new Map(sources(before).map((source) => [source.pack, JSON.stringify(source)]));
  for (const source of sources(pack)) {
    if (old.get(source.pack) === JSON.stringify(source)) continue;
    if (!keepOld) catalog.unlist(source.pack, version - 1);
    catalog.list(source, version, more);
  }
  catalog.publish();
}

export const item = 'social-insurance-records';
/** The same content with another wording of one item. */
export const worded = (pack: Pack, plain: string): Pack => ({ ...pack, items: { ...pack.items, [item]: { ...pack.items[item]!, plain } } });
export const packOf = (id: string, pack: Pack = little): string => sources(pack).find(({ files }) => Object.hasOwn(files, `items/${id}.json`))!.pack;

/** The same keys with other sentences: nothing of it is what the catalog lists. */
const mirrored = (texts: Pack['texts']): Pack['texts'] => ({ zh: Object.fromEntries(Object.keys(texts.zh).map((key) => [key, `${key}`])), en: {} });

export async function kioskOf(catalog: TestCatalog, { kept = memoryKept(), net = catalog.net(), seeded = false, ...more }: Partial<Pick<EngineOptions, 'own' | 'self' | 'builtAt'>> & { kept?: ReturnType<typeof memoryKept>; net?: ReturnType<TestCatalog['net']>; /** The app has brought this content with it; else only its sentences' names. */ seeded?: boolean } = {}) {
  let now = start;
  let due: { at: number; call: () => void } | null = null;
  const told: SyncState[] = [];
  const open = (): Promise<Engine> => startEngine({
    kept, net, tuf: (options) => new Updater(options), url: 'http://catalog', root: catalog.root, self: { channel: 'stable', site: 'demo', kiosk: 'SD-0001' }, own,
    builtIn: async () => (seeded ? little : { ...little, items: {}, chains: {}, fields: {}, materials: {}, lists: {}, sites: {}, search: [], texts: mirrored(little.texts) }), builtAt: 0, random: () => 0.5, tell: (state) => told.push(state),
    clock: { now: () => now, after(ms, call) { const mine = { at: now + ms, call }; due = mine; return () => { if (due === mine) due = null; }; } }, ...more,
  });
  const kiosk = {
    kept, net, told, engine: await open(),
    get now() { return now; }, set now(ms) { now = ms; },
    get dueIn() { return due === null ? null : due.at - now; },
    get state() { return kiosk.engine.state; },
    /** One look now. */
    look: () => kiosk.engine.look(),
    /** Between two visits: takes what waits, and starts again with it. */
    async between(): Promise<Booted> {
      const { waiting } = kiosk.engine.state;
      if (waiting) await kiosk.engine.activate(waiting.generation);
      return kiosk.restart();
    },
    /** The page starts (again): what it shows, seen on the screen. */
    async restart({ seen = true }: { seen?: boolean } = {}): Promise<Booted> {
      const { confirm } = await import('../../kiosk/sync/generations.ts');
      const booted = await bootContent(kept, little, { own, site: 'demo' });
      if (seen && booted.onTrial) await confirm(kept, booted.generation);
      kiosk.engine.stop();
      kiosk.engine = await open();
      return booted;
    },
    /** Time passes until the engine looks by itself. */
    async passes(): Promise<void> {
      if (!due) throw new Error('nothing is due');
      const { at, call } = due;
      [now, due] = [Math.max(now, at), null];
      call();
      await kiosk.engine.look();
      await new Promise((resolve) => { setTimeout(resolve); });
    },
  };
  return kiosk;
}

// npm run bench:sync [-- --scales 1,10,100]: what a change of the content costs a kiosk, in bytes over the wire and in time, in
// real Chromium; beside the floor (the changed files alone, compressed) and what people would do instead, for the same change.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, zstdCompressSync, constants } from 'node:zlib';
import { Updater } from 'tuf-js';
import { initCatalog, openCatalog } from '../../content/catalog/catalog.ts';
import { startCatalogServer } from '../../content/catalog/serve.ts';
import { stableJson } from '../../content/catalog/stable-json.ts';
import { blobPath } from '../../content/schema/manifest.ts';
import type { Pack } from '../../content/schema/pack.ts';
import { loadPack } from '../../content/tools/load.ts';
import { kioskVersion } from '../../kiosk/core/version.ts';
import { splitPack } from '../../kiosk/core/pack-files.ts';
import { startEngine } from '../../kiosk/sync/engine.ts';
import { httpNet } from '../../kiosk/sync/net.ts';
import { Updater as TrustedUpdater } from '../../kiosk/tuf/updater.ts';
import { memoryKept } from '../sync/memory.ts';
import { renew } from '../sync/renew.ts';
import { startChromium } from '../store/chromium.ts';
import { servePage } from '../store/served-page.ts';
import { type CountingProxy, countingProxy } from './counting-proxy.ts';
import { flatRepository } from './flat-repository.ts';
import { type Change, changes, scaled } from './scaled-catalogue.ts';

export interface SyncCost {
  readonly change: Change; readonly requests: number;
  /** Of the answers' bodies, as compressed; their headers; what was asked. */
  readonly bodyBytes: number; readonly headerBytes: number; readonly askedBytes: number;
  /** The changed files alone, each compressed. */
  readonly floorBytes: number;
  readonly lookMs: number; readonly activateMs: number;
  readonly tufJs: { readonly bodyBytes: number; readonly ms: number } | null;
  /** The whole as one archive, best compressed; and a patch from the archive before (null without the zstd command). */
  readonly archiveBytes: number; readonly patchBytes: number | null;
}

/** Runs every change on a catalogue of so many times the items, the first sync of an empty kiosk first. */
export async function syncCost({ scale, withPeers = true, inNode = false, only = Object.keys(changes) as Change[] }: { readonly scale: number; readonly withPeers?: boolean; /** The engine in Node with a store of memory and no HTTP cache, where a browser would take too long. */ readonly inNode?: boolean; readonly only?: readonly Change[] }): Promise<{ readonly first: Omit<SyncCost, 'change' | 'tufJs' | 'patchBytes'>; readonly items: number; readonly costs: readonly SyncCost[] }> {
  const dir = mkdtempSync(path.join(tmpdir(), 'bench-sync-'));
  const passphraseOf = () => 'a passphrase of the bench';
  let pack = scaled(loadPack(path.resolve(import.meta.dirname, '../../content'), '2026-11-30T08:00:00.000Z').pack, scale);
  const made = await initCatalog({ dir: path.join(dir, 'catalog'), departments: pack.departments.district, passphraseOf, now: Date.now(), sealCost: { N: 1024, r: 8, p: 1 }, durable: false });
  if (!made.ok) throw new Error(JSON.stringify(made.problem));
  const catalog = openCatalog(path.join(dir, 'catalog'), { passphraseOf, durable: false });
  const publish = async (next: Pack) => {
    const done = await catalog.publish({ plan: catalog.plan(next, Date.now()), signer: async (role) => catalog.ring.open(catalog.ring.list().find(({ of }) => of === role)!.keyid, passphraseOf), title: '改', now: Date.now() });
    if (!done.ok && done.problem.is !== 'nothing') throw new Error(JSON.stringify(done.problem));
  };
  await publish(pack);
  const server = await startCatalogServer({ dir: catalog.publicDir });
  const proxy = await countingProxy(server.port);
  const kiosk = await (inNode ? kioskInNode : openKiosk)(dir, proxy, JSON.parse(readFileSync(path.join(catalog.publicDir, 'metadata/1.root.json'), 'utf8')));
  const flat = withPeers ? await flatPeer(dir, pack) : null;

  const files = filesOf(pack);
  const firstTime = await kiosk.renew();
  const first = { ...proxy.take(), ...firstTime, floorBytes: floor(catalog.publicDir, [...files.values()]), archiveBytes: archived(files) };
  const costs: SyncCost[] = [];
  for (const change of only) {
    const next = changes[change](pack, `（${change}）`);
    const [was, is] = [filesOf(pack), filesOf(next)];
    await publish(next);
    proxy.take();
    const time = await kiosk.renew();
    const changed = [...is].filter(([name, bytes]) => !was.get(name)?.equals(bytes)).map(([, bytes]) => bytes);
    costs.push({ change, ...proxy.take(), ...time, floorBytes: floor(catalog.publicDir, changed), tufJs: flat && await flat.renew(is), archiveBytes: archived(is), patchBytes: withPeers ? patch(dir, was, is) : null });
    pack = next;
  }
  await Promise.all([kiosk.close(), proxy.close(), server.close(), flat?.close()]);
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  return { first, items: Object.keys(pack.items).length, costs };
}

/** The kiosk's own engine in a real browser, with its database on the disk. */
async function openKiosk(dir: string, proxy: CountingProxy, root: unknown) {
  const site = await servePage('content-page.ts', path.join(dir, 'site'));
  const browser = await startChromium(path.join(dir, 'profile'));
  const page = await browser.context.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => 'contentPage' in globalThis);
  return {
    renew: () => page.evaluate(([url, root]) => contentPage.renew(url, root), [proxy.url, root] as const),
    async close() { await browser.kill(); site.close(); },
  };
}

/** The same engine without a browser: what is fetched is the same, but for what an HTTP cache saves. */
async function kioskInNode(_dir: string, proxy: CountingProxy, root: unknown) {
  const kept = memoryKept();
  const engine = await startEngine({
    kept, net: httpNet((address, init) => fetch(address, { ...init, cache: 'default', headers: { ...init?.headers, 'accept-encoding': 'br' } })), tuf: (options) => new TrustedUpdater(options),
    url: proxy.url, root, own: kioskVersion, builtIn: async () => null, builtAt: 0, self: { channel: 'stable', site: 'demo', kiosk: 'SD-0001' },
    clock: { now: Date.now, after: () => () => {} }, random: Math.random, tell() {},
  });
  return {
    renew: () => renew(engine, kept),
    async close() { engine.stop(); },
  };
}

/** tuf-js on a repository in which every file is a target: refreshes, looks for what changed, downloads it. */
async function flatPeer(dir: string, pack: Pack) {
  const repository = flatRepository(path.join(dir, 'flat'));
  await repository.publish(filesOf(pack));
  const server = await startCatalogServer({ dir: path.join(dir, 'flat') });
  const proxy = await countingProxy(server.port);
  const folders = { metadataDir: path.join(dir, 'flat-metadata'), targetDir: path.join(dir, 'flat-targets') };
  for (const one of Object.values(folders)) mkdirSync(one);
  writeFileSync(path.join(folders.metadataDir, 'root.json'), repository.root);
  const known = new Map<string, string>();
  const look = async (names: readonly string[], first = false) => {
    const updater = new Updater({ ...folders, metadataBaseUrl: `${proxy.url}/metadata`, targetBaseUrl: `${proxy.url}/targets`, config: { targetsMaxLength: 50_000_000 } });
    await updater.refresh();
    // What changed stands in the trusted list; asked target by target, tuf-js would go through all of it each time.
    const { signed: { targets } } = JSON.parse(readFileSync(path.join(folders.metadataDir, 'targets.json'), 'utf8')) as { signed: { targets: Record<string, { hashes: { sha256: string } }> } };
    for (const name of names) {
      const hash = targets[name]?.hashes.sha256;
      if (hash === undefined) throw new Error(`${name} is no target`);
      // A first download of all is not what is measured here.
      if (!first && known.get(name) !== hash) await updater.downloadTarget((await updater.getTargetInfo(name))!, path.join(folders.targetDir, 'file'));
      known.set(name, hash);
    }
  };
  await look([...filesOf(pack).keys()], true);
  return {
    async renew(files: ReadonlyMap<string, Buffer>) {
      await repository.publish(files);
      proxy.take();
      const began = performance.now();
      await look([...files.keys()]);
      return { bodyBytes: proxy.take().bodyBytes, ms: performance.now() - began };
    },
    close: () => Promise.all([proxy.close(), server.close()]),
  };
}

const filesOf = (pack: Pack): Map<string, Buffer> => new Map(splitPack(pack).flatMap(({ files }) => Object.entries(files).map(([name, content]) => [name, Buffer.from(stableJson(content))] as const)));
/** The files alone, each compressed as well as can be: what the catalog made of them already, as it does exactly that. */
const floor = (publicDir: string, files: readonly Buffer[]): number => files.reduce((sum, bytes) => {
  const made = path.join(publicDir, `${blobPath(createHash('sha256').update(bytes).digest('hex'))}.br`);
  return sum + (existsSync(made) ? statSync(made).size : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length);
}, 0);
const together = (files: ReadonlyMap<string, Buffer>): Buffer => Buffer.concat([...files].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, bytes]) => [Buffer.from(`${name}\n`), bytes, Buffer.from('\n')]));
const archived = (files: ReadonlyMap<string, Buffer>): number => zstdCompressSync(together(files), { params: { [constants.ZSTD_c_compressionLevel]: 19 } }).length;
function patch(dir: string, was: ReadonlyMap<string, Buffer>, is: ReadonlyMap<string, Buffer>): number | null {
  const [before, after, out] = ['before', 'after', 'patch'].map((name) => path.join(dir, name)) as [string, string, string];
  writeFileSync(before, together(was));
  writeFileSync(after, together(is));
  return spawnSync('zstd', ['-q', '-f', '-19', '--long=27', `--patch-from=${before}`, after, '-o', out]).status === 0 ? statSync(out).size : null;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { scales: { type: 'string', default: '1,10,100' } } });
  const bytes = (n: number | null | undefined) => (n == null ? '–' : n < 10_000 ? `${n} B` : n < 10_000_000 ? `${(n / 1000).toFixed(1)} kB` : `${(n / 1e6).toFixed(1)} MB`).padStart(10);
  for (const scale of values.scales.split(',').map(Number)) {
    // Tens of thousands of files are not laid through a browser's database here, nor through the peers.
    const large = scale > 20;
    const { first, items, costs } = await syncCost({ scale, inNode: large, withPeers: !large });
    console.log(`目录 ${scale}×（${items} 个事项）  catalogue ${scale}×${large ? '，Node，没有 HTTP 缓存  in Node, no HTTP cache' : ''}`);
    console.log('                   body  requests   headers     floor  body−floor     look  activate    tuf-js (ms)        archive     patch');
    const row = (name: string, one: Omit<SyncCost, 'change' | 'tufJs' | 'patchBytes'> & Partial<SyncCost>) => console.log(`  ${name.padEnd(12)}${bytes(one.bodyBytes)}${String(one.requests).padStart(10)}${bytes(one.headerBytes)}${bytes(one.floorBytes)}${bytes(one.bodyBytes - one.floorBytes)}${`${one.lookMs.toFixed(0)} ms`.padStart(10)}${`${one.activateMs.toFixed(0)} ms`.padStart(10)}${one.tufJs ? `${bytes(one.tufJs.bodyBytes)} ${`(${one.tufJs.ms.toFixed(0)})`.padStart(8)}` : ''.padStart(19)}${bytes(one.archiveBytes)}${bytes(one.patchBytes)}`);
    row('first sync', first);
    for (const one of costs) row(one.change, one);
    console.log('');
  }
}

import path from 'node:path';
import { loadPack } from '../../tools/load.ts';
import { blobPath, PackManifest } from '../../schema/manifest.ts';
import type { Pack } from '../../schema/pack.ts';
import type { Bytes } from '../../../kiosk/tuf/bytes.ts';
import { Updater } from '../../../kiosk/tuf/updater.ts';
import { parse } from 'valibot';
import { type Catalog, initCatalog, openCatalog } from '../catalog.ts';
import type { Publication } from '../draft.ts';

const passphraseOf = () => 'only for a catalog that is thrown away';

/** A catalog of this project's own content in an empty folder, with keys nobody keeps. */
export async function demoCatalog(dir: string, now: number): Promise<{ readonly catalog: Catalog; readonly pack: Pack; publish(pack: Pack, title: string, now: number, rollout?: Publication['rollout']): Promise<void> }> {
  const { pack, findings } = loadPack(path.resolve(import.meta.dirname, '../..'), new Date(now).toISOString());
  if (findings.length > 0) throw new Error(`content has findings: ${findings[0]!.file}:${findings[0]!.line} ${findings[0]!.says}`);
  // Nothing of it outlives the simulation: the disk is not waited for, and only what is measured is compressed hard.
  const quick = { passphraseOf, durable: false } as const;
  must(await initCatalog({ dir, departments: pack.departments.district, passphraseOf, now, sealCost: { N: 16, r: 8, p: 1 }, durable: false }));
  const catalog = openCatalog(dir, quick);
  const publish = async (changed: Pack, title: string, at: number, rollout?: Publication['rollout'], into = catalog) => {
    const signer = async (role: string) => catalog.ring.open(catalog.ring.list().find(({ of }) => of === role)!.keyid, passphraseOf);
    must(await into.publish({ plan: into.plan(changed, at), title, signer, now: at, rollout }));
  };
  await publish(pack, '首次发布', now, undefined, openCatalog(dir, { ...quick, compression: 'fast' }));
  return { catalog, pack, publish };
}

/** A kiosk of the demo: follows the catalog with the kiosk's own client, and tells which addresses it had to fetch. */
export function follower(url: string, root: Bytes) {
  const stored = new Map<string, Bytes>([['root', root]]);
  const known = new Set<string>();
  return async (now: number): Promise<{ readonly fetched: readonly string[]; readonly rootVersion: number }> => {
    const fetched: string[] = [];
    const get = async (address: string) => {
      const answer = await fetch(address);
      if (answer.status === 200) fetched.push(address);
      return answer.status === 200 ? { is: 'file' as const, bytes: new Uint8Array(await answer.arrayBuffer()) } : { is: 'missing' as const };
    };
    const updater = new Updater({
      metadataUrl: `${url}/metadata`, targetsUrl: `${url}/targets`, now, fetchBytes: get,
      store: { get: async (name) => stored.get(name), put: async (name, bytes) => { stored.set(name, bytes); return 'kept'; } },
    });
    must(await updater.refresh());
    for (const target of must(await updater.list())) {
      if (known.has(target.path) && target.path !== 'rollout.json') continue;
      const bytes = must(await updater.download(target));
      known.add(target.path);
      if (!target.path.startsWith('packs/')) continue;
      for (const { sha256 } of Object.values(parse(PackManifest, JSON.parse(new TextDecoder().decode(bytes))).files)) {
        if (known.has(sha256)) continue;
        known.add(sha256);
        await get(`${url}/${blobPath(sha256)}`);
      }
    }
    return { fetched, rootVersion: updater.trusted!.root.version };
  };
}

function must<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: unknown }): T {
  if (!result.ok) throw new Error(`the demo's catalog: ${JSON.stringify(result.problem)}`);
  return result.value;
}

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { PackManifest, parseManifestPath, rolloutPath } from '../schema/manifest.ts';
import { Rollout } from '../schema/rollout.ts';
import type { Bytes } from '../../kiosk/tuf/bytes.ts';
import type { Schemes } from '../../kiosk/tuf/keys.ts';
import type { FetchBytes, MetadataStore, TufProblem } from '../../kiosk/tuf/port.ts';
import { Updater } from '../../kiosk/tuf/updater.ts';
import { readBlob } from './repository.ts';
import { fingerprint } from './stable-json.ts';

/** What a kiosk would find: how much there is, and every sentence about what it would refuse. Good when there are none. */
export interface Verified { readonly manifests: number; readonly files: number; readonly bytes: number; readonly findings: readonly string[] }

const base = 'catalog:';

/** The kiosk's own client over the files as they lie there, from the first root a terminal may have been set up with. */
export async function verifyCatalog(publicDir: string, now: number, schemes: Schemes = {}): Promise<Verified> {
  const kept = new Map<string, Bytes>();
  const store: MetadataStore = { get: (name) => Promise.resolve(kept.get(name)), put: (name, bytes) => { kept.set(name, bytes); return Promise.resolve('kept'); } };
  kept.set('root', new Uint8Array(readFileSync(path.join(publicDir, 'metadata/1.root.json'))));
  const client = new Updater({ metadataUrl: `${base}/metadata`, targetsUrl: `${base}/targets`, store, now, schemes, fetchBytes: fromFolder(publicDir) });
  const nothing = { manifests: 0, files: 0, bytes: 0 };
  const fresh = await client.refresh();
  if (!fresh.ok) return { ...nothing, findings: [sayTufProblem(fresh.problem)] };
  const { targets, refused } = await client.listing();
  const findings = refused.map(sayTufProblem);
  const blobs = new Map<string, number>();
  for (const target of targets) {
    const bytes = await client.download(target);
    if (!bytes.ok) { findings.push(sayTufProblem(bytes.problem)); continue; }
    findings.push(...checkTarget(publicDir, target.path, bytes.value, blobs));
  }
  if (!targets.some(({ path }) => path === rolloutPath)) findings.push(`没有 ${rolloutPath}：终端不知道谁该用哪一版`);
  return { manifests: targets.filter(({ path }) => parseManifestPath(path)).length, files: blobs.size, bytes: [...blobs.values()].reduce((sum, one) => sum + one, 0), findings };
}

function checkTarget(publicDir: string, name: string, bytes: Bytes, blobs: Map<string, number>): string[] {
  const content: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  if (name === rolloutPath) return v.is(Rollout, content) ? [] : [`${name} 的格式不对`];
  const manifest = v.safeParse(PackManifest, content);
  const named = parseManifestPath(name);
  if (!manifest.success || manifest.output.pack !== named?.pack || manifest.output.version !== named.version) return [`${name} 的格式或名字不对`];
  return Object.entries(manifest.output.files).flatMap(([file, wanted]) => {
    if (blobs.has(wanted.sha256)) return [];
    const blob = readBlob(publicDir, wanted.sha256);
    if (!blob) return [`${name} 里的 ${file} 不在目录里，或者已经损坏（${wanted.sha256}）`];
    blobs.set(wanted.sha256, blob.length);
    const print = fingerprint(blob);
    const same = print.sha256 === wanted.sha256 && print.length === wanted.length && JSON.stringify(print.chunks) === JSON.stringify(wanted.chunks);
    return same ? [] : [`${name} 里的 ${file} 与清单不符（${wanted.sha256}）`];
  });
}

const fromFolder = (publicDir: string): FetchBytes => (url, maxBytes) => {
  const file = path.join(publicDir, url.slice(base.length));
  if (!existsSync(file)) return Promise.resolve({ is: 'missing' });
  const bytes = new Uint8Array(readFileSync(file));
  return Promise.resolve(bytes.length > maxBytes ? { is: 'too-long' } : { is: 'file', bytes });
};

function sayTufProblem({ is, name }: TufProblem): string {
  switch (is) {
    case 'unreachable': case 'missing': return `终端取不到 ${name}`;
    case 'too-long': return `${name} 太大，终端不收`;
    case 'wrong-length': case 'wrong-hash': return `${name} 的内容与签过的不符`;
    case 'malformed': return `${name} 的格式不对`;
    case 'unsigned': return `${name} 的有效签名不够`;
    case 'rollback': case 'version': return `${name} 的版本不对`;
    case 'expired': return `${name} 的签名已经到期`;
    case 'no-root': case 'storage': return `${name} 读不出来`;
  }
}

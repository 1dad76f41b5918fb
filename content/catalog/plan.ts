import { departmentOf, type PackFile, type PackManifest, roleOf } from '../schema/manifest.ts';
import { moment } from './policy.ts';
import type { ListedManifest } from './repository.ts';
import { fingerprint, stableJson } from './stable-json.ts';

/** A pack as it should be: its files as JSON values, or as bytes where they are no JSON (pictures, sound, weights). */
export interface Wanted { readonly pack: string; readonly kind: PackManifest['kind']; readonly title: string; readonly files: Readonly<Record<string, unknown>> }
/** One file that would change; `before` and `after` are the JSON, or undefined where there is none (added, removed, no JSON). */
export interface PlannedFile { readonly name: string; readonly is: 'added' | 'changed' | 'removed'; readonly before?: unknown; readonly after?: unknown }
export interface PlannedPack {
  readonly pack: string; readonly department: string; readonly role: string; readonly kind: PackManifest['kind']; readonly title: string;
  /** 0: the pack is new. */
  readonly from: number; readonly to: number;
  readonly files: readonly PlannedFile[];
  /** All files of the new version, as the manifest will name them. */
  readonly all: Readonly<Record<string, PackFile>>;
}
/** What publishing would change. Nothing is written yet. */
export interface Plan {
  readonly made: string;
  readonly packs: readonly PlannedPack[];
  /** The bytes of files that are not in the catalog yet, by SHA-256. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

/**
 * What is wanted against what is listed. A file with the hash it had keeps its date; a version only goes up. A pack that is wanted
 * no longer gets a version without files: were it no longer listed, its number would be forgotten.
 */
export function planOf(wanted: readonly Wanted[], listed: readonly ListedManifest[], readBlob: (sha256: string) => Uint8Array | undefined, now: number): Plan {
  const newest = new Map<string, PackManifest>();
  for (const { manifest } of listed) if (manifest.version > (newest.get(manifest.pack)?.version ?? 0)) newest.set(manifest.pack, manifest);
  const blobs = new Map<string, Uint8Array>();
  const names = new Set(wanted.map(({ pack }) => pack));
  const gone = [...newest.values()].filter(({ pack, kind, files }) => !names.has(pack) && Object.keys(files).length > 0 && kind !== 'media' && kind !== 'models').map(({ pack, kind, title }): Wanted => ({ pack, kind, title, files: {} }));

  const packs = [...wanted, ...gone].flatMap((one): PlannedPack[] => {
    const before = newest.get(one.pack);
    const all: Record<string, PackFile> = {};
    const files: PlannedFile[] = [];
    for (const [name, content] of Object.entries(one.files).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const bytes = content instanceof Uint8Array ? content : Buffer.from(stableJson(content));
      const print = fingerprint(bytes);
      const was = before && Object.hasOwn(before.files, name) ? before.files[name] : undefined;
      all[name] = { ...print, at: was?.sha256 === print.sha256 ? was.at : moment(now) };
      if (was?.sha256 === print.sha256) continue;
      if (!readBlob(print.sha256)) blobs.set(print.sha256, bytes);
      files.push({ name, is: was ? 'changed' : 'added', ...(was && { before: jsonOf(name, readBlob(was.sha256)) }), after: jsonOf(name, bytes) });
    }
    for (const [name, { sha256 }] of Object.entries(before?.files ?? {})) if (!Object.hasOwn(all, name)) files.push({ name, is: 'removed', before: jsonOf(name, readBlob(sha256)) });
    if (files.length === 0) return [];
    const department = departmentOf(one.pack);
    return [{ pack: one.pack, department, role: roleOf(department), kind: one.kind, title: one.title, from: before?.version ?? 0, to: (before?.version ?? 0) + 1, files, all }];
  });
  return { made: moment(now), packs, blobs };
}

const jsonOf = (name: string, bytes: Uint8Array | undefined): unknown => (bytes && name.endsWith('.json') ? JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown : undefined);

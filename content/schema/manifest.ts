import * as v from 'valibot';

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const moment = v.pipe(v.string(), v.isoTimestamp());
const bytes = v.pipe(v.number(), v.integer(), v.minValue(0));
const version = v.pipe(v.number(), v.integer(), v.minValue(1));
/** `<department code>/<pack>`: `medical-insurance/person-8-1`, `office/texts-zh`. */
export const packName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,63}\/[a-z][a-z0-9-]{0,63}$/));
/** A file inside a pack: plain relative segments; nothing that leaves the folder, nothing an archive tool would resolve. */
export const fileName = v.pipe(v.string(), v.maxLength(200), v.regex(/^(?:[a-z0-9][A-Za-z0-9_-]*\/){0,4}[a-z0-9][A-Za-z0-9_-]*(?:\.[a-z0-9]{1,12})+$/));
/** Bytes of one chunk of a large file; the last may be shorter. */
export const chunkBytes = 1024 * 1024;
/** The largest file of a pack, a model pack's weights included. */
export const mostFileBytes = 64 * 1024 * 1024;

export const PackFile = v.strictObject({
  sha256,
  length: v.pipe(bytes, v.maxValue(mostFileBytes)),
  /** SHA-256 of each MiB, for files longer than one: each is verified as it comes and kept, so that a download goes on where it stopped. */
  chunks: v.optional(v.array(sha256)),
  /** When this file last changed: 更新于. */
  at: moment,
});
export type PackFile = v.InferOutput<typeof PackFile>;

export const packKinds = ['items', 'texts', 'shared', 'media', 'models'] as const;
/**
 * A pack manifest, the TUF target `packs/<department>/<pack>/<version>.json`: what a department vouches for with one signature.
 * Its files are content-addressed, `blobs/<first two digits>/<sha256>`. Unknown keys are a newer catalog's and are left alone.
 */
export const PackManifest = v.object({
  pack: packName,
  version,
  kind: v.picklist(packKinds),
  /** For people: `医保局 · 8.1 就医`. */
  title: v.pipe(v.string(), v.minLength(1)),
  /** One sentence of what changed since the version before. */
  changes: v.optional(v.string()),
  made: moment,
  /** The oldest kiosk version, `major.minor.patch`, that can show it. */
  kiosk: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)),
  /** It holds from and until these moments (until is exclusive); outside them the version before holds, if it is still listed. */
  validFrom: v.optional(moment),
  validUntil: v.optional(moment),
  files: v.pipe(v.record(fileName, PackFile), v.check((files) => Object.keys(files).length <= 4096)),
});
export type PackManifest = v.InferOutput<typeof PackManifest>;

export const manifestPath = (pack: string, version: number): string => `packs/${pack}/${version}.json`;
/** `packs/<department>/<pack>/<version>.json` → pack and version; undefined for any other path. */
export function parseManifestPath(path: string): { readonly pack: string; readonly version: number } | undefined {
  const found = /^packs\/([a-z][a-z0-9-]{0,63}\/[a-z][a-z0-9-]{0,63})\/([1-9]\d{0,8})\.json$/.exec(path);
  return found ? { pack: found[1]!, version: Number(found[2]) } : undefined;
}
export const blobPath = (hash: string): string => `blobs/${hash.slice(0, 2)}/${hash}`;
/** The department whose code begins a pack's name, and the name of its delegated role. */
export const departmentOf = (pack: string): string => pack.slice(0, pack.indexOf('/'));
export const roleOf = (department: string): string => `dept-${department}`;
/** The programme's own office, which answers for what belongs to no department: texts, fields, lists, chains, sites. */
export const officeCode = 'office';
/** The delegated role whose one target says who gets which version when. */
export const rolloutRole = 'rollout';
export const rolloutPath = 'rollout.json';

// npm run models [-- --manifest content/models/face-0095.json]: fills .models/face, which git ignores, with the weights of
// content/models/face.json, or of another manifest.
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { manifestFile, ModelPack } from '../../content/schema/model-pack.ts';
import { canDoWithout, gatherModels, type Found, type Missing, type Place } from './gather-models.ts';
import { readManifest, readModelFolder } from './model-folder.ts';
import { upstreams } from './model-upstreams.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const ownModels = path.join(root, '.models');
const ownManifest = path.join(root, 'content/models/face.json');

/** What became of filling. `without`: what the pack can do without and was not found. */
export type Filled =
  | { readonly is: 'filled' | 'already'; readonly version: string; readonly places: readonly string[]; readonly without: readonly Missing[] }
  | { readonly is: 'missing'; readonly missing: readonly Missing[] }
  | { readonly is: 'wrong-manifest' | 'disk'; readonly says: string };

export interface FillOptions {
  /** `face` in it is filled, whole or not at all. */
  readonly modelsDir?: string;
  /** MODELS_DIR: the site's own weights, with their own manifest.json or to be found for ours. */
  readonly siteDir?: string | undefined;
  readonly sharedDir?: string;
  /** The manifest to fill for; ours unless told. One of MODELS_DIR comes before it. */
  readonly manifest?: string | undefined;
  readonly upstreams?: Readonly<Record<string, string>>;
  /** Of one download, ms. */
  readonly deadlineMs?: number;
  readonly fetch?: typeof fetch;
}

/** Fills the folder from the site's own, else from `../shared/models`, else from their makers. Never half: beside it first, then in one move. */
export async function fillModels({ modelsDir = ownModels, siteDir = process.env['MODELS_DIR'] || undefined, sharedDir = path.join(root, '../shared/models'), manifest: chosen, upstreams: addresses = upstreams, deadlineMs = 120_000, fetch: get = fetch }: FillOptions = {}): Promise<Filled> {
  const dir = path.join(modelsDir, 'face');
  const there = await readModelFolder(dir);
  const site = siteDir === undefined ? { is: 'none' } as const : await readManifest(siteDir);
  if (site.is === 'wrong') return { is: 'wrong-manifest', says: site.says };
  const ours = await readFile(chosen ?? ownManifest, 'utf8');
  // Other models than ours are a site's own choice from an earlier time.
  if (siteDir === undefined && chosen === undefined && there.is === 'whole' && !sharesWith(there.pack, parsed(ours))) return { is: 'already', version: there.pack.version, places: [], without: [] };

  const written = site.is === 'whole' ? site.manifest : ours;
  const pack = parsed(written);
  const places: Place[] = [
    { is: 'folder', name: dir, dir },
    ...(siteDir === undefined ? [] : [{ is: 'folder', name: `MODELS_DIR（${siteDir}）`, dir: siteDir } as const]),
    { is: 'folder', name: '../shared/models', dir: sharedDir },
    { is: 'upstream', name: '上游网址', addressOf: (sha256) => (Object.hasOwn(addresses, sha256) ? addresses[sha256] : undefined), deadlineMs },
  ];
  const { found, missing } = await gatherModels(pack, places, get);
  if (!missing.every(canDoWithout)) return { is: 'missing', missing };
  const manifest = missing.length === 0 ? written : `${JSON.stringify({ ...pack, models: found.map(({ model }) => model) }, null, 2)}\n`;
  const done = { version: pack.version, without: missing };
  if (there.is === 'whole' && there.manifest === manifest) return { is: 'already', places: [], ...done };
  try {
    await lay(dir, found, manifest);
  } catch (trouble) {
    return { is: 'disk', says: trouble instanceof Error ? trouble.message : String(trouble) };
  }
  return { is: 'filled', places: [...new Set(found.map(({ place }) => place))].filter((place) => place !== dir), ...done };
}

const parsed = (manifest: string): ModelPack => v.parse(v.pipe(v.string(), v.parseJson(), ModelPack), manifest);
const sharesWith = (a: ModelPack, b: ModelPack): boolean => a.models.every(({ sha256 }) => b.models.some((one) => one.sha256 === sha256));

async function lay(dir: string, found: readonly Found[], manifest: string) {
  const beside = path.dirname(dir);
  await mkdir(beside, { recursive: true });
  await sweep(beside);
  const fresh = path.join(beside, `.fresh-${randomBytes(6).toString('hex')}`);
  const old = path.join(beside, `.old-${randomBytes(6).toString('hex')}`);
  await mkdir(fresh);
  try {
    for (const { model, file, bytes } of found) await (bytes ? writeFile(path.join(fresh, model.file), bytes) : copyFile(file!, path.join(fresh, model.file)));
    await writeFile(path.join(fresh, manifestFile), manifest);
    const laid = await readModelFolder(fresh);
    if (laid.is !== 'whole') throw new Error(laid.is === 'wrong' ? laid.says : `${fresh} 写不进去`);
    await rename(dir, old).catch((trouble: NodeJS.ErrnoException) => { if (trouble.code !== 'ENOENT') throw trouble; });
    await rename(fresh, dir);
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

/** What an interrupted filling left behind more than an hour ago. */
async function sweep(beside: string) {
  for (const name of await readdir(beside)) {
    const left = path.join(beside, name);
    if (/^\.(?:fresh|old)-/.test(name) && Date.now() - (await stat(left)).mtimeMs > 3_600_000) await rm(left, { recursive: true, force: true });
  }
}

const whyWords = { nowhere: '没有找到', 'not-tried': '上游有，其他的齐了再下载', unreachable: '下载不了', 'other-bytes': '下载到的内容对不上' } as const;
const mib = (bytes: number) => `${Math.max(bytes / 2 ** 20, 0.1).toFixed(1)} MiB`;
const missingWords = ({ file, title, bytes, provenance, why }: Missing) =>
  `${title}（${file}，${mib(bytes)}）：${whyWords[why]}；出自 ${provenance.repository} 的 ${provenance.path}${provenance.converted === undefined ? '' : `，要先转成 ONNX（${provenance.converted}）`}`;

/** What became of filling, in sentences: the first says it all. */
export function sayFilled(filled: Filled): readonly string[] {
  switch (filled.is) {
    case 'already': return [`人脸模型 ${filled.version} 已在本机，内容核对无误。 The face models are here.`, ...without(filled.without)];
    case 'filled': return [`人脸模型 ${filled.version} 已放好${filled.places.length > 0 ? `，取自 ${filled.places.join('、')}` : ''}。 The face models are in place.`, ...without(filled.without)];
    case 'missing': return [
      '没有人脸模型，刷脸核验不可用，其他核验方式照常。 No face models: the kiosk offers its other ways.',
      ...filled.missing.map((one) => `  缺：${missingWords(one)}`),
      '  把这些文件放进一个文件夹，再运行 MODELS_DIR=那个文件夹 npm run models；用别的模型，就在那里放一份自己的 manifest.json。',
    ];
    case 'wrong-manifest': return [`MODELS_DIR 里的模型包用不了，没有改动：${filled.says}`];
    case 'disk': return [`人脸模型没有写到磁盘上：${filled.says}`];
  }
}
const without = (missing: readonly Missing[]) => missing.map((one) => `  少一个不影响使用的：${missingWords(one)}`);

if (import.meta.main) {
  const { values } = parseArgs({ options: { manifest: { type: 'string' } } });
  const filled = await fillModels({ manifest: values.manifest });
  const well = filled.is === 'filled' || filled.is === 'already';
  for (const line of sayFilled(filled)) (well ? console.log : console.error)(line);
  if (!well) process.exitCode = 1;
}

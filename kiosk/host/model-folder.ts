import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { manifestFile, ModelPack } from '../../content/schema/model-pack.ts';

/** A folder of models: whole, every byte as its manifest says; without a manifest; or a sentence of what is wrong with it. */
export type ModelFolder = { readonly is: 'whole'; readonly pack: ModelPack; readonly manifest: string } | { readonly is: 'none' } | { readonly is: 'wrong'; readonly says: string };

/** Reads a folder's manifest and holds every file of it against its hash. */
export async function readModelFolder(dir: string): Promise<ModelFolder> {
  const read = await readManifest(dir);
  if (read.is !== 'whole') return read;
  for (const { file, bytes, sha256 } of read.pack.models) {
    if (!await isWhole(path.join(dir, file), bytes, sha256)) return { is: 'wrong', says: `${path.join(dir, file)} 不在，或和 ${manifestFile} 里写的不一样` };
  }
  return read;
}

/** The manifest alone; its files are not looked at. */
export async function readManifest(dir: string): Promise<ModelFolder> {
  const file = path.join(dir, manifestFile);
  let manifest: string;
  try {
    manifest = await readFile(file, 'utf8');
  } catch {
    return { is: 'none' };
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ModelPack), manifest);
  if (parsed.success) return { is: 'whole', pack: parsed.output, manifest };
  return { is: 'wrong', says: `${file} 不是模型包的说明：${parsed.issues.slice(0, 5).map((issue) => `${v.getDotPath(issue) ?? '全文'}（${issue.message}）`).join('；')}` };
}

/** Whether a file is there with these bytes. */
export async function isWhole(file: string, bytes: number, sha256: string): Promise<boolean> {
  try {
    return (await stat(file)).size === bytes && createHash('sha256').update(await readFile(file)).digest('hex') === sha256;
  } catch {
    return false;
  }
}

/** The .onnx files that lie in a folder, by their size; none where there is no folder. */
export async function weightsIn(dir: string): Promise<readonly { readonly file: string; readonly bytes: number }[]> {
  const names = await readdir(dir).catch(() => []);
  const found = await Promise.all(names.filter((name) => name.endsWith('.onnx')).sort().map(async (name) => {
    const file = path.join(dir, name);
    const seen = await stat(file).catch(() => undefined);
    return seen?.isFile() ? [{ file, bytes: seen.size }] : [];
  }));
  return found.flat();
}

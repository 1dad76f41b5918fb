import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { fileName, mostFileBytes, officeCode } from '../schema/manifest.ts';
import { manifestFile, ModelPack } from '../schema/model-pack.ts';
import type { Finding } from '../tools/read.ts';
import type { Wanted } from './plan.ts';

export interface LargeFiles { readonly wanted: readonly Wanted[]; readonly findings: readonly Finding[] }

/** Pictures and sound below content/media as one pack of the office; nothing when there is no such folder. */
export const mediaPacks = (contentDir: string): LargeFiles => packOf(path.join(contentDir, 'media'), 'media', { pack: `${officeCode}/media`, kind: 'media', title: '图片和声音' });

/**
 * Models, such as for faces or documents: each folder below this one is a pack of its own, so that a kiosk takes only what it has
 * a use for. One with a manifest.json must be what it says. A name that begins with a dot is being filled; no folder, no packs.
 */
export function modelPacks(modelsDir: string): LargeFiles {
  const folders = existsSync(modelsDir) ? readdirSync(modelsDir, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name).sort() : [];
  const all = folders.map((name) => packOf(path.join(modelsDir, name), `models/${name}`, { pack: `${officeCode}/model-${name}`, kind: 'models', title: `模型 · ${name}` }));
  return { wanted: all.flatMap(({ wanted }) => wanted), findings: all.flatMap(({ wanted, findings }) => [...findings, ...wanted.flatMap(unlikeManifest)]) };
}

/** What every kiosk would refuse is found before it is signed. */
function unlikeManifest({ files }: Wanted): readonly Finding[] {
  const manifest = Object.keys(files).find((name) => path.basename(name) === manifestFile);
  if (manifest === undefined) return [];
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ModelPack), Buffer.from(files[manifest] as Uint8Array).toString('utf8'));
  if (!parsed.success) return parsed.issues.map((issue) => ({ file: manifest, line: 1, says: `${v.getDotPath(issue) ?? '全文'}：${issue.message}` }));
  return parsed.output.models.flatMap(({ file, sha256 }) => {
    const name = `${path.dirname(manifest)}/${file}`;
    const bytes = Object.hasOwn(files, name) ? files[name] as Uint8Array : undefined;
    if (bytes && createHash('sha256').update(bytes).digest('hex') === sha256) return [];
    return [{ file: name, line: 1, says: bytes ? `和 ${manifestFile} 里写的 sha256 不一样` : `${manifestFile} 里写了，文件不在` }];
  });
}

function packOf(folder: string, below: string, pack: Omit<Wanted, 'files'>): LargeFiles {
  if (!existsSync(folder)) return { wanted: [], findings: [] };
  const files: Record<string, Uint8Array> = {};
  const findings: Finding[] = [];
  for (const name of globSync('**/*', { cwd: folder }).sort()) {
    const stats = statSync(path.join(folder, name));
    if (!stats.isFile()) continue;
    const inPack = `${below}/${name.split(path.sep).join('/')}`;
    if (!v.is(fileName, inPack)) findings.push({ file: inPack, line: 1, says: '文件名只用字母、数字、连字符和下划线，以小写字母或数字开头，要有小写的扩展名' });
    else if (stats.size > mostFileBytes) findings.push({ file: inPack, line: 1, says: `文件有 ${Math.ceil(stats.size / 2 ** 20)} MB，最大 ${mostFileBytes / 2 ** 20} MB` });
    else files[inPack] = readFileSync(path.join(folder, name));
  }
  return { wanted: Object.keys(files).length > 0 ? [{ ...pack, files }] : [], findings };
}

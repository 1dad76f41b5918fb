import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { fileName, mostFileBytes, officeCode } from '../schema/manifest.ts';
import type { Finding } from '../tools/read.ts';
import type { Wanted } from './plan.ts';

export interface LargeFiles { readonly wanted: readonly Wanted[]; readonly findings: readonly Finding[] }

/** Pictures and sound below content/media as one pack of the office; nothing when there is no such folder. */
export const mediaPacks = (contentDir: string): LargeFiles => packOf(path.join(contentDir, 'media'), 'media', { pack: `${officeCode}/media`, kind: 'media', title: '图片和声音' });

/** Models, such as for faces or documents: each folder below this one is a pack of its own, so that a kiosk takes only what it has a use for. */
export function modelPacks(modelsDir: string): LargeFiles {
  const folders = readdirSync(modelsDir, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  const all = folders.map((name) => packOf(path.join(modelsDir, name), `models/${name}`, { pack: `${officeCode}/model-${name}`, kind: 'models', title: `模型 · ${name}` }));
  return { wanted: all.flatMap(({ wanted }) => wanted), findings: all.flatMap(({ findings }) => findings) };
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

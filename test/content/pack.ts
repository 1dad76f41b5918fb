import { createHash, randomUUID } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Pack } from '../../content/schema/pack.ts';
import type { Finding } from '../../content/tools/read.ts';
import type { Matter } from '../../kiosk/core/matter.ts';
import { contentRoot } from './root.ts';

interface Built { readonly pack: Pack; readonly findings: readonly Finding[] }
const kept = path.resolve(contentRoot, '../node_modules/.cache/test-pack.json');

/** The content of this checkout, built once for all test files as long as none of it changes. */
export const { pack, findings } = await built();

async function built(): Promise<Built> {
  const sources = globSync('{content/**/*.{ts,yaml},kiosk/core/*.ts}', { cwd: path.dirname(contentRoot) }).sort();
  const key = createHash('sha256').update(JSON.stringify(sources.map((file) => {
    const { mtimeMs, size } = statSync(path.join(path.dirname(contentRoot), file));
    return [file, mtimeMs, size];
  }))).digest('hex');
  if (existsSync(kept)) {
    const before = JSON.parse(readFileSync(kept, 'utf8')) as Built & { readonly key: string };
    if (before.key === key) return before;
  }
  const { loadPack } = await import('../../content/tools/load.ts');
  const now = { key, ...loadPack(contentRoot, '2026-11-23T00:00:00.000Z') };
  mkdirSync(path.dirname(kept), { recursive: true });
  // Other workers may be reading: the new file takes the place of the old in one step.
  const fresh = `${kept}.${randomUUID()}`;
  writeFileSync(fresh, JSON.stringify(now));
  renameSync(fresh, kept);
  return now;
}

/** The day on which the examples of the content were written. */
export const today = '2026-11-23';

/** A matter by the id of its item or chain, and perhaps of one variant. */
export function matter(id: string, variant?: string): Matter {
  const chain = pack.chains[id];
  if (chain) return { is: 'chain', chain };
  const item = pack.items[id];
  if (!item) throw new Error(`no such matter: ${id}`);
  return { is: 'item', item, variant: item.variants.find((v) => v.id === variant) ?? null };
}

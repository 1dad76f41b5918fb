import path from 'node:path';
import { loadPack } from '../../content/tools/load.ts';
import type { Matter } from '../../kiosk/core/matter.ts';

export const contentRoot = path.resolve(import.meta.dirname, '../../content');
/** The content of this checkout, built once for a test file. */
export const { pack, findings } = loadPack(contentRoot, '2026-11-23T00:00:00.000Z');

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

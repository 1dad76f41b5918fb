import type { Pack } from '../../content/schema/pack.ts';
import { splitPack } from '../core/pack-files.ts';
import { stableJson } from '../core/stable-json.ts';
import { sha256 } from '../tuf/bytes.ts';
import type { Kept } from './kept.ts';
import { keep, type Wanted } from './receive.ts';

/** Fewer files than this are sooner fetched than looked for. */
const worthLooking = 16;

/**
 * Files that the app has brought with it need not be fetched: at a first start these are nearly all. What is taken is what has
 * the hash that the catalog vouches for, so it does not matter where it comes from.
 */
export async function seed(kept: Kept, wanted: readonly Wanted[], builtIn: () => Promise<Pack | null>): Promise<void> {
  if (wanted.length < worthLooking) return;
  const pack = await builtIn();
  if (!pack) return;
  const hashes = new Set(wanted.map((one) => one.sha256));
  const files = await Promise.all(splitPack(pack).flatMap(({ files }) => Object.values(files)).map(async (content) => {
    const bytes = new TextEncoder().encode(stableJson(content));
    return { hash: await sha256(bytes), bytes };
  }));
  const found = files.filter(({ hash }) => hashes.has(hash));
  if (found.length > 0) await keep(kept, found);
}

import type { Result } from '../core/result.ts';
import { type Bytes, sha256 } from '../tuf/bytes.ts';
import type { MetadataStore } from '../tuf/port.ts';
import type { Kept } from './kept.ts';

/** Trusted metadata in the content database; what is kept already is not written again. */
export function metadataIn(kept: Kept): MetadataStore {
  const get = async (name: string): Promise<Bytes | undefined> => {
    const read = await kept.read(['metadata'], (tx) => tx.get('metadata', name));
    return read.ok ? read.value as Bytes | undefined : undefined;
  };
  return {
    get,
    async put(name, bytes) {
      const before = await get(name);
      if (before && before.length === bytes.length && before.every((byte, i) => byte === bytes[i])) return 'kept';
      return (await kept.write(['metadata'], (tx) => tx.put('metadata', name, bytes))).ok ? 'kept' : 'failed';
    },
  };
}

/**
 * Begins with the root that this terminal was set up with, unless it was begun with before. Another one means that somebody set
 * it up anew, perhaps for another catalog: nothing of the old is trusted any more. Answers the SHA-256 by which a catalog is told from another.
 */
export async function trustRoot(kept: Kept, root: unknown): Promise<Result<string, 'storage'>> {
  const bytes = new TextEncoder().encode(JSON.stringify(root));
  const hash = await sha256(bytes);
  return kept.write(['metadata', 'state'], async (tx) => {
    if (await tx.get('state', 'root') === hash) return hash;
    for (const name of await tx.keys('metadata')) await tx.delete('metadata', name);
    await tx.put('metadata', 'root', bytes);
    await tx.put('state', 'root', hash);
    return hash;
  });
}

/** The highest time ever seen in verified metadata, ms; 0 before the first. It never goes back, whatever becomes of the clock or the catalog. */
export async function floorOf(kept: Kept): Promise<number> {
  const read = await kept.read(['state'], (tx) => tx.get('state', 'floor'));
  return read.ok && typeof read.value === 'number' ? read.value : 0;
}
export const raiseFloor = (kept: Kept, to: number): Promise<Result<null, 'storage'>> => kept.write(['state'], async (tx) => {
  const before = await tx.get('state', 'floor');
  if (typeof before !== 'number' || before < to) await tx.put('state', 'floor', to);
  return null;
});

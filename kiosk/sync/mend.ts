import { type Bytes, sha256 } from '../tuf/bytes.ts';
import { fallBack, standingOf } from './generations.ts';
import type { Kept } from './kept.ts';
import type { Net } from './net.ts';
import { receive } from './receive.ts';
import { forget } from './settle.ts';

/**
 * Looks whether every file of the generation shown still has its hash; a start of the page looks at lengths only. What the disk
 * has damaged is fetched again (`mended`), or the generation is given up (`given-up`). Either way the page has to start again.
 */
export async function mendKept(kept: Kept, { net, url }: { readonly net: Net; readonly url: string }): Promise<'well' | 'mended' | 'given-up' | 'storage'> {
  const standing = await standingOf(kept);
  if (!standing.ok) return 'storage';
  const { active } = standing.value;
  if (!active?.files) return 'well';
  const files = [...new Map(Object.values(active.files).map((file) => [file.sha256, file])).values()];
  const damaged: typeof files = [];
  for (const file of files) {
    const read = await kept.read(['blobs'], (tx) => tx.get('blobs', file.sha256));
    if (!read.ok) return 'storage';
    const bytes = read.value as Bytes | undefined;
    if (bytes?.length !== file.length || await sha256(bytes) !== file.sha256) damaged.push(file);
  }
  if (damaged.length === 0) return 'well';
  const lost = damaged.map((file) => file.sha256);
  if (!(await forget(kept, lost)).ok) return 'storage';
  const got = await receive(damaged, { kept, net, url });
  if (got.ok) return 'mended';
  return (await fallBack(kept, active.number, { is: 'damaged', lost })).ok ? 'given-up' : 'storage';
}

import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Compression, siblingEndings, siblings } from './compress.ts';
import { writeDurably } from './durable.ts';

/** A crash may have left the timestamp's compressed forms one version behind: they are made again from the plain one, which counts. */
export async function repairSiblings(publicDir: string, compression: Compression): Promise<void> {
  const file = path.join(publicDir, 'metadata/timestamp.json');
  const made = new Map(await siblings(readFileSync(file), compression));
  for (const ending of siblingEndings) {
    const bytes = made.get(ending);
    const there = existsSync(file + ending) ? readFileSync(file + ending) : undefined;
    if (bytes && !there?.equals(bytes)) writeDurably(file + ending, bytes, 0o644, Math.floor(statSync(file).mtimeMs / 1000));
    if (!bytes && there) rmSync(file + ending);
  }
}

import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Runs `build` unless it ran after the last change of anything in `sources`. `stamp` is an empty file that remembers when;
 * a change made during the build counts as newer.
 */
export async function unlessFresh({ stamp, sources, except = [], build, force = false }: {
  stamp: string; sources: readonly string[]; except?: readonly string[]; build: () => Promise<void>; force?: boolean;
}): Promise<'built' | 'fresh'> {
  const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (!force && builtAt > newest(sources, except)) return 'fresh';
  const began = new Date();
  await build();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, began, began);
  return 'built';
}

/** When anything below the sources last changed, in ms since 1970. A folder changes when a file in it goes. */
export function newest(sources: readonly string[], except: readonly string[]): number {
  let latest = 0;
  const look = (file: string) => {
    if (except.includes(file) || file.endsWith('.tsbuildinfo')) return;
    const seen = statSync(file, { throwIfNoEntry: false });
    if (!seen) return;
    latest = Math.max(latest, seen.mtimeMs);
    if (seen.isDirectory()) for (const name of readdirSync(file)) look(path.join(file, name));
  };
  sources.forEach(look);
  return latest;
}

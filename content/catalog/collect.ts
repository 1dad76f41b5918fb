import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { blobPath, rolloutPath, rolloutRole } from '../schema/manifest.ts';
import { historyOf } from './history.ts';
import { keptFor } from './policy.ts';
import { manifestsOf, metadataName, readRole, targetName } from './repository.ts';
import { siblingEndings } from './compress.ts';

export interface Collected { readonly removed: readonly string[]; readonly bytes: number }

/**
 * Removes what no kiosk can want any more: files that belong to no state of the catalog of the last 90 days. Roots stay for
 * ever: a terminal out of the store room goes through all of them. Younger files stay too: somebody may be publishing them.
 */
export function collect(dir: string, now: number, dryRun: boolean): Collected {
  const publicDir = path.join(dir, 'public');
  const wanted = wantedFiles(dir, publicDir, now);
  const removed: string[] = [];
  let bytes = 0;
  for (const name of readdirSync(publicDir, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(publicDir, name);
    const stats = statSync(file);
    const plain = siblingEndings.reduce((all, ending) => (all.endsWith(ending) ? all.slice(0, -ending.length) : all), name.split(path.sep).join('/'));
    if (!stats.isFile() || wanted.has(plain) || /^metadata\/\d+\.root\.json$/.test(plain) || now - stats.mtimeMs < keptFor) continue;
    removed.push(name);
    bytes += stats.size;
    if (!dryRun) rmSync(file);
  }
  return { removed, bytes };
}

function wantedFiles(dir: string, publicDir: string, now: number): Set<string> {
  const all = historyOf(dir);
  // A state was there until the next one: the one that was there 90 days ago counts.
  const recent = all.filter((_, i) => i === all.length - 1 || now - Date.parse(all[i + 1]!.at) < keptFor);
  const wanted = new Set(['metadata/timestamp.json']);
  const seen = new Set<string>();
  for (const { snapshot, roles } of recent) {
    wanted.add(`metadata/${metadataName('snapshot', snapshot)}`);
    for (const [role, version] of Object.entries(roles)) {
      const name = metadataName(role, version);
      if (seen.has(name)) continue;
      seen.add(name);
      wanted.add(`metadata/${name}`);
      if (role === 'targets') continue;
      const metadata = readRole(publicDir, role, version);
      if (!metadata) continue;
      if (role === rolloutRole) wanted.add(targetName(rolloutPath, metadata.signed.targets[rolloutPath]!.hashes['sha256']!));
      for (const { path: target, target: file, manifest } of manifestsOf(publicDir, role, metadata)) {
        wanted.add(targetName(target, file.hashes['sha256']!));
        for (const { sha256 } of Object.values(manifest.files)) wanted.add(blobPath(sha256));
      }
    }
  }
  return wanted;
}

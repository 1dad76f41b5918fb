import { departmentOf, manifestPath, type PackManifest, roleOf } from '../schema/manifest.ts';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import { historyOf } from './history.ts';
import { type Plan, planOf, type Wanted } from './plan.ts';
import type { CatalogProblem } from './problem.ts';
import { allManifests, manifestsOf, readBlob, readPublished, readRole } from './repository.ts';

/** A version that was published once, listed or not. */
export function findManifest(dir: string, publicDir: string, pack: string, version: number): PackManifest | undefined {
  const role = roleOf(departmentOf(pack));
  const path = manifestPath(pack, version);
  const seen = new Set<number>();
  for (const { roles } of historyOf(dir).toReversed()) {
    const number = roles[role];
    if (number === undefined || seen.has(number)) continue;
    seen.add(number);
    const metadata = readRole(publicDir, role, number);
    if (metadata && Object.hasOwn(metadata.signed.targets, path)) return manifestsOf(publicDir, role, metadata).find((one) => one.path === path)?.manifest;
  }
  return undefined;
}

/** What publishing old versions' files again would change. Files older than the catalog keeps are a problem, never a gap. */
export function planBack(dir: string, publicDir: string, packs: Readonly<Record<string, number>>, now: number): Result<Plan, CatalogProblem> {
  const wanted: Wanted[] = [];
  for (const [pack, version] of Object.entries(packs)) {
    const old = findManifest(dir, publicDir, pack, version);
    if (!old) return fail({ is: 'unknown', what: '版本', name: `${pack} 第 ${version} 版` });
    const files: Record<string, Uint8Array> = {};
    for (const [name, { sha256 }] of Object.entries(old.files)) {
      const bytes = readBlob(publicDir, sha256);
      if (!bytes) return fail({ is: 'unknown', what: '文件（已过保留期）', name: `${pack} 第 ${version} 版的 ${name}` });
      files[name] = bytes;
    }
    wanted.push({ pack, kind: old.kind, title: old.title, files });
  }
  const listed = allManifests(publicDir, readPublished(publicDir)).filter(({ manifest }) => Object.hasOwn(packs, manifest.pack));
  return ok(planOf(wanted, listed, (hash) => readBlob(publicDir, hash), now));
}

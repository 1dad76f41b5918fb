import * as v from 'valibot';
import { PackManifest, parseManifestPath } from '../schema/manifest.ts';
import type { Metadata, Root, Targets } from '../../kiosk/tuf/metadata.ts';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import type { Draft } from './draft.ts';
import { isOnline, maySign, moment } from './policy.ts';
import type { CatalogProblem } from './problem.ts';
import type { Published } from './repository.ts';
import { enough } from './signatures.ts';
import { sha256Of } from './stable-json.ts';

/** The state after the draft, apart from what the catalog signs itself. */
export interface Next { readonly root: Metadata<Root>; readonly targets: Metadata<Targets>; readonly roles: Readonly<Record<string, Metadata<Targets>>> }

/**
 * Everything a kiosk would refuse, looked at before it is published: signatures and thresholds under the old and the new root,
 * paths, numbers and times that would go back, files that are not what the manifest says. `hasBlob`: of the catalog.
 */
export function checkDraft(published: Published, draft: Draft, hasBlob: (sha256: string) => boolean, now: number): Result<Next, CatalogProblem> {
  const stale = staleness(published, draft);
  if (stale) return fail(stale);
  const next: Next = {
    root: (draft.roles['root'] as Metadata<Root> | undefined) ?? published.root,
    targets: (draft.roles['targets'] as Metadata<Targets> | undefined) ?? published.targets,
    roles: { ...published.roles, ...Object.fromEntries(Object.entries(draft.roles).filter(([role]) => role !== 'root' && role !== 'targets')) as Record<string, Metadata<Targets>> },
  };
  return checkTime(published, draft, now) ?? checkSignatures(published, next) ?? checkPaths(published, next) ?? checkFiles(draft, hasBlob) ?? ok(next);
}

function staleness({ root, targets, roles }: Published, draft: Draft): CatalogProblem | undefined {
  for (const [role, metadata] of Object.entries(draft.roles)) {
    const current = role === 'root' ? root : role === 'targets' ? targets : roles[role];
    const version = current?.signed.version ?? 0;
    // What a crash had published before it stopped is no reason to sign again.
    if (version !== draft.base[role] && !(version === metadata.signed.version && JSON.stringify(current) === JSON.stringify(metadata))) return { is: 'stale', role, base: draft.base[role] ?? 0, now: version };
  }
  return undefined;
}

function checkTime(published: Published, draft: Draft, now: number): ReturnType<typeof fail<CatalogProblem>> | undefined {
  const last = published.timestamp.signed['x-published'];
  if (now < Date.parse(last)) return fail({ is: 'backwards', what: '目录的时间', from: last, to: moment(now) });
  for (const [role, { signed }] of Object.entries(draft.roles)) if (Date.parse(signed.expires) <= now) return fail({ is: 'expired', role, at: signed.expires });
  return undefined;
}

function checkSignatures(published: Published, next: Next): ReturnType<typeof fail<CatalogProblem>> | undefined {
  const top = (root: Root) => [['root', next.root, root.roles.root, root.keys], ['targets', next.targets, root.roles.targets, root.keys]] as const;
  const delegations = next.targets.signed.delegations!;
  const delegated = delegations.roles!.filter(({ name }) => !isOnline(name)).map((role) => [role.name, next.roles[role.name]!, role, delegations.keys] as const);
  for (const [role, metadata, by, keys] of [...top(published.root.signed), ...top(next.root.signed), ...delegated]) {
    const good = enough(metadata, role, by, keys);
    if (!good.ok) return good;
  }
  return undefined;
}

function checkPaths(published: Published, next: Next): ReturnType<typeof fail<CatalogProblem>> | undefined {
  const direct = Object.keys(next.targets.signed.targets)[0];
  if (direct !== undefined) return fail({ is: 'beyond', role: 'targets', path: direct });
  if (next.root.signed.version < published.root.signed.version) return fail({ is: 'backwards', what: 'root 的版本', from: String(published.root.signed.version), to: String(next.root.signed.version) });
  for (const [role, { signed }] of Object.entries(next.roles)) {
    const before = published.roles[role];
    if (before && signed.version < before.signed.version) return fail({ is: 'backwards', what: `${role} 的版本`, from: String(before.signed.version), to: String(signed.version) });
    const highest = highestVersions(signed);
    for (const path of Object.keys(signed.targets)) if (!maySign(role, path)) return fail({ is: 'beyond', role, path });
    for (const [pack, version] of highestVersions(before?.signed)) if ((highest.get(pack) ?? 0) < version) return fail({ is: 'backwards', what: `${pack} 的版本`, from: String(version), to: String(highest.get(pack) ?? 0) });
    for (const [path, { hashes }] of Object.entries(before?.signed.targets ?? {})) {
      const now = signed.targets[path];
      if (now && parseManifestPath(path) && now.hashes['sha256'] !== hashes['sha256']) return fail({ is: 'backwards', what: `${path} 已经发布过，内容`, from: hashes['sha256']!.slice(0, 8), to: now.hashes['sha256']!.slice(0, 8) });
    }
  }
  return undefined;
}

function highestVersions(signed: Targets | undefined): Map<string, number> {
  const highest = new Map<string, number>();
  for (const path of Object.keys(signed?.targets ?? {})) {
    const found = parseManifestPath(path);
    if (found) highest.set(found.pack, Math.max(found.version, highest.get(found.pack) ?? 0));
  }
  return highest;
}

/** What is signed, what the manifest says and what is carried along must be the same. */
function checkFiles(draft: Draft, hasBlob: (sha256: string) => boolean): ReturnType<typeof fail<CatalogProblem>> | undefined {
  const damaged = (what: string, name: string) => fail({ is: 'damaged', what, name } as const);
  for (const [hash, text] of Object.entries(draft.blobs)) if (sha256Of(Buffer.from(text, 'base64')) !== hash) return damaged('文件', hash);
  const vouched = Object.assign({}, ...Object.values(draft.roles).map(({ signed }) => ('targets' in signed ? signed.targets : {}))) as Targets['targets'];
  for (const [path, text] of Object.entries(draft.targets)) {
    const bytes = Buffer.from(text);
    if (vouched[path]?.hashes['sha256'] !== sha256Of(bytes) || vouched[path].length !== bytes.length) return damaged('清单', path);
    const manifest = v.safeParse(PackManifest, JSON.parse(text));
    const named = parseManifestPath(path);
    if (!manifest.success || manifest.output.pack !== named?.pack || manifest.output.version !== named.version) return damaged('清单', path);
    for (const [name, { sha256 }] of Object.entries(manifest.output.files)) if (!Object.hasOwn(draft.blobs, sha256) && !hasBlob(sha256)) return damaged('文件', name);
  }
  return undefined;
}

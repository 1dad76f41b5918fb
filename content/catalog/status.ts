import { parseManifestPath } from '../schema/manifest.ts';
import type { Rollout } from '../schema/rollout.ts';
import type { KeyRing } from './key-ring.ts';
import { isOnline, type Warning, warningOf } from './policy.ts';
import type { Published } from './repository.ts';

export interface RoleStatus {
  readonly role: string; readonly version: number; readonly expires: string; readonly daysLeft: number; readonly warning: Warning;
  /** Signed by the catalog itself; all others wait for people. */
  readonly online: boolean;
  readonly keys: readonly string[]; readonly threshold: number;
  /** Listed packs of a department. */
  readonly packs: number;
}
export interface CatalogStatus { readonly published: string; readonly timestamp: number; readonly snapshot: number; readonly roles: readonly RoleStatus[]; readonly rollout: Rollout; readonly warnings: readonly string[] }

/** How the catalog stands, and what somebody must do about it soon. */
export function statusOf(published: Published, rollout: Rollout, ring: KeyRing, now: number): CatalogStatus {
  const { root, targets, roles: delegated, snapshot, timestamp } = published;
  const delegations = targets.signed.delegations!;
  const of = (role: string, { version, expires }: { readonly version: number; readonly expires: string }, by: { readonly keyids: readonly string[]; readonly threshold: number }, paths: readonly string[] = []): RoleStatus => ({
    role, version, expires, ...warningOf(role, expires, now), online: isOnline(role), keys: by.keyids.map(ring.nameOf), threshold: by.threshold,
    packs: new Set(paths.flatMap((path) => parseManifestPath(path)?.pack ?? [])).size,
  });
  const roles = [
    of('root', root.signed, root.signed.roles.root), of('targets', targets.signed, root.signed.roles.targets),
    of('snapshot', snapshot.signed, root.signed.roles.snapshot), of('timestamp', timestamp.signed, root.signed.roles.timestamp),
    ...delegations.roles!.map((role) => of(role.name, delegated[role.name]!.signed, role, Object.keys(delegated[role.name]!.signed.targets))),
  ];
  return { published: timestamp.signed['x-published'], timestamp: timestamp.signed.version, snapshot: snapshot.signed.version, roles, rollout, warnings: roles.flatMap(sentence) };
}

function sentence({ role, daysLeft, expires, warning, online }: RoleStatus): string[] {
  if (warning === null) return [];
  const remedy = online ? '自动续签没有在运行：请查 catalog serve 或定时任务，先用 renew 补签' : role === 'root' || role === 'targets' ? '请召集保管人，用 renew 续签' : '请该部门用 renew 续签';
  return [warning === 'expired' ? `${role} 的签名已于 ${expires} 到期，终端不再接受新内容（原有内容照常显示）。${remedy}。` : `${role} 的签名还有 ${daysLeft} 天到期（${expires}）。${remedy}。`];
}

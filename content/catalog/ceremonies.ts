import { roleOf, rolloutRole } from '../schema/manifest.ts';
import type { Delegations, Key, Metadata, Role, Root, Targets, TopRole } from '../../kiosk/tuf/metadata.ts';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import { type Draft, unsigned } from './draft.ts';
import { delegation, expiryOf, moment, specVersion } from './policy.ts';
import type { CatalogProblem } from './problem.ts';
import { newestOnDisk, type Published } from './repository.ts';
import { keyidOf } from './signer.ts';

const topRoles: readonly TopRole[] = ['root', 'targets', 'snapshot', 'timestamp'];

/**
 * A key goes, another comes in its place, in every role it signs for: a holder's in root and targets, a department's in its own.
 * Without a new one it is revoked, where enough others remain. What it vouched for is signed anew by those that do now.
 */
export function draftKeyChange(publicDir: string, published: Published, { out, in: fresh, title, now }: { readonly out: string; readonly in?: Key | undefined; readonly title: string; readonly now: number }): Result<Draft, CatalogProblem> {
  const { root, targets } = published;
  const delegations = targets.signed.delegations!;
  const short: CatalogProblem[] = [];
  const change = <R extends Role>(name: string, role: R): R => {
    if (!role.keyids.includes(out)) return role;
    const keyids = role.keyids.flatMap((keyid) => (keyid !== out ? [keyid] : fresh ? [keyidOf(fresh)] : []));
    if (keyids.length < role.threshold) short.push({ is: 'too-few-keys', role: name, left: keyids.length, needed: role.threshold });
    return { ...role, keyids };
  };
  const inTop = topRoles.filter((role) => root.signed.roles[role].keyids.includes(out));
  const inDelegated = delegations.roles!.filter(({ keyids }) => keyids.includes(out)).map(({ name }) => name);
  if (inTop.length + inDelegated.length === 0) return fail({ is: 'unknown', what: '在用的钥匙', name: out });

  const roles: Record<string, Metadata<Root | Targets>> = {};
  if (inTop.length > 0) {
    const next = Object.fromEntries(topRoles.map((role) => [role, change(role, root.signed.roles[role])])) as Root['roles'];
    roles['root'] = nextRoot({ ...root.signed, roles: next, keys: exchanged(root.signed.keys, Object.values(next), fresh) }, now);
  }
  if (inTop.includes('targets') || inDelegated.length > 0) {
    const next = delegations.roles!.map((role) => change(role.name, role));
    roles['targets'] = unsigned(publicDir, { ...targets.signed, delegations: { keys: exchanged(delegations.keys, next, fresh), roles: next } }, {}, 'targets', now);
  }
  for (const role of inDelegated) if (role !== rolloutRole) roles[role] = unsigned(publicDir, published.roles[role]!.signed, published.roles[role]!.signed.targets, role, now);
  return short[0] ? fail(short[0]) : ok(draftOfRoles(published, roles, title, now));
}

/** Signatures that end soon are made anew, with nothing else changed. */
export function draftRenewal(publicDir: string, published: Published, names: readonly string[], now: number): Result<Draft, CatalogProblem> {
  const roles: Record<string, Metadata<Root | Targets>> = {};
  for (const name of names) {
    const role = name === 'targets' ? published.targets : published.roles[name];
    if (name !== 'root' && (!role || name === rolloutRole)) return fail({ is: 'unknown', what: '要人签的角色', name });
    roles[name] = name === 'root' ? nextRoot(published.root.signed, now) : unsigned(publicDir, role!.signed, role!.signed.targets, name, now);
  }
  return ok(draftOfRoles(published, roles, `续签：${names.join('、')}`, now));
}

/** A department that did not sign until now: the holders delegate to its key, and it signs an empty list. */
export function draftDepartment(publicDir: string, published: Published, { code, keys, threshold = 1, now }: { readonly code: string; readonly keys: readonly Key[]; readonly threshold?: number; readonly now: number }): Result<Draft, CatalogProblem> {
  const role = roleOf(code);
  const delegations = published.targets.signed.delegations!;
  if (Object.hasOwn(published.roles, role)) return fail({ is: 'damaged', what: '已经有这个部门了', name: code });
  if (keys.length < threshold) return fail({ is: 'too-few-keys', role, left: keys.length, needed: threshold });
  const next: Delegations = {
    keys: { ...delegations.keys, ...Object.fromEntries(keys.map((key) => [keyidOf(key), key])) },
    roles: [...delegations.roles!.filter(({ name }) => name !== rolloutRole), delegation(role, keys, threshold), ...delegations.roles!.filter(({ name }) => name === rolloutRole)],
  };
  return ok(draftOfRoles(published, {
    targets: unsigned(publicDir, { ...published.targets.signed, delegations: next }, {}, 'targets', now),
    [role]: { signed: { _type: 'targets', spec_version: specVersion, version: newestOnDisk(publicDir, role) + 1, expires: expiryOf(role, now), targets: {} }, signatures: [] },
  }, `新部门：${code}`, now));
}

const nextRoot = (root: Root, now: number): Metadata<Root> => ({ signed: { ...root, version: root.version + 1, expires: expiryOf('root', now) }, signatures: [] });

/** The keys that some role still names. */
function exchanged(keys: Readonly<Record<string, Key>>, roles: readonly Role[], fresh: Key | undefined): Record<string, Key> {
  const named = new Set(roles.flatMap(({ keyids }) => keyids));
  const all = fresh ? { ...keys, [keyidOf(fresh)]: fresh } : keys;
  return Object.fromEntries(Object.entries(all).filter(([keyid]) => named.has(keyid)));
}

const draftOfRoles = (published: Published, roles: Draft['roles'], title: string, now: number): Draft => ({
  format: 'catalog-draft-1', made: moment(now), title, roles, rollout: [], targets: {}, blobs: {}, was: {},
  base: Object.fromEntries(Object.keys(roles).map((role) => [role, (role === 'root' ? published.root : role === 'targets' ? published.targets : published.roles[role])?.signed.version ?? 0])),
});

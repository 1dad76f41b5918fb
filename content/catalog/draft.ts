import { manifestPath, type PackManifest } from '../schema/manifest.ts';
import type { Metadata, Root, TargetFile, Targets } from '../../kiosk/tuf/metadata.ts';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import type { Plan } from './plan.ts';
import { expiryOf, moment, oldestKiosk } from './policy.ts';
import type { CatalogProblem } from './problem.ts';
import { allManifests, newestOnDisk, type Published, readRollout, targetName } from './repository.ts';
import { type Audience, changed, type RolloutChange, stillNeeded } from './rollout-change.ts';
import { addSignatures } from './signatures.ts';
import type { Signer } from './signer.ts';
import { sha256Of } from './stable-json.ts';

/**
 * What waits for signatures, whole and in one file: it can be carried to a machine without network, signed there and brought
 * back. `base`: the versions it was made on top of; once one of them is no longer the published one, it must be made anew.
 */
export interface Draft {
  readonly format: 'catalog-draft-1';
  readonly made: string;
  readonly title: string;
  readonly base: Readonly<Record<string, number>>;
  readonly roles: Readonly<Record<string, Metadata<Targets | Root>>>;
  /** Done together with it, by the catalog's own key. */
  readonly rollout: readonly RolloutChange[];
  /** Manifests by target path, as text. */
  readonly targets: Readonly<Record<string, string>>;
  /** Files by SHA-256, base64. */
  readonly blobs: Readonly<Record<string, string>>;
  /** By target path and file: what the changed and removed files said before, for who reads it before signing. Nobody vouches for it. */
  readonly was: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Publication {
  /** For people: what this is about. */
  readonly title: string;
  /** Who gets it first; without it everybody does at once. */
  readonly rollout?: { readonly id?: string; readonly to: Audience; readonly from?: string | undefined; readonly haltAbove?: number | undefined } | undefined;
  readonly validFrom?: string | undefined; readonly validUntil?: string | undefined;
  /** The oldest kiosk version that can show it. */
  readonly kiosk?: string | undefined;
}

/** A plan as metadata for each department that has to sign. */
export function draftOf(publicDir: string, published: Published, plan: Plan, what: Publication, now: number): Result<Draft, CatalogProblem> {
  if (plan.packs.length === 0) return fail({ is: 'nothing' });
  const unknown = plan.packs.find(({ role }) => !Object.hasOwn(published.roles, role));
  if (unknown) return fail({ is: 'unknown', what: '部门', name: unknown.department });
  const change = rolloutChange(published, plan, what, now);
  const after = change.reduce<Result<ReturnType<typeof readRollout>, CatalogProblem>>((all, one) => (all.ok ? changed(all.value, one, now) : all), ok(readRollout(publicDir, published)));
  if (!after.ok) return after;

  const fresh = plan.packs.map((one) => {
    const manifest: PackManifest = {
      pack: one.pack, version: one.to, kind: one.kind, title: one.title, changes: what.title, made: moment(now), kiosk: what.kiosk ?? oldestKiosk,
      ...(what.validFrom !== undefined && { validFrom: what.validFrom }), ...(what.validUntil !== undefined && { validUntil: what.validUntil }), files: { ...one.all },
    };
    const text = JSON.stringify(manifest);
    return { one, role: one.role, path: manifestPath(one.pack, one.to), manifest, text, target: { length: Buffer.byteLength(text), hashes: { sha256: sha256Of(Buffer.from(text)) } } satisfies TargetFile };
  });
  const listed = allManifests(publicDir, published);
  const roles = [...new Set(fresh.map(({ role }) => role))].sort();
  return ok({
    format: 'catalog-draft-1', made: moment(now), title: what.title, rollout: change,
    base: Object.fromEntries(roles.map((role) => [role, published.roles[role]!.signed.version])),
    roles: Object.fromEntries(roles.map((role) => {
      const versions = [...listed, ...fresh].filter((one) => one.role === role);
      const packs = [...new Set(versions.map(({ manifest }) => manifest.pack))];
      const kept = packs.flatMap((pack) => {
        const needed = stillNeeded(versions.filter(({ manifest }) => manifest.pack === pack).map(({ manifest }) => manifest), after.value.open, now);
        return versions.filter(({ manifest }) => needed.includes(manifest));
      });
      return [role, unsigned(publicDir, published.roles[role]!.signed, Object.fromEntries(kept.map(({ path, target }) => [path, target])), role, now)];
    })),
    targets: Object.fromEntries(fresh.map(({ path, text }) => [path, text])),
    was: Object.fromEntries(fresh.map(({ path, one }) => [path, Object.fromEntries(one.files.filter(({ is }) => is !== 'added').map(({ name, before }) => [name, before ?? null]))])),
    blobs: Object.fromEntries([...plan.blobs].map(([hash, bytes]) => [hash, Buffer.from(bytes).toString('base64')])),
  });
}

function rolloutChange(published: Published, plan: Plan, { title, rollout, validFrom }: Publication, now: number): RolloutChange[] {
  if (rollout) {
    const id = rollout.id ?? `${moment(now).slice(0, 10)}-${published.snapshot.signed.version + 1}`;
    const packs = Object.fromEntries(plan.packs.map(({ pack, from, to }) => [pack, { to, before: from }]));
    return [{ do: 'open', rollout: { id, title, packs, state: 'running', to: rollout.to, ...(rollout.from !== undefined && { from: rollout.from }), ...(rollout.haltAbove !== undefined && { haltAbove: rollout.haltAbove }) } }];
  }
  // What holds only later does not end a rollout that runs now.
  return validFrom === undefined ? [{ do: 'take-over', packs: plan.packs.map(({ pack }) => pack) }] : [];
}

/** The next version of a role's metadata, with its life renewed. */
export function unsigned(publicDir: string, before: Targets, targets: Targets['targets'], role: string, now: number): Metadata<Targets> {
  return { signed: { ...before, version: Math.max(before.version, newestOnDisk(publicDir, role)) + 1, expires: expiryOf(role, now), targets }, signatures: [] };
}

/** Adds signatures to one role of a draft. That they are of keys that count is looked at when it is published. */
export async function signDraft(draft: Draft, role: string, signers: readonly Signer[]): Promise<Result<Draft, CatalogProblem>> {
  const metadata = Object.hasOwn(draft.roles, role) ? draft.roles[role] : undefined;
  if (!metadata) return fail({ is: 'unknown', what: '待签的角色', name: role });
  const signed = await addSignatures(metadata, signers);
  return signed.ok ? ok({ ...draft, roles: { ...draft.roles, [role]: signed.value } }) : fail({ is: 'key', problem: signed.problem });
}

/** Where the draft's manifests will lie, below the public folder, with their bytes. */
export const targetFiles = (draft: Draft): [name: string, bytes: Buffer][] => Object.entries(draft.targets).map(([path, text]) => [targetName(path, sha256Of(Buffer.from(text))), Buffer.from(text)]);

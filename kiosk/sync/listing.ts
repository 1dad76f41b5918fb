import * as v from 'valibot';
import { departmentOf, PackManifest, parseManifestPath, roleOf, rolloutPath, rolloutRole } from '../../content/schema/manifest.ts';
import { noRollout, Rollout } from '../../content/schema/rollout.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Bytes } from '../tuf/bytes.ts';
import type { Target, TufProblem } from '../tuf/port.ts';
import type { Kept } from './kept.ts';
import { keep } from './receive.ts';
import type { SyncTrouble } from './state.ts';

/** What sync needs of a TUF client (kiosk/tuf/updater.ts). */
export interface TufClient {
  refresh(): Promise<Result<null, TufProblem>>;
  /** Trusts what is kept, without network and whatever its expiry. */
  trustStored(): Promise<Result<null, TufProblem>>;
  listing(): Promise<{ readonly targets: readonly Target[]; readonly refused: readonly TufProblem[] }>;
  download(target: Target): Promise<Result<Bytes, TufProblem>>;
  checkTarget(bytes: Bytes, target: Target): Promise<Result<null, TufProblem>>;
  readonly trusted: { readonly timestamp: { readonly version: number; readonly expires: string }; readonly snapshot: { readonly version: number } } | undefined;
}

export interface ListedPack { readonly version: number; readonly sha256: string; readonly manifest: PackManifest; readonly validFrom?: string | undefined; readonly validUntil?: string | undefined }
/** What the catalog offers now: who takes what, and every listed version of every pack with its manifest. */
export interface Listing {
  readonly rollout: Rollout;
  readonly packs: Readonly<Record<string, readonly ListedPack[]>>;
  /** Well signed, and yet no manifest of the pack that its path names. */
  readonly malformed: readonly { readonly pack: string; readonly file: string }[];
  /** Departments whose role cannot be vouched for now: their packs stay as they are shown, and hold up nobody else's. */
  readonly silent: readonly { readonly department: string; readonly why: TufProblem }[];
  /** SHA-256 of the manifests and the rollout: kept as long as they are listed. */
  readonly blobs: readonly string[];
}

const atOnce = 4;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads what trusted metadata lists; only what was never seen before is downloaded. */
export async function readListing(client: TufClient, kept: Kept): Promise<Result<Listing, SyncTrouble>> {
  const { targets, refused } = await client.listing();
  const general = refused.find(({ is, name }) => ['unreachable', 'storage'].includes(is) || !name.startsWith(roleOf('')));
  if (general) return fail(troubleOfTuf(general));
  // A department's key may list what it likes; only its own packs count, and only the rollout role's rollout.
  const manifests = targets.flatMap((target) => {
    const named = parseManifestPath(target.path);
    return named && target.role === roleOf(departmentOf(named.pack)) ? [{ target, ...named }] : [];
  });
  const rolloutTarget = targets.find(({ path, role }) => path === rolloutPath && role === rolloutRole);
  const got = await targetsOf([...(rolloutTarget ? [rolloutTarget] : []), ...manifests.map(({ target }) => target)], client, kept);
  if (!got.ok) return got;

  const rollout = rolloutTarget ? parsed(Rollout, got.value.get(rolloutTarget.path)) : noRollout;
  if (!rollout) return fail({ is: 'content', pack: rolloutRole, file: rolloutPath });
  const packs: Record<string, ListedPack[]> = {};
  const malformed: { pack: string; file: string }[] = [];
  for (const { target, pack, version } of manifests) {
    const manifest = parsed(PackManifest, got.value.get(target.path));
    if (!manifest || manifest.pack !== pack || manifest.version !== version) malformed.push({ pack, file: target.path });
    else (packs[pack] ??= []).push({ version, sha256: target.hashes['sha256']!, manifest, validFrom: manifest.validFrom, validUntil: manifest.validUntil });
  }
  const silent = refused.map((why) => ({ department: why.name.slice(roleOf('').length), why }));
  return ok({ rollout, packs, malformed, silent, blobs: [...(rolloutTarget ? [rolloutTarget] : []), ...manifests.map(({ target }) => target)].map(({ hashes }) => hashes['sha256']!) });
}

/** Targets by path, from the disk where it has them as they were vouched for. */
async function targetsOf(targets: readonly Target[], client: TufClient, kept: Kept): Promise<Result<ReadonlyMap<string, Bytes>, SyncTrouble>> {
  const unnamed = targets.find(({ hashes }) => !Object.hasOwn(hashes, 'sha256'));
  if (unnamed) return fail({ is: 'refused', detail: { is: 'malformed', name: unnamed.path } });
  const read = await kept.read(['blobs'], (tx) => Promise.all(targets.map(({ hashes }) => tx.get('blobs', hashes['sha256']!))));
  if (!read.ok) return fail({ is: 'storage' });
  const found = new Map<string, Bytes>();
  const absent: Target[] = [];
  for (const [i, target] of targets.entries()) {
    const bytes = read.value[i] as Bytes | undefined;
    if (bytes && (await client.checkTarget(bytes, target)).ok) found.set(target.path, bytes);
    else absent.push(target);
  }
  const fresh: { hash: string; bytes: Bytes }[] = [];
  let trouble: SyncTrouble | null = null;
  async function work() {
    for (let target = absent.shift(); target; target = absent.shift()) {
      const got = await client.download(target);
      if (!got.ok) {
        trouble ??= troubleOfTuf(got.problem);
        absent.length = 0;
        return;
      }
      found.set(target.path, got.value);
      fresh.push({ hash: target.hashes['sha256']!, bytes: got.value });
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  if (fresh.length > 0 && !(await keep(kept, fresh)).ok) return fail({ is: 'storage' });
  return trouble === null ? ok(found) : fail(trouble);
}

function parsed<S extends v.GenericSchema>(schema: S, bytes: Bytes | undefined): v.InferOutput<S> | undefined {
  try {
    const found = v.safeParse(schema, JSON.parse(decoder.decode(bytes)));
    return found.success ? found.output : undefined;
  } catch {
    return undefined;
  }
}

/** What the TUF client says, as a trouble; whether the clock is to blame for an expiry is told by whoever knows the time. */
export function troubleOfTuf(problem: TufProblem): SyncTrouble {
  switch (problem.is) {
    case 'unreachable': case 'expired': case 'storage': return { is: problem.is };
    default: return { is: 'refused', detail: problem };
  }
}

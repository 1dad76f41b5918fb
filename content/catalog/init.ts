import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { roleOf, rolloutPath, rolloutRole } from '../schema/manifest.ts';
import { noRollout, type Rollout } from '../schema/rollout.ts';
import type { Key, Metadata, Root, Snapshot, Targets } from '../../kiosk/tuf/metadata.ts';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import type { Compression } from './compress.ts';
import { flushFileSystem } from '../../kiosk/host/flush.ts';
import { writeDurably } from './durable.ts';
import { remember } from './history.ts';
import { keyRing, type PassphraseOf, publicHalf } from './key-ring.ts';
import { delegation, type Department, expiryOf, moment, onlineRoles, specVersion, withOffice } from './policy.ts';
import type { CatalogProblem } from './problem.ts';
import { metadataBytes, type Published, targetName } from './repository.ts';
import { type KeyKind, newKey, type SealCost } from './sealed-key.ts';
import { addSignatures } from './signatures.ts';
import { keyidOf, type Signer, signerOf } from './signer.ts';
import { sha256Of, stableJson } from './stable-json.ts';
import { metadataFile, writeOnce, type WriterOptions, writeTimestamp } from './writer.ts';

export interface InitOptions {
  /** The catalog's folder: `keys`, `public` and what else it remembers are made in it. */
  readonly dir: string;
  readonly departments: readonly Department[];
  /** Of `holder-1` … `holder-3`, `dept-<code>`, `snapshot`, `timestamp`, `rollout`. */
  readonly passphraseOf: PassphraseOf;
  readonly now: number;
  /** How many people hold root and targets, and how many of them must sign together; 3 and 2 unless told. */
  readonly holders?: number; readonly threshold?: number;
  readonly keyKind?: KeyKind;
  readonly sealCost?: SealCost;
  readonly compression?: Compression;
  readonly durable?: boolean;
  readonly rollout?: Rollout;
}

/** Makes a catalog with nothing in it yet: all keys, sealed, and first metadata of every role. It is there whole or not at all. */
export async function initCatalog(options: InitOptions): Promise<Result<null, CatalogProblem>> {
  const { dir, passphraseOf, now, holders = 3, threshold = 2, keyKind = 'ed25519', compression = 'best', durable = true } = options;
  const publicDir = path.join(dir, 'public');
  if (existsSync(publicDir)) return fail({ is: 'damaged', what: '这里已经有一个目录了，文件夹', name: publicDir });
  mkdirSync(dir, { recursive: true });
  const ring = keyRing(dir);
  const signers = new Map<string, Signer>();
  const make = async (of: string): Promise<Key | CatalogProblem> => {
    const passphrase = await passphraseOf(of);
    if (passphrase === undefined) return { is: 'key', problem: { is: 'passphrase', name: of } };
    const secret = newKey(keyKind);
    ring.add(of, publicHalf(secret), moment(now), { key: secret, passphrase, cost: options.sealCost, durable });
    signers.set(of, signerOf(secret)!);
    return publicHalf(secret);
  };
  const holderNames = Array.from({ length: holders }, (_, i) => `holder-${i + 1}`);
  const departments = withOffice(options.departments).map(({ code }) => roleOf(code));
  const keys: Record<string, Key> = {};
  for (const of of [...holderNames, ...onlineRoles, ...departments]) {
    const made = await make(of);
    if ('is' in made) return fail(made);
    keys[of] = made;
  }

  const one = (of: string) => ({ keyids: [keyidOf(keys[of]!)], threshold: 1 });
  const people = { keyids: holderNames.map((of) => keyidOf(keys[of]!)), threshold };
  const byId = (names: readonly string[]) => Object.fromEntries(names.map((of) => [keyidOf(keys[of]!), keys[of]!]));
  const signed = (role: string) => ({ spec_version: specVersion, version: 1, expires: expiryOf(role, now) });
  const by = async <T>(content: T, names: readonly string[]): Promise<Metadata<T>> => {
    const result = await addSignatures({ signed: content, signatures: [] }, names.map((of) => signers.get(of)!));
    if (!result.ok) throw new Error('a key in memory did not sign');
    return result.value;
  };
  const rollout = Buffer.from(stableJson(options.rollout ?? noRollout));
  const hash = sha256Of(rollout);
  const root = await by<Root>({ _type: 'root', ...signed('root'), consistent_snapshot: true, keys: byId([...holderNames, 'snapshot', 'timestamp']), roles: { root: people, targets: people, snapshot: one('snapshot'), timestamp: one('timestamp') } }, holderNames);
  const targets = await by<Targets>({ _type: 'targets', ...signed('targets'), targets: {}, delegations: {
    keys: byId([...departments, rolloutRole]), roles: [...departments, rolloutRole].map((role) => delegation(role, [keys[role]!], 1)),
  } }, holderNames);
  const roles: Record<string, Metadata<Targets>> = {};
  for (const role of departments) roles[role] = await by<Targets>({ _type: 'targets', ...signed(role), targets: {} }, [role]);
  roles[rolloutRole] = await by<Targets>({ _type: 'targets', ...signed(rolloutRole), targets: { [rolloutPath]: { length: rollout.length, hashes: { sha256: hash } } } }, [rolloutRole]);
  const snapshot = await by<Snapshot>({ _type: 'snapshot', ...signed('snapshot'), meta: Object.fromEntries(['targets', ...Object.keys(roles)].map((role) => [`${role}.json`, { version: 1 }])) }, ['snapshot']);
  const bytes = metadataBytes(snapshot);
  const timestamp = await by<Published['timestamp']['signed']>({ _type: 'timestamp', ...signed('timestamp'), 'x-published': moment(now), meta: { 'snapshot.json': { version: 1, length: bytes.length, hashes: { sha256: sha256Of(bytes) } } } }, ['timestamp']);

  const fresh = path.join(dir, `.public-${randomUUID()}`);
  const writer: WriterOptions = { publicDir: fresh, compression, durable: false, online: () => { throw new Error('nothing is asked for while a catalog is made'); } };
  const written = await writeOnce(writer, [[targetName(rolloutPath, hash), rollout], ...Object.entries({ root, targets, ...roles, snapshot }).map(([role, metadata]) => metadataFile(role, metadata))]);
  if (!written.ok) return written;
  await writeTimestamp(writer, metadataBytes(timestamp));
  writeDurably(path.join(dir, 'keys/heartbeat-secret'), Buffer.from(`${randomBytes(32).toString('base64url')}\n`), 0o600);
  if (durable && await flushFileSystem(fresh) !== 'flushed') return fail({ is: 'disk' });
  renameSync(fresh, publicDir);
  remember(dir, { root, timestamp, snapshot, targets, roles }, '建立目录');
  return ok(null);
}

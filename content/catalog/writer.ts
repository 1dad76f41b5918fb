import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rolloutPath, rolloutRole } from '../schema/manifest.ts';
import type { Rollout } from '../schema/rollout.ts';
import type { Metadata, Root, Snapshot, TargetFile, Timestamp } from '../../kiosk/tuf/metadata.ts';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import type { Next } from './check-draft.ts';
import { type Compression, siblings } from './compress.ts';
import { unsigned } from './draft.ts';
import { type BeforeWrite, writeDurably } from './durable.ts';
import { expiryOf, moment, type OnlineRole, specVersion } from './policy.ts';
import type { CatalogProblem } from './problem.ts';
import { metadataBytes, metadataName, newestOnDisk, type Published, targetName } from './repository.ts';
import { addSignatures, enough } from './signatures.ts';
import type { Signer } from './signer.ts';
import { sha256Of, stableJson } from './stable-json.ts';

export interface WriterOptions {
  readonly publicDir: string;
  readonly compression: Compression;
  readonly beforeWrite?: BeforeWrite | undefined;
  /** The catalog's own keys among these key ids, those that lie here and can be opened. */
  readonly online: (keyids: readonly string[]) => Promise<Result<readonly Signer[], CatalogProblem>>;
}

/** A file that never changes once it is there: by its content or by its number. Its siblings come first, it is asked for last. */
export async function writeOnce({ publicDir, compression, beforeWrite }: WriterOptions, name: string, bytes: Buffer): Promise<Result<null, CatalogProblem>> {
  const file = path.join(publicDir, name);
  if (existsSync(file)) return readFileSync(file).equals(bytes) ? ok(null) : fail({ is: 'damaged', what: '已经发布的文件', name });
  for (const [ending, packed] of await siblings(bytes, compression)) {
    beforeWrite?.(name + ending);
    writeDurably(file + ending, packed);
  }
  beforeWrite?.(name);
  writeDurably(file, bytes);
  return ok(null);
}

/** The one file that is replaced. The plain form first: what counts as published is what it says, and no kiosk may have seen more. */
export async function writeTimestamp({ publicDir, compression, beforeWrite }: WriterOptions, bytes: Buffer): Promise<void> {
  const name = 'metadata/timestamp.json';
  for (const [ending, form] of [['', bytes] as const, ...await siblings(bytes, compression)]) {
    beforeWrite?.(name + ending);
    writeDurably(path.join(publicDir, name + ending), form);
  }
}

/** The rollout document as a target, and its role's next metadata, signed. */
export async function signRollout(options: WriterOptions, published: Published, next: Next, rollout: Rollout, now: number) {
  const bytes = Buffer.from(stableJson(rollout));
  const target: TargetFile = { length: bytes.length, hashes: { sha256: sha256Of(bytes) } };
  const delegations = next.targets.signed.delegations!;
  const role = delegations.roles!.find(({ name }) => name === rolloutRole)!;
  const signed = await signOnline(options, rolloutRole, unsigned(options.publicDir, published.roles[rolloutRole]!.signed, { [rolloutPath]: target }, rolloutRole, now), role.keyids);
  if (!signed.ok) return signed;
  const good = enough(signed.value, rolloutRole, role, delegations.keys);
  return good.ok ? ok({ metadata: signed.value, file: [targetName(rolloutPath, target.hashes['sha256']!), bytes] as const }) : good;
}

async function signOnline<T>({ online }: WriterOptions, _role: OnlineRole, metadata: Metadata<T>, keyids: readonly string[]): Promise<Result<Metadata<T>, CatalogProblem>> {
  const signers = await online(keyids);
  if (!signers.ok) return signers;
  const signed = await addSignatures(metadata, signers.value);
  return signed.ok ? signed : fail({ is: 'key', problem: signed.problem });
}

/**
 * Snapshot and timestamp of the next state. Under a new root they carry the signatures of the old root's keys and of the new
 * one's, so that they hold on both sides of the moment at which the root is written.
 */
export async function signTop(options: WriterOptions, published: Published, next: Next, now: number, fresh: boolean): Promise<Result<{ snapshot: Metadata<Snapshot>; timestamp: Metadata<Timestamp & { 'x-published': string }>; underOld: boolean }, CatalogProblem>> {
  const [old, root] = [published.root.signed, next.root.signed];
  const keyids = (role: 'snapshot' | 'timestamp') => [...new Set([...old.roles[role].keyids, ...root.roles[role].keyids])];
  const meta = Object.fromEntries([['targets', next.targets] as const, ...Object.entries(next.roles)].map(([role, { signed }]) => [`${role}.json`, { version: signed.version }]));
  const snapshot = fresh
    ? await signOnline(options, 'snapshot', { signed: { _type: 'snapshot', spec_version: specVersion, version: Math.max(published.snapshot.signed.version, newestOnDisk(options.publicDir, 'snapshot')) + 1, expires: expiryOf('snapshot', now), meta }, signatures: [] }, keyids('snapshot'))
    : ok(published.snapshot);
  if (!snapshot.ok) return snapshot;
  const bytes = metadataBytes(snapshot.value);
  const timestamp = await signOnline(options, 'timestamp', { signed: {
    _type: 'timestamp', spec_version: specVersion, version: published.timestamp.signed.version + 1, expires: expiryOf('timestamp', now), 'x-published': moment(now),
    meta: { 'snapshot.json': { version: snapshot.value.signed.version, length: bytes.length, hashes: { sha256: sha256Of(bytes) } } },
  }, signatures: [] }, keyids('timestamp'));
  if (!timestamp.ok) return timestamp;
  for (const [role, metadata] of [['snapshot', snapshot.value], ['timestamp', timestamp.value]] as const) {
    const good = enough(metadata, role, root.roles[role], root.keys);
    if (!good.ok) return good;
  }
  const underOld = ([['snapshot', snapshot.value], ['timestamp', timestamp.value]] as const).every(([role, metadata]) => enough(metadata, role, old.roles[role], old.keys).ok);
  return ok({ snapshot: snapshot.value, timestamp: timestamp.value, underOld });
}

/** Writes metadata under its number. */
export const writeMetadata = (options: WriterOptions, role: string, metadata: Metadata<{ readonly version: number } | Root>): Promise<Result<null, CatalogProblem>> =>
  writeOnce(options, `metadata/${metadataName(role, metadata.signed.version)}`, metadataBytes(metadata));

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { rolloutPath, rolloutRole } from '../schema/manifest.ts';
import type { Rollout } from '../schema/rollout.ts';
import type { Metadata, Snapshot, TargetFile } from '../../kiosk/tuf/metadata.ts';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import type { Next } from './check-draft.ts';
import { type Compression, siblings } from './compress.ts';
import { unsigned } from './draft.ts';
import { flushFileSystem } from '../../kiosk/host/flush.ts';
import { type BeforeWrite, writeDurably, writeWhole } from './durable.ts';
import { expiryOf, moment, specVersion } from './policy.ts';
import type { CatalogProblem } from './problem.ts';
import { metadataBytes, metadataName, newestOnDisk, type Published, targetName } from './repository.ts';
import { addSignatures, enough } from './signatures.ts';
import type { Signer } from './signer.ts';
import { sha256Of, stableJson } from './stable-json.ts';

export interface WriterOptions {
  readonly publicDir: string;
  readonly compression: Compression;
  /** Whether to wait for the disk; false only where nothing is lost by a power cut, such as in tests. */
  readonly durable: boolean;
  readonly beforeWrite?: BeforeWrite | undefined;
  /** The catalog's own keys among these key ids, those that lie here and can be opened. */
  readonly online: (keyids: readonly string[]) => Promise<Result<readonly Signer[], CatalogProblem>>;
}

/**
 * Files that never change once they are there, by their content or by their number, each behind its compressed siblings. They are
 * on the disk when this is done. What a power cut left half written under the name of its own hash is written again.
 */
export async function writeOnce(options: WriterOptions, files: readonly (readonly [name: string, bytes: Buffer])[]): Promise<Result<null, CatalogProblem>> {
  const { publicDir, compression } = options;
  for (const [name, bytes] of files) {
    const there = readIfThere(path.join(publicDir, name));
    if (there && !there.equals(bytes) && name.startsWith('metadata/')) return fail({ is: 'damaged', what: '已经写过的文件', name });
    const packed = await siblings(bytes, compression);
    // A root counts from the moment it can be fetched in any form: its plain form comes first, all others' last.
    for (const [ending, form] of rootName.test(name) ? [['', bytes] as const, ...packed] : [...packed, ['', bytes] as const]) {
      if (readIfThere(path.join(publicDir, name + ending))?.equals(form)) continue;
      options.beforeWrite?.(name + ending);
      // A number is believed as soon as its file is there; what has its own hash for a name is not.
      if (ending === '' && name.startsWith('metadata/') && options.durable) writeDurably(path.join(publicDir, name), form);
      else writeWhole(path.join(publicDir, name + ending), form);
    }
  }
  return !options.durable || files.length === 0 || await flushFileSystem(publicDir) === 'flushed' ? ok(null) : fail({ is: 'disk' });
}
const rootName = /^metadata\/\d+\.root\.json$/;
const readIfThere = (file: string): Buffer | undefined => (existsSync(file) ? readFileSync(file) : undefined);

/** The one file that is replaced. The plain form first: what counts as published is what it says, and no kiosk may have seen more. */
export async function writeTimestamp({ publicDir, compression, beforeWrite, durable }: WriterOptions, bytes: Buffer): Promise<void> {
  const name = 'metadata/timestamp.json';
  // Web servers make ETags of the second and the size, and two timestamps of one second often have the same size.
  const before = statSync(path.join(publicDir, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const second = Math.max(Math.floor(Date.now() / 1000), Math.floor(before / 1000) + 1);
  for (const [ending, form] of [['', bytes] as const, ...await siblings(bytes, compression)]) {
    beforeWrite?.(name + ending);
    (durable ? writeDurably : writeWhole)(path.join(publicDir, name + ending), form, 0o644, second);
  }
}

/** The rollout document as a target, and its role's next metadata, signed. */
export async function signRollout(options: WriterOptions, published: Published, next: Next, rollout: Rollout, now: number) {
  const bytes = Buffer.from(stableJson(rollout));
  const target: TargetFile = { length: bytes.length, hashes: { sha256: sha256Of(bytes) } };
  const delegations = next.targets.signed.delegations!;
  const role = delegations.roles!.find(({ name }) => name === rolloutRole)!;
  const signed = await signOnline(options, unsigned(options.publicDir, published.roles[rolloutRole]!.signed, { [rolloutPath]: target }, rolloutRole, now), role.keyids);
  if (!signed.ok) return signed;
  const good = enough(signed.value, rolloutRole, role, delegations.keys);
  return good.ok ? ok({ metadata: signed.value, file: [targetName(rolloutPath, target.hashes['sha256']!), bytes] as const }) : good;
}

async function signOnline<T>({ online }: WriterOptions, metadata: Metadata<T>, keyids: readonly string[]): Promise<Result<Metadata<T>, CatalogProblem>> {
  const signers = await online(keyids);
  if (!signers.ok) return signers;
  const signed = await addSignatures(metadata, signers.value);
  return signed.ok ? signed : fail({ is: 'key', problem: signed.problem });
}

/**
 * Snapshot and timestamp of the next state. Under a new root they carry the signatures of the old root's keys and of the new
 * one's, so that they hold on both sides of the moment at which the root is written.
 */
export async function signTop(options: WriterOptions, published: Published, next: Next, now: number, fresh: boolean): Promise<Result<{ snapshot: Metadata<Snapshot>; timestamp: Published['timestamp']; underOld: boolean }, CatalogProblem>> {
  const [old, root] = [published.root.signed, next.root.signed];
  const keyids = (role: 'snapshot' | 'timestamp') => [...new Set([...old.roles[role].keyids, ...root.roles[role].keyids])];
  const meta = Object.fromEntries([['targets', next.targets] as const, ...Object.entries(next.roles)].map(([role, { signed }]) => [`${role}.json`, { version: signed.version }]));
  const snapshot = fresh
    ? await signOnline<Snapshot>(options, { signed: { _type: 'snapshot', spec_version: specVersion, version: Math.max(published.snapshot.signed.version, newestOnDisk(options.publicDir, 'snapshot')) + 1, expires: expiryOf('snapshot', now), meta }, signatures: [] }, keyids('snapshot'))
    : ok(published.snapshot);
  if (!snapshot.ok) return snapshot;
  const bytes = metadataBytes(snapshot.value);
  const timestamp = await signOnline<Published['timestamp']['signed']>(options, { signed: {
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

/** Metadata under its number. */
export const metadataFile = (role: string, metadata: Metadata<{ readonly version: number }>): readonly [name: string, bytes: Buffer] =>
  [`metadata/${metadataName(role, metadata.signed.version)}`, metadataBytes(metadata)];

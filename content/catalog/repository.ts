import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { blobPath, PackManifest, parseManifestPath, rolloutPath, rolloutRole } from '../schema/manifest.ts';
import { Rollout } from '../schema/rollout.ts';
import { sha256Of } from './stable-json.ts';
import type { Metadata, Root, Snapshot, TargetFile, Targets, Timestamp } from '../../kiosk/tuf/metadata.ts';

/** What is published now, as it lies in the folder `public`. */
export interface Published {
  readonly root: Metadata<Root>; readonly timestamp: Metadata<Timestamp & { readonly 'x-published': string }>; readonly snapshot: Metadata<Snapshot>; readonly targets: Metadata<Targets>;
  /** The delegated roles by name. */
  readonly roles: Readonly<Record<string, Metadata<Targets>>>;
}

export const metadataName = (role: string, version: number): string => (role === 'timestamp' ? 'timestamp.json' : `${version}.${role}.json`);
/** Where a target lies: consistent snapshots put its hash before the last part of its path. */
export function targetName(target: string, sha256: string): string {
  const slash = target.lastIndexOf('/') + 1;
  return `targets/${target.slice(0, slash)}${sha256}.${target.slice(slash)}`;
}
export const metadataBytes = (metadata: Metadata<unknown>): Buffer => Buffer.from(JSON.stringify({ signed: metadata.signed, signatures: metadata.signatures }));

/** Reads what the timestamp points at. Throws when the folder is no catalog, or not whole: no crash of ours leaves it so. */
export function readPublished(publicDir: string): Published {
  const read = <T>(role: string, version = 0) => JSON.parse(readFileSync(path.join(publicDir, 'metadata', metadataName(role, version)), 'utf8')) as Metadata<T>;
  const timestamp = read<Published['timestamp']['signed']>('timestamp');
  const snapshot = read<Snapshot>('snapshot', timestamp.signed.meta['snapshot.json'].version);
  const versions = Object.entries(snapshot.signed.meta).map(([file, { version }]) => [file.slice(0, -'.json'.length), version] as const);
  const all = Object.fromEntries(versions.map(([role, version]) => [role, read<Targets>(role, version)]));
  const { targets, ...roles } = all;
  return { root: read('root', newestRoot(publicDir)), timestamp, snapshot, targets: targets!, roles };
}

/** The highest version of a role that was ever written, published or not: a number is never used twice, whatever a crash left behind. */
export const newestOnDisk = (publicDir: string, role: string): number => highest(publicDir, new RegExp(`^(\\d+)\\.${role}\\.json(?:\\.[a-z]+)?$`));
/** A root is published as soon as it lies there, and kiosks go from each to the next: its numbers have no gaps. */
export const newestRoot = (publicDir: string): number => highest(publicDir, /^(\d+)\.root\.json$/);
function highest(publicDir: string, named: RegExp): number {
  const folder = path.join(publicDir, 'metadata');
  return existsSync(folder) ? Math.max(0, ...readdirSync(folder).map((name) => Number(named.exec(name)?.[1] ?? 0))) : 0;
}

/** The role's metadata of that version, whoever signed it; undefined when it is so old that it was collected. */
export function readRole(publicDir: string, role: string, version: number): Metadata<Targets> | undefined {
  const file = path.join(publicDir, 'metadata', metadataName(role, version));
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Metadata<Targets> : undefined;
}

const readTarget = (publicDir: string, target: string, file: TargetFile): unknown => JSON.parse(readFileSync(path.join(publicDir, targetName(target, file.hashes['sha256']!)), 'utf8'));

/** A listed version of a pack, with the target it was vouched for as. */
export interface ListedManifest { readonly manifest: PackManifest; readonly role: string; readonly path: string; readonly target: TargetFile }

/** All versions a role's metadata lists, by pack, oldest first. */
export function manifestsOf(publicDir: string, role: string, metadata: Metadata<Targets>): ListedManifest[] {
  return Object.entries(metadata.signed.targets).filter(([target]) => parseManifestPath(target)).map(([target, file]) => (
    { manifest: v.parse(PackManifest, readTarget(publicDir, target, file)), role, path: target, target: file }
  )).sort((a, b) => a.manifest.pack.localeCompare(b.manifest.pack, 'en') || a.manifest.version - b.manifest.version);
}

export const allManifests = (publicDir: string, { roles }: Published): ListedManifest[] => Object.entries(roles).flatMap(([role, metadata]) => manifestsOf(publicDir, role, metadata));

export function readRollout(publicDir: string, { roles }: Published): Rollout {
  const file = roles[rolloutRole]!.signed.targets[rolloutPath]!;
  return v.parse(Rollout, readTarget(publicDir, rolloutPath, file));
}

/** A blob's bytes; undefined when it is not there, or not what its name says: a power cut may leave an empty file, which is then written again. */
export function readBlob(publicDir: string, sha256: string): Buffer | undefined {
  const file = path.join(publicDir, blobPath(sha256));
  const bytes = existsSync(file) ? readFileSync(file) : undefined;
  return bytes && sha256Of(bytes) === sha256 ? bytes : undefined;
}

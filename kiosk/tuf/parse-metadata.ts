import { canonicalBytes, hasCanonicalForm } from './canonical.ts';
import type { Bytes } from './bytes.ts';
import type { Metadata, Signature, SignedOf } from './metadata.ts';
import { isSafePath } from './paths.ts';

/** Metadata whose shape is right. `signedBytes`: what its signatures are over. Nothing is said yet about who signed it. */
export interface Parsed<T> extends Metadata<T> { readonly signedBytes: Bytes }

/** undefined: no metadata of this type. Fields that are not known here are kept, and stay signed (§4.1). */
export function parseMetadata<T extends keyof SignedOf>(bytes: Bytes, type: T): Parsed<SignedOf[T]> | undefined {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  const [signed, signatures] = [own(document, 'signed'), own(document, 'signatures')];
  if (own(signed, '_type') !== type || !hasCanonicalForm(signed) || !isCommon(signed) || !shapes[type](signed) || !areSignatures(signatures)) return undefined;
  return { signed: signed as SignedOf[T], signatures, signedBytes: canonicalBytes(signed) };
}

/** The field itself and never what an object inherits: a role may be called `constructor`. */
export function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

const topRoles = ['root', 'timestamp', 'snapshot', 'targets'] as const;

const shapes: Readonly<Record<keyof SignedOf, (signed: unknown) => boolean>> = {
  // §4.3
  root: (signed) => areKeys(own(signed, 'keys')) && topRoles.every((role) => isRole(own(own(signed, 'roles'), role))),
  // §4.6
  timestamp: (signed) => isMeta(own(signed, 'meta'), 'snapshot.json'),
  // §4.4
  snapshot: (signed) => isMeta(own(signed, 'meta'), 'targets.json'),
  // §4.5
  targets: (signed) => {
    const [targets, delegations] = [own(signed, 'targets'), own(signed, 'delegations')];
    return isObject(targets) && Object.entries(targets).every(([path, one]) => isSafePath(path) && isInteger(own(one, 'length'), 0) && areHashes(own(one, 'hashes')))
      && (delegations === undefined || areDelegations(delegations));
  },
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isInteger = (value: unknown, least: number): boolean => Number.isSafeInteger(value) && (value as number) >= least;
const isString = (value: unknown): value is string => typeof value === 'string';
const areStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString);
const areDistinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/** §4.3: what the signed parts of all roles have in common. */
function isCommon(signed: unknown): boolean {
  const version = own(signed, 'spec_version');
  return isString(version) && version.startsWith('1.') && isInteger(own(signed, 'version'), 1) && isTime(own(signed, 'expires'));
}

/** A day that does not exist has no time, and what compares with no time never expires. */
function isTime(value: unknown): boolean {
  if (!isString(value) || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value.replace('Z', '.000Z');
}

/** §4.2.1: no two signatures of one key id; which of them would count? */
function areSignatures(value: unknown): value is Signature[] {
  return Array.isArray(value) && value.every((one) => isString(own(one, 'keyid')) && isString(own(one, 'sig')))
    && areDistinct(value.map((one) => own(one, 'keyid')));
}

function areKeys(value: unknown): boolean {
  // Key types and schemes we do not know are no mistake; their signatures just do not count.
  return isObject(value) && Object.values(value).every((key) => isString(own(key, 'keytype')) && isString(own(key, 'scheme')) && isObject(own(key, 'keyval')));
}

function isRole(value: unknown): boolean {
  const keyids = own(value, 'keyids');
  return areStrings(keyids) && areDistinct(keyids) && isInteger(own(value, 'threshold'), 1);
}

const areHashes = (value: unknown): boolean => isObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isString);

function isMeta(value: unknown, needed: string): boolean {
  return isObject(value) && Object.hasOwn(value, needed) && Object.values(value).every((file) => {
    const [length, hashes] = [own(file, 'length'), own(file, 'hashes')];
    return isInteger(own(file, 'version'), 1) && (length === undefined || isInteger(length, 0)) && (hashes === undefined || areHashes(hashes));
  });
}

function areDelegations(value: unknown): boolean {
  const [roles, succinct] = [own(value, 'roles'), own(value, 'succinct_roles')];
  if (!areKeys(own(value, 'keys')) || (roles === undefined) === (succinct === undefined)) return false;
  if (roles === undefined) return isRole(succinct) && isInteger(own(succinct, 'bit_length'), 1) && (own(succinct, 'bit_length') as number) <= 32 && isString(own(succinct, 'name_prefix'));
  return Array.isArray(roles) && roles.every(isDelegatedRole) && areDistinct(roles.map((role) => own(role, 'name')));
}

function isDelegatedRole(value: unknown): boolean {
  const [name, paths, prefixes] = [own(value, 'name'), own(value, 'paths'), own(value, 'path_hash_prefixes')];
  // A role named like one of the four would take its place where metadata is kept.
  return isRole(value) && isString(name) && name !== '' && !(topRoles as readonly string[]).includes(name) && typeof own(value, 'terminating') === 'boolean'
    && (paths === undefined) !== (prefixes === undefined) && (areStrings(paths) || areStrings(prefixes));
}

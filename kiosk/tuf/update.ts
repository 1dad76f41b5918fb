import type { Bytes } from './bytes.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { type KeyRing, keyRing } from './keys.ts';
import type { Key, Role, Root, SignedOf } from './metadata.ts';
import { type Parsed, parseMetadata } from './parse-metadata.ts';
import type { Limits, TufProblem, UpdaterOptions } from './port.ts';
import { isSigned } from './signed.ts';

/** Metadata beside the bytes it was read from. */
export interface Read<T> { readonly metadata: Parsed<T>; readonly bytes: Bytes }
/** Who may sign for a role, in the words of its delegator. */
export interface Vouched { readonly role: Role; readonly keys: Readonly<Record<string, Key>> }

/** What all steps of one update share. `now` is taken once (§5.1). */
export interface Update {
  readonly limits: Limits;
  readonly ring: KeyRing;
  stored(name: string): Promise<Bytes | undefined>;
  /** undefined: kept. */
  keep(name: string, bytes: Bytes): Promise<TufProblem | undefined>;
  /** A metadata file of the repository; `name` is the role it speaks for, and whatever it holds stays one segment of the address. */
  metadata(file: string, maxBytes: number, name: string): Promise<Result<Bytes, TufProblem>>;
  target(file: string, maxBytes: number, name: string): Promise<Result<Bytes, TufProblem>>;
  isExpired(signed: { readonly expires: string }): boolean;
}

export function beginUpdate({ metadataUrl, targetsUrl, store, fetchBytes, now, limits, schemes }: UpdaterOptions): Update {
  const from = async (url: string, maxBytes: number, name: string): Promise<Result<Bytes, TufProblem>> => {
    const answer = await fetchBytes(url, maxBytes);
    if (answer.is !== 'file') return fail({ is: answer.is, name });
    // A port that reads on is not believed either.
    return answer.bytes.length > maxBytes ? fail({ is: 'too-long', name }) : ok(answer.bytes);
  };
  return {
    limits: { ...usualLimits, ...limits },
    ring: keyRing(schemes),
    stored: (name) => store.get(name),
    keep: async (name, bytes) => ((await store.put(name, bytes)) === 'kept' ? undefined : { is: 'storage', name }),
    metadata: (file, maxBytes, name) => from(below(metadataUrl, encodeURIComponent(file)), maxBytes, name),
    target: (file, maxBytes, name) => from(below(targetsUrl, file.split('/').map(encodeURIComponent).join('/')), maxBytes, name),
    isExpired: ({ expires }) => Date.parse(expires) <= now,
  };
}

const usualLimits: Limits = { root: 512_000, timestamp: 16_384, snapshot: 2_000_000, targets: 5_000_000, target: 33_554_432, rotations: 256, delegations: 32, roles: 1024 };

const below = (base: string, file: string): string => `${base.replace(/\/+$/, '')}/${file}`;

/** Metadata of the wanted type, signed as its delegator wants it (§5.3.4, §5.4.2, §5.5.3, §5.6.3). */
export async function readSigned<T extends keyof SignedOf>({ ring }: Update, bytes: Bytes, type: T, name: string, { role, keys }: Vouched): Promise<Result<Read<SignedOf[T]>, TufProblem>> {
  const metadata = parseMetadata(bytes, type);
  if (!metadata) return fail({ is: 'malformed', name });
  return await isSigned(metadata, role, keys, ring) ? ok({ metadata, bytes }) : fail({ is: 'unsigned', name });
}

export const vouchedByRoot = (root: Root, name: 'timestamp' | 'snapshot' | 'targets'): Vouched => ({ role: root.roles[name], keys: root.keys });

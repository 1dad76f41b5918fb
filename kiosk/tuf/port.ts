import type { Bytes } from './bytes.ts';
import type { TargetFile } from './metadata.ts';

/**
 * Why an update was not taken. `name` is the role or target path concerned, never content.
 * - `unreachable`: no answer, one too slow, or one that is no file and does not say that there is none; try again later.
 * - `missing`: the repository lacks a file that it must have.
 * - `too-long`: more bytes, or more roles, than allowed. `wrong-length`, `wrong-hash`: not the bytes that were vouched for (§5.5.2, §5.6.2, §5.7).
 * - `malformed`: not metadata of the wanted kind.
 * - `unsigned`: fewer good signatures of known keys than the threshold asks for (§5.3.4, §5.4.2 …).
 * - `rollback`: older than what was already trusted (§5.4.3, §5.5.5); `version`: not the version that was vouched for.
 * - `expired`: freeze (§5.3.10, §5.4.4, §5.5.6, §5.6.5).
 * - `no-root`: this client was never given a root to trust.
 * - `storage`: what was verified could not be kept.
 */
export type TufProblem = {
  readonly is: 'unreachable' | 'missing' | 'too-long' | 'wrong-length' | 'wrong-hash' | 'malformed' | 'unsigned' | 'rollback' | 'version' | 'expired' | 'no-root' | 'storage';
  readonly name: string;
};

/** Where trusted metadata is kept, verbatim: `root`, `timestamp`, `snapshot`, `targets`, or a delegated role's name. Must be durable when it resolves. */
export interface MetadataStore {
  get(name: string): Promise<Bytes | undefined>;
  put(name: string, bytes: Bytes): Promise<'kept' | 'failed'>;
}

/** Fetches at most `maxBytes`; stops reading as soon as there are more. Never rejects. */
export type FetchBytes = (url: string, maxBytes: number) => Promise<
  | { readonly is: 'file'; readonly bytes: Bytes }
  | { readonly is: 'missing' | 'too-long' | 'unreachable' }>;

export interface UpdaterOptions {
  /** Base addresses of metadata and targets. */
  readonly metadataUrl: string;
  readonly targetsUrl: string;
  readonly store: MetadataStore;
  readonly fetchBytes: FetchBytes;
  /** ms since 1970, taken once for the whole update (§5.1). */
  readonly now: number;
  readonly limits?: Partial<Limits>;
  /** Signature schemes beyond those of the specification, such as SM2 with SM3. */
  readonly schemes?: Readonly<Record<string, VerifySignature>>;
}
/** `public` of the key, what was signed, the signature as it stands in the metadata (hexadecimal). */
export type VerifySignature = (publicKey: string, data: Bytes, signature: string) => Promise<boolean>;

/** Bytes, unless said otherwise; they hold whatever length was signed. */
export interface Limits {
  readonly root: number; readonly timestamp: number; readonly snapshot: number; readonly targets: number;
  /** One target that `download` fetches. */
  readonly target: number;
  /** New roots in one update. */
  readonly rotations: number;
  /** Delegated roles looked into for one target. */
  readonly delegations: number;
  /** Roles looked into for the list of all targets. */
  readonly roles: number;
}

/** A target and the role that answers for it. */
export interface Target extends TargetFile { readonly path: string; readonly role: string }

/** TUF metadata as of specification 1.0 §4, as far as its shape goes. Fields not named here are kept and stay signed. */
export interface Signature { readonly keyid: string; readonly sig: string }
export interface Key { readonly keytype: string; readonly scheme: string; readonly keyval: { readonly public: string } }
export interface Role { readonly keyids: readonly string[]; readonly threshold: number }
export interface FileInfo { readonly version: number; readonly length?: number; readonly hashes?: Hashes }
export type Hashes = Readonly<Record<string, string>>;
export interface TargetFile { readonly length: number; readonly hashes: Hashes; readonly custom?: unknown }

interface Signed { readonly spec_version: string; readonly version: number; readonly expires: string }
export interface Root extends Signed {
  readonly _type: 'root'; readonly consistent_snapshot: boolean;
  readonly keys: Readonly<Record<string, Key>>; readonly roles: Readonly<Record<TopRole, Role>>;
}
export interface Timestamp extends Signed { readonly _type: 'timestamp'; readonly meta: { readonly 'snapshot.json': FileInfo } }
export interface Snapshot extends Signed { readonly _type: 'snapshot'; readonly meta: Readonly<Record<string, FileInfo>> }
export interface Targets extends Signed { readonly _type: 'targets'; readonly targets: Readonly<Record<string, TargetFile>>; readonly delegations?: Delegations }
export interface DelegatedRole extends Role { readonly name: string; readonly terminating: boolean; readonly paths?: readonly string[]; readonly path_hash_prefixes?: readonly string[] }
export interface SuccinctRoles extends Role { readonly bit_length: number; readonly name_prefix: string }
export interface Delegations { readonly keys: Readonly<Record<string, Key>>; readonly roles?: readonly DelegatedRole[]; readonly succinct_roles?: SuccinctRoles }

export type TopRole = 'root' | 'timestamp' | 'snapshot' | 'targets';
export interface SignedOf { readonly root: Root; readonly timestamp: Timestamp; readonly snapshot: Snapshot; readonly targets: Targets }
export interface Metadata<T> { readonly signed: T; readonly signatures: readonly Signature[] }

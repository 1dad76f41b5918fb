// A TUF repository in memory, whose every part a test can spoil; and a kiosk that looks at it.
import { createHash } from 'node:crypto';
import type { Bytes } from '../../kiosk/tuf/bytes.ts';
import { canonicalBytes } from '../../kiosk/tuf/canonical.ts';
import type { DelegatedRole, Root, Snapshot, Targets, Timestamp } from '../../kiosk/tuf/metadata.ts';
import type { FetchBytes, MetadataStore, UpdaterOptions } from '../../kiosk/tuf/port.ts';
import { Updater } from '../../kiosk/tuf/updater.ts';
import { ed25519, type Signer } from './signers.ts';

type Draft<T> = T extends object ? { -readonly [K in keyof T]: Draft<T[K]> } : T;
export const day = 86_400_000;
export const now = Date.parse('2026-06-01T00:00:00Z');
export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
export const isoOf = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+/, '');

/** What stands in a metadata file. */
export const envelope = (signed: unknown, signers: readonly Signer[]): Bytes => {
  const data = canonicalBytes(signed);
  return utf8(JSON.stringify({ signed, signatures: signers.map(({ id, sign }) => ({ keyid: id, sig: sign(data) })) }));
};

export class Repository {
  /** By address below the base: `metadata/1.root.json`, `targets/…`. What was once published stays. */
  readonly files = new Map<string, Bytes>();
  /** Who signs, by role. */
  readonly signers: Record<string, Signer[]>;
  readonly root: Draft<Root>;
  readonly timestamp: Draft<Timestamp>;
  readonly snapshot: Draft<Snapshot>;
  /** The top role `targets` and the delegated ones. */
  readonly roles = new Map<string, Draft<Targets>>();
  readonly #now: number;
  readonly #published = new Map<string, string>();

  constructor({ at = now, signers = {} }: { at?: number; signers?: Record<string, Signer[]> } = {}) {
    this.#now = at;
    this.signers = { root: [ed25519(), ed25519(), ed25519()], timestamp: [ed25519()], snapshot: [ed25519()], targets: [ed25519(), ed25519(), ed25519()], ...signers };
    const signed = (days: number) => ({ spec_version: '1.0.31', version: 1, expires: isoOf(at + days * day) });
    this.root = { _type: 'root', ...signed(730), consistent_snapshot: true, keys: {}, roles: {} as Draft<Root>['roles'] };
    this.timestamp = { _type: 'timestamp', ...signed(7), meta: { 'snapshot.json': { version: 1 } } };
    this.snapshot = { _type: 'snapshot', ...signed(30), meta: {} };
    this.roles.set('targets', { _type: 'targets', ...signed(365), targets: {} });
    this.listRootKeys();
  }

  get targets(): Draft<Targets> {
    return this.roles.get('targets')!;
  }

  /** Writes the root's keys and roles as `signers` has them: root and targets need two signatures, the others one. */
  listRootKeys() {
    const top = ['root', 'timestamp', 'snapshot', 'targets'] as const;
    this.root.keys = Object.fromEntries(top.flatMap((role) => this.signers[role]!.map(({ id, key }) => [id, { ...key, keyval: { ...key.keyval } }])));
    for (const role of top) this.root.roles[role] = { keyids: this.signers[role]!.map(({ id }) => id), threshold: Math.min(2, this.signers[role]!.length) };
  }

  /** Delegates from one role to another, which is made when it is not there yet. */
  delegate(name: string, role: Partial<DelegatedRole> = {}, { from = 'targets', signers = [ed25519()] }: { from?: string; signers?: Signer[] } = {}): Draft<Targets> {
    this.signers[name] ??= signers;
    const delegations = (this.roles.get(from)!.delegations ??= { keys: {}, roles: [] });
    for (const { id, key } of this.signers[name]) delegations.keys[id] = { ...key, keyval: { ...key.keyval } };
    const paths = role.path_hash_prefixes ? {} : { paths: [`packs/${name}/*/*.json`] };
    (delegations.roles ??= []).push({ name, keyids: this.signers[name].map(({ id }) => id), threshold: 1, terminating: true, ...paths, ...role } as Draft<DelegatedRole>);
    if (!this.roles.has(name)) this.roles.set(name, { _type: 'targets', spec_version: '1.0.31', version: 1, expires: isoOf(this.#now + 180 * day), targets: {} });
    return this.roles.get(name)!;
  }

  add(role: string, path: string, content: string) {
    const bytes = utf8(content);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.roles.get(role)!.targets[path] = { length: bytes.length, hashes: { sha256 } };
    const at = path.lastIndexOf('/') + 1;
    this.files.set(`targets/${path.slice(0, at)}${sha256}.${path.slice(at)}`, bytes);
  }

  /** Signs what changed under a higher number, and what says so above it. */
  publish(): this {
    const put = (name: string, signed: { version: number }) => {
      const bytes = envelope(signed, this.signers[name]!);
      this.files.set(name === 'timestamp' ? 'metadata/timestamp.json' : `metadata/${signed.version}.${encodeURIComponent(name)}.json`, bytes);
      this.#published.set(name, JSON.stringify(signed));
      return bytes;
    };
    const hasChanged = (name: string, signed: unknown) => this.#published.get(name) !== JSON.stringify(signed);
    const raise = (name: string, signed: { version: number }) => { if (this.#published.has(name)) signed.version++; };
    if (hasChanged('root', this.root)) { raise('root', this.root); put('root', this.root); }
    for (const [name, signed] of this.roles) {
      if (hasChanged(name, signed)) { raise(name, signed); put(name, signed); }
      this.snapshot.meta[`${name}.json`] = { version: signed.version };
    }
    raise('snapshot', this.snapshot);
    const snapshot = put('snapshot', this.snapshot);
    this.timestamp.meta['snapshot.json'] = { version: this.snapshot.version, length: snapshot.length, hashes: { sha256: createHash('sha256').update(snapshot).digest('hex') } };
    raise('timestamp', this.timestamp);
    put('timestamp', this.timestamp);
    return this;
  }

  /** Signs a role again as it now is, under the same number, or another one. */
  resign(name: string, signed: { version: number }, signers = this.signers[name]!) {
    this.files.set(name === 'timestamp' ? 'metadata/timestamp.json' : `metadata/${signed.version}.${name}.json`, envelope(signed, signers));
  }

  bytes(file: string): Bytes {
    const found = this.files.get(file);
    if (!found) throw new Error(`${file} is not there; there are ${[...this.files.keys()].join(', ')}`);
    return found;
  }
}

export interface Kiosk { readonly kept: Map<string, Bytes>; readonly asked: string[]; updater(options?: Partial<UpdaterOptions>): Updater; refresh(options?: Partial<UpdaterOptions>): ReturnType<Updater['refresh']> }

/** A kiosk that was given the repository's first root. */
export function kioskFor(repository: Repository, { files = repository.files, root = repository.bytes('metadata/1.root.json') }: { files?: ReadonlyMap<string, Bytes>; root?: Bytes } = {}): Kiosk {
  const kept = new Map([['root', root]]);
  const asked: string[] = [];
  const store: MetadataStore = { get: async (name) => kept.get(name), put: async (name, bytes) => { kept.set(name, bytes); return 'kept'; } };
  const fetchBytes = fetchFrom(files, asked);
  const updater = (options: Partial<UpdaterOptions> = {}) => new Updater({ metadataUrl: 'http://catalog/metadata/', targetsUrl: 'http://catalog/targets', store, fetchBytes, now, ...options });
  return { kept, asked, updater, refresh: (options) => updater(options).refresh() };
}

export function fetchFrom(files: ReadonlyMap<string, Bytes>, asked: string[] = []): FetchBytes {
  return async (url, maxBytes) => {
    const file = url.replace('http://catalog/', '');
    asked.push(file);
    const bytes = files.get(file) ?? files.get(decodeURIComponent(file));
    if (!bytes) return { is: 'missing' };
    return bytes.length > maxBytes ? { is: 'too-long' } : { is: 'file', bytes };
  };
}

// A small catalog in memory: what is listed is what the test says, signed by keys of the test. The real one is content/catalog.
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { stableJson } from '../../content/catalog/stable-json.ts';
import { blobPath, chunkBytes, departmentOf, manifestPath, type PackManifest, roleOf, rolloutPath, rolloutRole } from '../../content/schema/manifest.ts';
import { noRollout, type Rollout } from '../../content/schema/rollout.ts';
import { canonical, canonicalBytes } from '../../kiosk/tuf/canonical.ts';
import type { Net } from '../../kiosk/sync/net.ts';
import type { PackSource } from '../../kiosk/core/pack-files.ts';

const day = 86_400_000;
type Bytes = Uint8Array<ArrayBuffer>;
const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export class TestCatalog {
  /** Every file below the base address. */
  readonly files = new Map<string, Bytes>();
  readonly root: unknown;
  rollout: Rollout = { ...noRollout, pollSeconds: 60 };
  readonly #keys = new Map<string, { id: string; key: unknown; secret: KeyObject }>();
  readonly #targets = new Map<string, Record<string, unknown>>();
  readonly #versions = new Map<string, number>();
  readonly #roles: readonly string[];
  #published = new Map<string, string>();

  now: number;

  constructor(departments: readonly string[], now: number) {
    this.now = now;
    this.#roles = [...departments.map(roleOf), rolloutRole];
    for (const name of ['root', 'timestamp', 'snapshot', 'targets', ...this.#roles]) {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      const key = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex') } };
      this.#keys.set(name, { id: hashOf(Buffer.from(canonical(key))), key, secret: privateKey });
    }
    const top = ['root', 'timestamp', 'snapshot', 'targets'];
    const root = {
      _type: 'root', spec_version: '1.0.31', version: 1, expires: this.#in(730), consistent_snapshot: true,
      keys: Object.fromEntries(top.map((name) => [this.#keys.get(name)!.id, this.#keys.get(name)!.key])), roles: Object.fromEntries(top.map((name) => [name, this.#vouch(name)])),
    };
    this.root = JSON.parse(Buffer.from(this.#sign('root', root)).toString());
    this.files.set('metadata/1.root.json', utf8(JSON.stringify(this.root)));
  }

  /** Lists a version of a pack beside those listed. */
  list(source: PackSource, version: number, more: Partial<PackManifest> = {}, at = new Date(this.now).toISOString()) {
    const files = Object.fromEntries(Object.entries(source.files).map(([name, content]) => [name, this.blob(content instanceof Uint8Array ? content as Bytes : utf8(stableJson(content)), at)]));
    this.listRaw(source.pack, version, JSON.stringify({ pack: source.pack, version, kind: source.kind, title: source.title, made: at, kiosk: '0.1.0', files, ...more }));
  }
  /** Lists whatever is said to be a manifest. */
  listRaw(pack: string, version: number, manifest: string, role = roleOf(departmentOf(pack))) { this.#target(role, manifestPath(pack, version), manifest); }
  unlist(pack: string, version: number) { delete this.#targets.get(roleOf(departmentOf(pack)))?.[manifestPath(pack, version)]; }
  blob(bytes: Bytes, at: string) {
    const sha256 = hashOf(bytes);
    this.files.set(blobPath(sha256), bytes);
    const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, i) => hashOf(bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes)));
    return { sha256, length: bytes.length, at, ...(bytes.length > chunkBytes && { chunks }) };
  }

  /** Signs what changed, and what says so above it. `expiresDays` of the timestamp. */
  publish({ expiresDays = 7, only }: { expiresDays?: number; only?: 'timestamp' } = {}) {
    const published = new Date(this.now).toISOString();
    if (only !== 'timestamp') {
      this.#targets.set(rolloutRole, {});
      this.#target(rolloutRole, rolloutPath, JSON.stringify(this.rollout));
      const meta: Record<string, unknown> = {};
      const delegations = {
        keys: Object.fromEntries(this.#roles.map((name) => [this.#keys.get(name)!.id, this.#keys.get(name)!.key])),
        roles: this.#roles.map((name) => ({ name, ...this.#vouch(name), terminating: true, paths: [name === rolloutRole ? rolloutPath : `packs/${name.slice(roleOf('').length)}/*/*.json`] })),
      };
      for (const name of ['targets', ...this.#roles]) meta[`${name}.json`] = { version: this.#put(name, { _type: 'targets', targets: this.#targets.get(name) ?? {}, ...(name === 'targets' && { delegations }) }, 180) };
      this.#put('snapshot', { _type: 'snapshot', meta }, 30);
    }
    const snapshot = this.files.get(`metadata/${this.#versions.get('snapshot')}.snapshot.json`)!;
    this.#put('timestamp', { _type: 'timestamp', 'x-published': published, meta: { 'snapshot.json': { version: this.#versions.get('snapshot'), length: snapshot.length, hashes: { sha256: hashOf(snapshot) } } } }, expiresDays);
  }

  /** The catalog over a wire made of memory: `asked` is every address, `away` a line that is cut. */
  net(): Net & { asked: string[]; away: boolean; bytes: number; served: number | undefined; spoil: (path: string, bytes: Bytes) => Bytes } {
    const net = {
      asked: [] as string[], away: false, bytes: 0, served: undefined as number | undefined, spoil: (_path: string, bytes: Bytes) => bytes,
      fetchBytes: async (url: string, maxBytes: number) => {
        if (net.away) return { is: 'unreachable' } as const;
        const path = url.replace('http://catalog/', '');
        net.asked.push(path);
        const file = this.files.get(path);
        if (!file) return { is: 'missing' } as const;
        const bytes = net.spoil(path, file);
        net.bytes += bytes.length;
        return bytes.length > maxBytes ? { is: 'too-long' } as const : { is: 'file', bytes } as const;
      },
      fetchRange: async (url: string, from: number, to: number) => {
        if (net.away) return { is: 'unreachable' } as const;
        const path = url.replace('http://catalog/', '');
        net.asked.push(`${path} ${from}`);
        const file = this.files.get(path);
        return file ? { is: 'part', bytes: net.spoil(path, file.slice(from, to)) } as const : { is: 'missing' } as const;
      },
      servedAt: () => net.served,
    };
    return net;
  }

  #in(days: number) { return new Date(this.now + days * day).toISOString().replace(/\.\d+/, ''); }
  #vouch(name: string) { return { keyids: [this.#keys.get(name)!.id], threshold: 1 }; }
  #sign(name: string, signed: unknown): Bytes {
    const { id, secret } = this.#keys.get(name)!;
    return utf8(JSON.stringify({ signed, signatures: [{ keyid: id, sig: sign(null, canonicalBytes(signed), secret).toString('hex') }] }));
  }
  #target(role: string, path: string, content: string) {
    const bytes = utf8(content);
    const all = this.#targets.get(role) ?? {};
    this.#targets.set(role, { ...all, [path]: { length: bytes.length, hashes: { sha256: hashOf(bytes) } } });
    const at = path.lastIndexOf('/') + 1;
    this.files.set(`targets/${path.slice(0, at)}${hashOf(bytes)}.${path.slice(at)}`, bytes);
  }
  /** Signs under the next number if anything changed; the number it has now. */
  #put(name: string, signed: Record<string, unknown>, days: number): number {
    const before = this.#versions.get(name) ?? 0;
    if (name !== 'timestamp' && this.#published.get(name) === JSON.stringify(signed)) return before;
    const version = before + 1;
    this.#versions.set(name, version);
    this.#published.set(name, JSON.stringify(signed));
    this.files.set(name === 'timestamp' ? 'metadata/timestamp.json' : `metadata/${version}.${name}.json`, this.#sign(name, { spec_version: '1.0.31', version, expires: this.#in(days), ...signed }));
    return version;
  }
}

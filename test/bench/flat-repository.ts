import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { siblings } from '../../content/catalog/compress.ts';
import { sha256Of } from '../../content/catalog/stable-json.ts';
import { canonicalBytes } from '../../kiosk/tuf/canonical.ts';

/** The usual way to use TUF: every file a target of the one targets.json, no delegations. Ed25519, one key, consistent snapshots. */
export function flatRepository(dir: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex') } };
  const keyid = sha256Of(Buffer.from(canonicalBytes(key)));
  const signed = (content: object) => Buffer.from(JSON.stringify({ signed: content, signatures: [{ keyid, sig: sign(null, canonicalBytes(content), privateKey).toString('hex') }] }));
  const base = (type: string, version: number) => ({ _type: type, spec_version: '1.0.31', version, expires: '2036-01-01T00:00:00Z' });
  const role = { keyids: [keyid], threshold: 1 };
  const root = signed({ ...base('root', 1), consistent_snapshot: true, keys: { [keyid]: key }, roles: { root: role, timestamp: role, snapshot: role, targets: role } });
  const lay = async (name: string, bytes: Buffer) => {
    const file = path.join(dir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    for (const [ending, packed] of await siblings(bytes, 'best')) writeFileSync(file + ending, packed);
  };
  let version = 0;
  const laid = new Set<string>();
  return {
    root,
    /** Publishes these files, by name. */
    async publish(files: ReadonlyMap<string, Buffer>): Promise<void> {
      version++;
      const targets: Record<string, object> = {};
      for (const [name, bytes] of files) {
        const hash = sha256Of(bytes);
        targets[name] = { length: bytes.length, hashes: { sha256: hash } };
        const at = `targets/${path.posix.dirname(name)}/${hash}.${path.posix.basename(name)}`.replace('/./', '/');
        if (!laid.has(at)) { laid.add(at); await lay(at, bytes); }
      }
      if (version === 1) await lay('metadata/1.root.json', root);
      const list = signed({ ...base('targets', version), targets });
      const snapshot = signed({ ...base('snapshot', version), meta: { 'targets.json': { version } } });
      await lay(`metadata/${version}.targets.json`, list);
      await lay(`metadata/${version}.snapshot.json`, snapshot);
      await lay('metadata/timestamp.json', signed({ ...base('timestamp', version), meta: { 'snapshot.json': { version, length: snapshot.length, hashes: { sha256: sha256Of(snapshot) } } } }));
    },
  };
}

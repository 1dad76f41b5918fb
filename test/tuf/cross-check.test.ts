// The same repositories, sound and spoilt, before this client and before tuf-js: the same verdict. Where they differ, ours refuses more.
import { generateKeyPairSync } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import type { Bytes } from '../../kiosk/tuf/bytes.ts';
import { day, fetchFrom, isoOf, type Kiosk, kioskFor, Repository, utf8 } from './repository.ts';
import { ecdsa, ed25519, ed25519From, rsa } from './signers.ts';
import { tufJs } from './tuf-js.ts';

// tuf-js asks the clock itself.
const at = Date.now();
const target = 'packs/a/1.json';
const fresh = (signers = {}) => {
  const repository = new Repository({ at, signers });
  repository.delegate('dept-a', { paths: ['packs/a/*'] });
  repository.delegate('dept-b', { paths: ['packs/*/*'], terminating: false });
  repository.add('dept-a', target, 'one');
  // Twice, so that there is something to roll back to.
  return repository.publish().publish();
};

async function look(kiosk: Kiosk, files: ReadonlyMap<string, Bytes>): Promise<string> {
  const updater = kiosk.updater({ now: at, fetchBytes: fetchFrom(files) });
  if (!(await updater.refresh()).ok) return 'refused';
  const found = await updater.find(target);
  if (!found.ok) return 'refused';
  if (!found.value) return 'not found';
  const downloaded = await updater.download(found.value);
  return downloaded.ok ? `${downloaded.value.length} bytes` : 'refused';
}

/** Both look at the sound repository, then at what has become of it. */
async function both(spoil: (repository: Repository) => void, repository = fresh()): Promise<{ ours: string; theirs: string }> {
  const root = repository.bytes('metadata/1.root.json');
  const kiosk = kioskFor(repository, { root });
  const other = tufJs(root);
  onTestFinished(() => other.close());
  expect(await look(kiosk, repository.files)).toBe('3 bytes');
  expect(await other.look(repository.files, target)).toBe('3 bytes');
  spoil(repository);
  return { ours: await look(kiosk, repository.files), theirs: await other.look(repository.files, target) };
}
const past = isoOf(at - day);

const cases: Record<string, [spoil: (repository: Repository) => void, expected: string]> = {
  'nothing changed': [() => {}, '3 bytes'],
  'a new version': [(r) => { r.add('dept-a', target, 'longer'); r.publish(); }, '6 bytes'],
  'fields nobody knows': [(r) => { Object.assign(r.timestamp, { 'x-published': isoOf(at), deep: [{ a: null }] }); Object.assign(r.targets, { note: '名"\\\n' }); r.publish(); }, '3 bytes'],
  'a new root key': [(r) => { const old = r.signers.root!; r.signers.root = [...old, ed25519()]; r.listRootKeys(); r.publish(); }, '3 bytes'],
  'a timestamp key rotated': [(r) => { r.signers.timestamp = [ecdsa()]; r.listRootKeys(); r.publish(); }, '3 bytes'],
  'a timestamp of a wrong key': [(r) => { r.signers.timestamp = [ed25519()]; r.publish(); }, 'refused'],
  'a root of a wrong key': [(r) => { r.signers.root = [ed25519(), ed25519()]; r.listRootKeys(); r.publish(); }, 'refused'],
  'one signature of two': [(r) => { r.signers.targets = r.signers.targets!.slice(0, 1); r.add('targets', 'x', 'x'); r.publish(); }, 'refused'],
  'a timestamp rolled back': [(r) => { r.resign('timestamp', { ...r.timestamp, version: 1 } as never); }, 'refused'],
  'a snapshot rolled back': [(r) => { r.publish(); r.resign('timestamp', { ...r.timestamp, version: 9, meta: { 'snapshot.json': { version: 1 } } } as never); }, 'refused'],
  'an expired timestamp': [(r) => { r.timestamp.expires = past; r.publish(); }, 'refused'],
  'an expired snapshot': [(r) => { r.snapshot.expires = past; r.publish(); }, 'refused'],
  'expired targets': [(r) => { r.targets.expires = past; r.publish(); }, 'refused'],
  'an expired department': [(r) => { r.roles.get('dept-a')!.expires = past; r.publish(); }, 'refused'],
  'an expired root': [(r) => { r.root.expires = past; r.publish(); }, 'refused'],
  'an expired root in between': [(r) => { r.root.expires = past; r.publish(); r.root.expires = isoOf(at + day); r.publish(); }, '3 bytes'],
  'a root that skips a number': [(r) => { r.resign('root', { ...r.root, version: 3 } as never); r.files.set('metadata/2.root.json', r.bytes('metadata/3.root.json')); }, 'refused'],
  'a snapshot of another time': [(r) => { r.publish(); r.files.set('metadata/3.snapshot.json', r.bytes('metadata/2.snapshot.json')); }, 'refused'],
  'targets cut short': [(r) => { r.add('targets', 'x', 'x'); r.publish(); r.files.set('metadata/2.targets.json', r.bytes('metadata/2.targets.json').slice(0, 300)); }, 'refused'],
  'a timestamp beyond its limit': [(r) => { r.files.set('metadata/timestamp.json', utf8(JSON.stringify({ signed: r.timestamp, signatures: [], pad: 'x'.repeat(20_000) }))); }, 'refused'],
  'no timestamp': [(r) => { r.files.delete('metadata/timestamp.json'); }, 'refused'],
  'a target of other bytes': [(r) => { for (const name of r.files.keys()) if (name.startsWith('targets/')) r.files.set(name, utf8('two')); }, 'refused'],
  'a department without its key': [(r) => { r.signers['dept-a'] = [ed25519()]; r.add('dept-a', target, 'stolen'); r.publish(); }, 'refused'],
  'a department beyond its paths': [(r) => { r.targets.delegations!.roles![0]!.paths = ['packs/z/*']; r.publish(); }, 'not found'],
  'behind a terminating role': [(r) => { delete r.roles.get('dept-a')!.targets[target]; r.add('dept-b', target, 'b'); r.publish(); }, 'not found'],
  'behind one that is not': [(r) => { r.targets.delegations!.roles![0]!.terminating = false; delete r.roles.get('dept-a')!.targets[target]; r.add('dept-b', target, 'b'); r.publish(); }, '1 bytes'],
  'one key id that signs twice': [(r) => { r.add('targets', 'x', 'x'); r.publish(); const one = r.signers.targets![0]!; r.resign('targets', r.targets, [one, one]); }, 'refused'],
};
test.each(Object.entries(cases))('%s', async (_, [spoil, expected]) => {
  const { ours, theirs } = await both(spoil);
  expect(theirs).toBe(ours);
  expect(ours).toBe(expected);
});

test('keys of every kind', async () => {
  const signers = { root: [rsa(), ecdsa(), ed25519()], timestamp: [ecdsa()], snapshot: [rsa()], targets: [ed25519(), ecdsa({ keytype: 'ecdsa-sha2-nistp256' })] };
  expect(await both((r) => { r.add('dept-a', target, 'longer'); r.publish(); }, fresh(signers))).toEqual({ ours: '6 bytes', theirs: '6 bytes' });
});

/** What tuf-js takes and this client does not, each for a reason of the specification or of the disk. */
const stricter: Record<string, (repository: Repository) => void> = {
  'a key in two forms that signs for two': (r) => {
    const pair = generateKeyPairSync('ed25519');
    r.signers.snapshot = [ed25519From(pair, 'hex'), { ...ed25519From(pair, 'hex'), id: 'ab'.repeat(32) }];
    r.listRootKeys();
    r.publish();
  },
  'a target that leads out of its folder': (r) => { r.roles.get('dept-a')!.targets['../../x'] = { length: 1, hashes: { sha256: '00' } }; r.publish(); },
  'a day that does not exist': (r) => { r.timestamp.expires = isoOf(at + 400 * day).replace(/-\d\d-\d\dT/, '-02-30T'); r.publish(); },
};
test.each(Object.entries(stricter))('only tuf-js takes %s', async (_, spoil) => {
  expect(await both(spoil)).toEqual({ ours: 'refused', theirs: '3 bytes' });
});

test('keys of signed objects with characters beyond the BMP stand in the specification’s order, which is not that of tuf-js', async () => {
  const seen = await both((r) => { Object.assign(r.timestamp, { custom: { '\u{1F600}': 1, '\uFF5E': 2 } }); r.publish(); });
  expect(seen).toEqual({ ours: '3 bytes', theirs: 'refused' });
});

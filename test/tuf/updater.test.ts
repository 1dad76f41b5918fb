import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { day, envelope, isoOf, kioskFor, now, Repository, utf8 } from './repository.ts';
import { ecdsa, ed25519, rsa } from './signers.ts';

/** Two departments, the second of which has something of its own and something of the first's. */
function office(): Repository {
  const repository = new Repository();
  repository.delegate('dept-a', { paths: ['packs/a/*/*.json'] });
  repository.delegate('dept-b', { paths: ['packs/b/*/*.json'] });
  repository.delegate('rollout', { paths: ['rollout.json'] });
  repository.add('dept-a', 'packs/a/one/1.json', 'one');
  repository.add('dept-b', 'packs/b/two/1.json', 'two');
  repository.add('rollout', 'rollout.json', '{}');
  return repository.publish();
}

test('a kiosk with the first root comes to trust what the repository has, and keeps every file as it came', async () => {
  const repository = office();
  const kiosk = kioskFor(repository);
  const updater = kiosk.updater();
  expect(updater.trusted).toBeUndefined();
  expect(await updater.refresh()).toEqual({ ok: true, value: null });
  expect([updater.trusted!.root.version, updater.trusted!.timestamp.version, updater.trusted!.snapshot.version, updater.trusted!.targets.version]).toEqual([1, 1, 1, 1]);
  expect(kiosk.asked).toEqual(['metadata/2.root.json', 'metadata/timestamp.json', 'metadata/1.snapshot.json', 'metadata/1.targets.json']);
  const found = await updater.find('packs/a/one/1.json');
  expect(found).toMatchObject({ ok: true, value: { path: 'packs/a/one/1.json', role: 'dept-a', length: 3 } });
  expect(await updater.download(found.ok ? found.value! : undefined!)).toEqual({ ok: true, value: utf8('one') });
  expect(Object.fromEntries(kiosk.kept)).toEqual({
    'root': repository.bytes('metadata/1.root.json'), 'timestamp': repository.bytes('metadata/timestamp.json'), 'snapshot': repository.bytes('metadata/1.snapshot.json'),
    'targets': repository.bytes('metadata/1.targets.json'), 'dept-a': repository.bytes('metadata/1.dept-a.json'),
  });
});

test('nothing new costs two questions', async () => {
  const kiosk = kioskFor(office());
  const first = kiosk.updater();
  await first.refresh();
  await first.list();
  kiosk.asked.length = 0;
  const second = kiosk.updater();
  await second.refresh();
  expect((await second.list()).ok).toBe(true);
  expect(kiosk.asked).toEqual(['metadata/2.root.json', 'metadata/timestamp.json']);
});

test('of what changed only that is fetched', async () => {
  const repository = office();
  const kiosk = kioskFor(repository);
  const before = kiosk.updater();
  await before.refresh();
  await before.list();
  repository.add('dept-b', 'packs/b/two/2.json', 'two, again');
  repository.publish();
  kiosk.asked.length = 0;
  const after = kiosk.updater();
  await after.refresh();
  expect(await after.list()).toMatchObject({ ok: true, value: [{ path: 'packs/a/one/1.json' }, { path: 'packs/b/two/1.json' }, { path: 'packs/b/two/2.json' }, { path: 'rollout.json' }] });
  expect(kiosk.asked).toEqual(['metadata/2.root.json', 'metadata/timestamp.json', 'metadata/2.snapshot.json', 'metadata/2.dept-b.json']);
});

test('a snapshot that is kept serves only when it is the very one that the timestamp means', async () => {
  const repository = office();
  const kiosk = kioskFor(repository);
  await kiosk.refresh();
  const other = envelope({ ...repository.snapshot, expires: isoOf(now + 29 * day) }, repository.signers.snapshot!);
  repository.files.set('metadata/1.snapshot.json', other);
  const sha256 = createHash('sha256').update(other).digest('hex');
  repository.resign('timestamp', { ...repository.timestamp, version: 2, meta: { 'snapshot.json': { version: 1, length: other.length, hashes: { sha256 } } } } as never);
  expect(await kiosk.refresh()).toEqual({ ok: true, value: null });
  expect(kiosk.kept.get('snapshot')).toEqual(other);
});

test('without consistent snapshots names carry no numbers and no hashes', async () => {
  const repository = office();
  repository.root.consistent_snapshot = false;
  repository.publish();
  const files = new Map([...repository.files].map(([name, bytes]) => [name.endsWith('root.json') ? name : name.replace(/^metadata\/\d+\./, 'metadata/').replace(/[0-9a-f]{64}\./, ''), bytes]));
  const kiosk = kioskFor(repository, { files });
  files.set('metadata/snapshot.json', repository.bytes('metadata/2.snapshot.json'));
  const updater = kiosk.updater();
  expect(await updater.refresh()).toEqual({ ok: true, value: null });
  const found = await updater.find('packs/b/two/1.json');
  expect(await updater.download(found.ok ? found.value! : undefined!)).toEqual({ ok: true, value: utf8('two') });
});

test('roles may sign with different kinds of keys', async () => {
  const repository = new Repository({ signers: { root: [rsa(), ecdsa(), ed25519({ as: 'pem' })], timestamp: [ecdsa()], snapshot: [ecdsa({ keytype: 'ecdsa-sha2-nistp256' })], targets: [rsa(), ed25519()] } });
  repository.publish();
  expect(await kioskFor(repository).refresh()).toEqual({ ok: true, value: null });
});

test('a kiosk that was long away follows the roots one by one, also through expired ones', async () => {
  const repository = office();
  const first = repository.bytes('metadata/1.root.json');
  for (let i = 0; i < 5; i++) {
    // Each root is signed by those whom the one before trusted, and by its own.
    const before = repository.signers.root!;
    repository.signers.root = [ed25519(), ed25519(), ed25519()];
    repository.listRootKeys();
    repository.root.expires = i === 4 ? '2027-06-01T00:00:00Z' : '2026-05-01T00:00:00Z';
    const own = repository.signers.root;
    repository.signers.root = [...before, ...own];
    repository.publish();
    repository.signers.root = own;
  }
  const kiosk = kioskFor(repository, { root: first });
  const updater = kiosk.updater();
  expect(await updater.refresh()).toEqual({ ok: true, value: null });
  expect(updater.trusted!.root.version).toBe(6);
  // No more in one update than allowed; what there is then has expired, and the next goes on from there.
  const patient = kioskFor(repository, { root: first });
  expect(await patient.refresh({ limits: { rotations: 3 } })).toEqual({ ok: false, problem: { is: 'expired', name: 'root' } });
  expect(await patient.refresh({ limits: { rotations: 3 } })).toEqual({ ok: true, value: null });
});

test('a kiosk without a root, or with a broken one, trusts nobody', async () => {
  const repository = office();
  const kiosk = kioskFor(repository);
  kiosk.kept.clear();
  expect(await kiosk.refresh()).toEqual({ ok: false, problem: { is: 'no-root', name: 'root' } });
  kiosk.kept.set('root', utf8('{}'));
  expect(await kiosk.refresh()).toEqual({ ok: false, problem: { is: 'malformed', name: 'root' } });
  expect(kiosk.asked).toEqual([]);
});

test('asking before anything is trusted is our mistake', async () => {
  expect(() => kioskFor(office()).updater().find('rollout.json')).toThrow('refresh');
});

describe('what is stored', () => {
  test('is believed without a network and after its time, targets and all', async () => {
    const kiosk = kioskFor(office());
    const online = kiosk.updater();
    await online.refresh();
    const listed = await online.list();
    kiosk.asked.length = 0;
    const offline = kiosk.updater({ now: now + 4000 * day, fetchBytes: async () => ({ is: 'unreachable' }) });
    expect(await offline.trustStored()).toEqual({ ok: true, value: null });
    expect(await offline.list()).toEqual(listed);
    expect(await offline.find('rollout.json')).toMatchObject({ ok: true, value: { role: 'rollout' } });
    expect(kiosk.asked).toEqual([]);
  });

  test('is believed as far as it goes: a role never fetched is missing, and the others are there', async () => {
    const kiosk = kioskFor(office());
    const online = kiosk.updater();
    await online.refresh();
    await online.find('rollout.json');
    const offline = kiosk.updater();
    expect(await offline.trustStored()).toEqual({ ok: true, value: null });
    expect(await offline.find('packs/a/one/1.json')).toEqual({ ok: false, problem: { is: 'missing', name: 'dept-a' } });
    expect(await offline.list()).toEqual({ ok: false, problem: { is: 'missing', name: 'dept-a' } });
    expect(await offline.listing()).toMatchObject({ targets: [{ path: 'rollout.json' }], refused: [{ is: 'missing', name: 'dept-a' }, { is: 'missing', name: 'dept-b' }] });
  });

  test.each(['root', 'timestamp', 'snapshot', 'targets'])('is not believed when the %s on the disk was altered, or is gone', async (name) => {
    const repository = office();
    const kiosk = kioskFor(repository);
    await kiosk.refresh();
    const text = new TextDecoder().decode(kiosk.kept.get(name));
    kiosk.kept.set(name, utf8(text.replace('"version":1', '"version":2')));
    const problem = await kiosk.updater().trustStored();
    // The snapshot is known by its hash as well.
    expect(problem).toEqual({ ok: false, problem: { is: name === 'snapshot' ? 'wrong-hash' : 'unsigned', name } });
    kiosk.kept.delete(name);
    expect(await kiosk.updater().trustStored()).toEqual({ ok: false, problem: { is: name === 'root' ? 'no-root' : 'missing', name } });
  });
});

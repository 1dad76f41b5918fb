// Attacks on the way from the catalog to a kiosk: by whoever holds the network or the server, and by whoever stole some of the
// keys. Each is refused with its word; what the kiosk trusted before stays as it was.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../../kiosk/tuf/bytes.ts';
import type { TufProblem } from '../../kiosk/tuf/port.ts';
import { day, envelope, kioskFor, now, Repository, utf8 } from '../tuf/repository.ts';
import { ed25519, ed25519From } from '../tuf/signers.ts';
import { scene, verdict } from './tuf-scene.ts';

const edit = (bytes: Bytes, change: (document: { signed: Record<string, unknown>; signatures: { keyid: string; sig: string }[] }) => void): Bytes => {
  const document = JSON.parse(new TextDecoder().decode(bytes)) as Parameters<typeof change>[0];
  change(document);
  return utf8(JSON.stringify(document));
};
const current = { root: '2.root.json', timestamp: 'timestamp.json', snapshot: '3.snapshot.json', targets: '3.targets.json', 'dept-a': '3.dept-a.json' };
/** Roles whose file is known by its hash from the one above, so that any change shows there first. */
const hashed = new Set(['snapshot']);

test('without an attacker the new content is taken', async () => {
  expect(await verdict(await scene())).toBe('taken');
});

describe.each(['timestamp', 'snapshot', 'targets', 'dept-a'] as const)('the %s', (name) => {
  const file = `metadata/${current[name]}`;
  const isFound = (problem: string): TufProblem => ({ is: (hashed.has(name) ? 'wrong-hash' : problem) as TufProblem['is'], name });

  test('altered after it was signed', async () => {
    const one = await scene();
    // Neither its length nor its version tells.
    one.served.set(file, edit(one.served.get(file)!, ({ signed }) => { signed.expires = String(signed.expires).replace(/^20../, '2099'); }));
    expect(await verdict(one)).toEqual(isFound('unsigned'));
  });

  test('signed by a key of the attacker, under his own id and under the real one', async () => {
    for (const underRealId of [false, true]) {
      const one = await scene();
      const thief = ed25519();
      const signed = (JSON.parse(new TextDecoder().decode(one.served.get(file))) as { signed: unknown }).signed;
      one.served.set(file, envelope(signed, [underRealId ? { ...thief, id: one.repository.signers[name]![0]!.id } : thief]));
      expect(await verdict(one)).toEqual({ is: hashed.has(name) ? expect.stringMatching('wrong') as unknown : 'unsigned', name });
    }
  });

  test('signed by keys of other roles', async () => {
    const one = await scene();
    const others = Object.entries(one.repository.signers).filter(([role]) => role !== name).flatMap(([, signers]) => signers);
    const signed = (JSON.parse(new TextDecoder().decode(one.served.get(file))) as { signed: unknown }).signed;
    one.served.set(file, envelope(signed, others));
    expect(await verdict(one)).toMatchObject({ name });
  });

  test('with no signature, and with a broken one', async () => {
    for (const change of [(document: { signatures: unknown[] }) => { document.signatures = []; }, (document: { signatures: { sig: string }[] }) => { for (const one of document.signatures) one.sig = one.sig.replace(/^../, (byte) => (byte === '00' ? '01' : '00')); }]) {
      const one = await scene();
      one.served.set(file, edit(one.served.get(file)!, change as never));
      expect(await verdict(one)).toMatchObject({ name });
    }
  });

  test('cut short at every length', async () => {
    for (let part = 0; part < 25; part++) {
      const one = await scene();
      const whole = one.served.get(file)!;
      one.served.set(file, whole.slice(0, Math.floor((part / 25) * whole.length)));
      expect(await verdict(one)).toEqual({ is: hashed.has(name) ? 'wrong-length' : 'malformed', name });
    }
  });

  test('larger than anything of its kind', async () => {
    const one = await scene();
    one.served.set(file, new Uint8Array(5_000_001));
    expect(await verdict(one)).toEqual({ is: 'too-long', name });
  });

  test('withheld', async () => {
    const one = await scene();
    one.served.delete(file);
    expect(await verdict(one)).toEqual({ is: 'missing', name });
  });

  test('one of another role in its place', async () => {
    const one = await scene();
    one.served.set(file, one.served.get(`metadata/${name === 'targets' ? current['dept-a'] : current.targets}`)!);
    expect(await verdict(one)).toMatchObject({ name });
  });
});

describe('rolled back', () => {
  test('the timestamp to an older one that is still valid', async () => {
    const one = await scene();
    one.served.set('metadata/timestamp.json', envelope({ ...one.repository.timestamp, version: 1 }, one.repository.signers.timestamp!));
    expect(await verdict(one)).toEqual({ is: 'rollback', name: 'timestamp' });
  });

  test('the whole repository to the one before, replayed', async () => {
    const one = await scene();
    expect(await verdict(one)).toBe('taken');
    for (const [name, bytes] of one.before) one.served.set(name, bytes);
    expect(await verdict(one)).toEqual({ is: 'rollback', name: 'timestamp' });
  });

  test('the snapshot, by whoever has the key of the timestamp', async () => {
    const one = await scene();
    one.repository.resign('timestamp', { ...one.repository.timestamp, version: 9, meta: { 'snapshot.json': { version: 1 } } } as never);
    expect(await verdict({ ...one, served: one.repository.files })).toEqual({ is: 'rollback', name: 'snapshot' });
  });

  test.each(['targets', 'dept-a'])('the %s, by whoever has the keys of timestamp and snapshot', async (name) => {
    for (const change of ['lower', 'gone'] as const) {
      const one = await scene();
      const { repository } = one;
      const meta = structuredClone(repository.snapshot.meta);
      if (change === 'lower') meta[`${name}.json`] = { version: 1 };
      else delete meta[`${name}.json`];
      repository.resign('snapshot', { ...repository.snapshot, version: 9, meta } as never);
      repository.resign('timestamp', { ...repository.timestamp, version: 9, meta: { 'snapshot.json': { version: 9 } } } as never);
      // A snapshot without the top targets is none at all.
      expect(await verdict({ ...one, served: repository.files })).toEqual(change === 'gone' && name === 'targets' ? { is: 'malformed', name: 'snapshot' } : { is: 'rollback', name });
    }
  });

  test('the root, offered as the next one', async () => {
    const one = await scene();
    one.served.set('metadata/2.root.json', one.served.get('metadata/1.root.json')!);
    expect(await verdict(one)).toEqual({ is: 'rollback', name: 'root' });
  });
});

describe('mixed: parts that are all genuine, of different times', () => {
  test('an older snapshot under its new number', async () => {
    const one = await scene();
    one.served.set('metadata/3.snapshot.json', one.served.get('metadata/2.snapshot.json')!);
    expect(await verdict(one)).toMatchObject({ name: 'snapshot' });
  });

  test.each(['targets', 'dept-a'])('older %s under the new number', async (name) => {
    const one = await scene();
    one.served.set(`metadata/3.${name}.json`, one.served.get(`metadata/2.${name}.json`)!);
    expect(await verdict(one)).toEqual({ is: 'version', name });
  });

  test('a snapshot of the same number and length, signed, that the timestamp does not mean', async () => {
    const one = await scene();
    const { snapshot, signers } = one.repository;
    one.served.set('metadata/3.snapshot.json', envelope({ ...snapshot, expires: snapshot.expires.replace('T00', 'T01') }, signers.snapshot!));
    expect(await verdict(one)).toEqual({ is: 'wrong-hash', name: 'snapshot' });
  });
});

describe('frozen: genuine, and past its time', () => {
  test.each([[8, 'timestamp'], [31, 'timestamp'], [800, 'root']] as const)('after %i days without anything new it is the %s that says so', async (days, name) => {
    const one = await scene();
    expect(await verdict({ ...one, served: one.before }, now + days * day)).toEqual({ is: 'expired', name });
  });

  test('a fresh timestamp over an old snapshot, over old targets, over an old department', async () => {
    for (const [name, days] of [['snapshot', 31], ['dept-a', 181], ['targets', 366]] as const) {
      const one = await scene();
      const { repository } = one;
      const far = '2028-01-01T00:00:00Z';
      repository.timestamp.expires = far;
      if (name !== 'snapshot') repository.snapshot.expires = far;
      if (name === 'targets') repository.roles.get('dept-a')!.expires = far;
      repository.publish();
      expect(await verdict({ ...one, served: repository.files }, now + days * day), name).toEqual({ is: 'expired', name });
    }
  });

  test('a fresh timestamp over what the kiosk itself keeps from before', async () => {
    for (const [name, days] of [['snapshot', 31], ['dept-a', 181]] as const) {
      const one = await scene();
      const { repository } = one;
      expect(await verdict({ ...one, served: repository.files })).toBe('taken');
      const far = '2028-01-01T00:00:00Z';
      const meta = { 'snapshot.json': { version: name === 'snapshot' ? repository.snapshot.version : 9 } };
      if (name === 'dept-a') repository.resign('snapshot', { ...repository.snapshot, version: 9, expires: far } as never);
      repository.resign('timestamp', { ...repository.timestamp, version: 9, expires: far, meta } as never);
      expect(await verdict({ ...one, served: repository.files }, now + days * day), name).toEqual({ is: 'expired', name });
    }
  });

  test('to the second', async () => {
    const one = await scene();
    const end = Date.parse(one.repository.timestamp.expires);
    expect(await verdict({ ...one, served: new Map(one.repository.files) }, end)).toEqual({ is: 'expired', name: 'timestamp' });
    expect(await verdict(await scene(), end - 1)).toBe('taken');
  });
});

describe('thresholds', () => {
  test('two are asked and one signs', async () => {
    const one = await scene();
    one.repository.resign('targets', one.repository.targets, one.repository.signers.targets!.slice(0, 1));
    expect(await verdict({ ...one, served: one.repository.files })).toEqual({ is: 'unsigned', name: 'targets' });
  });

  test('one key that stands in the root under two ids, or in two forms, is one key', async () => {
    const pair = generateKeyPairSync('ed25519');
    const [hex, pem] = [ed25519From(pair, 'hex'), ed25519From(pair, 'pem')];
    const upper = { ...hex, id: 'ab'.repeat(32), key: { ...hex.key, keyval: { public: hex.key.keyval.public.toUpperCase() } } };
    for (const twins of [[hex, { ...hex, id: 'cd'.repeat(32) }], [hex, pem], [hex, upper]]) {
      const repository = new Repository({ signers: { targets: [...twins, ed25519()] } });
      repository.publish();
      repository.resign('targets', repository.targets, twins);
      expect(await kioskFor(repository).refresh()).toEqual({ ok: false, problem: { is: 'unsigned', name: 'targets' } });
      repository.resign('targets', repository.targets, repository.signers.targets!.slice(1));
      expect(await kioskFor(repository).refresh()).toEqual({ ok: true, value: null });
    }
  });

  test('signatures under ids that a role names and nobody has a key of', async () => {
    for (const id of ['ef'.repeat(32), 'constructor', '__proto__']) {
      const repository = new Repository();
      repository.root.roles.targets.keyids.push(id);
      repository.publish();
      repository.resign('targets', repository.targets, [repository.signers.targets![0]!, { ...ed25519(), id }]);
      expect(await kioskFor(repository).refresh()).toEqual({ ok: false, problem: { is: 'unsigned', name: 'targets' } });
    }
  });

  test('one key id with two signatures', async () => {
    const one = await scene();
    one.served.set('metadata/3.targets.json', edit(one.served.get('metadata/3.targets.json')!, (document) => { document.signatures = [document.signatures[0]!, document.signatures[0]!]; }));
    expect(await verdict(one)).toEqual({ is: 'malformed', name: 'targets' });
  });

  test('a new root that only the new keys signed, or only the old ones', async () => {
    for (const [who, expected] of [['new', 'unsigned'], ['old', 'unsigned'], ['both', 'taken']] as const) {
      const one = await scene();
      const { repository } = one;
      const old = repository.signers.root!;
      repository.signers.root = [ed25519(), ed25519()];
      repository.listRootKeys();
      repository.resign('root', { ...repository.root, version: 2 } as never, [...(who === 'new' ? [] : old), ...(who === 'old' ? [] : repository.signers.root)]);
      const said = await verdict({ ...one, served: repository.files });
      expect(said === 'taken' ? said : said.is, who).toBe(expected);
    }
  });

  test('a root that skips a number', async () => {
    const one = await scene();
    one.repository.resign('root', { ...one.repository.root, version: 3 } as never);
    one.served.set('metadata/2.root.json', one.repository.bytes('metadata/3.root.json'));
    expect(await verdict(one)).toEqual({ is: 'version', name: 'root' });
  });

  test('a department whose key was revoked signs in vain', async () => {
    const one = await scene();
    const { repository } = one;
    const stolen = repository.signers['dept-a']!;
    const next = ed25519();
    repository.targets.delegations!.keys = { [next.id]: structuredClone(next.key) as never };
    repository.targets.delegations!.roles![0]!.keyids = [next.id];
    repository.signers['dept-a'] = stolen;
    repository.add('dept-a', 'packs/a/1.json', 'by the thief');
    repository.publish();
    expect(await verdict({ ...one, served: repository.files })).toEqual({ is: 'unsigned', name: 'dept-a' });
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Updater } from '../../kiosk/tuf/updater.ts';
import { kioskFor, Repository } from './repository.ts';
import { ed25519 } from './signers.ts';

async function opened(repository: Repository, limits = {}): Promise<Updater> {
  const updater = kioskFor(repository.publish()).updater({ limits });
  expect(await updater.refresh()).toEqual({ ok: true, value: null });
  return updater;
}
const roleOf = async (updater: Updater, path: string) => { const found = await updater.find(path); return found.ok ? found.value?.role : found.problem; };
const listed = async (updater: Updater) => { const all = await updater.list(); return all.ok ? all.value.map(({ path, role }) => `${role} ${path}`) : all.problem; };

test('a target beyond the paths that its role may speak for is not found, and not listed', async () => {
  const repository = new Repository();
  repository.delegate('dept-a', { paths: ['packs/a/*'] });
  repository.add('dept-a', 'packs/a/own', '1');
  repository.add('dept-a', 'packs/b/taken', '2');
  repository.add('dept-a', 'packs/a/deep/er', '3');
  const updater = await opened(repository);
  expect(await roleOf(updater, 'packs/a/own')).toBe('dept-a');
  expect(await roleOf(updater, 'packs/b/taken')).toBeUndefined();
  expect(await roleOf(updater, 'packs/a/deep/er')).toBeUndefined();
  expect(await listed(updater)).toEqual(['dept-a packs/a/own']);
});

test('what a role passes on it must itself be allowed', async () => {
  const repository = new Repository();
  repository.delegate('dept-a', { paths: ['packs/a/*'] });
  repository.delegate('helper', { paths: ['packs/*/*'] }, { from: 'dept-a' });
  repository.add('helper', 'packs/a/x', '1');
  repository.add('helper', 'packs/b/x', '2');
  const updater = await opened(repository);
  expect(await roleOf(updater, 'packs/a/x')).toBe('helper');
  expect(await roleOf(updater, 'packs/b/x')).toBeUndefined();
  expect(await listed(updater)).toEqual(['helper packs/a/x']);
});

test('of two roles that may speak the first that does is heard, and deeper comes before later', async () => {
  const repository = new Repository();
  for (const name of ['first', 'second']) repository.delegate(name, { paths: ['*'], terminating: false });
  repository.delegate('below', { paths: ['*'], terminating: false }, { from: 'first' });
  repository.add('first', 'a', 'first');
  repository.add('second', 'a', 'second');
  repository.add('second', 'b', 'second');
  repository.add('below', 'b', 'below');
  repository.add('second', 'c', 'second');
  repository.add('targets', 'd', 'top');
  repository.add('first', 'd', 'first');
  const updater = await opened(repository);
  expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map((path) => roleOf(updater, path)))).toEqual(['first', 'below', 'second', 'targets', undefined]);
  expect(await listed(updater)).toEqual(['targets d', 'first a', 'below b', 'second c']);
});

test('behind a terminating role nobody is asked, though it has no answer', async () => {
  const repository = new Repository();
  repository.delegate('one', { paths: ['a', 'b'], terminating: false });
  repository.delegate('ends', { paths: ['a'], terminating: true });
  repository.delegate('after', { paths: ['*'], terminating: false });
  repository.add('after', 'a', '1');
  repository.add('after', 'b', '2');
  const updater = await opened(repository);
  expect(await roleOf(updater, 'a')).toBeUndefined();
  expect(await roleOf(updater, 'b')).toBe('after');
  expect(await listed(updater)).toEqual(['after b']);
});

test('what a terminating role delegates is still asked; what stands beside its delegators is not', async () => {
  const repository = new Repository();
  repository.delegate('outer', { paths: ['*'], terminating: false });
  repository.delegate('beside', { paths: ['*'], terminating: false });
  repository.delegate('ends', { paths: ['*'], terminating: true }, { from: 'outer' });
  repository.delegate('below', { paths: ['*'], terminating: false }, { from: 'ends' });
  repository.add('below', 'a', '1');
  repository.add('beside', 'b', '2');
  const updater = await opened(repository);
  expect(await roleOf(updater, 'a')).toBe('below');
  expect(await roleOf(updater, 'b')).toBeUndefined();
});

test('roles that delegate to each other are each asked once', async () => {
  const repository = new Repository();
  repository.delegate('a', { paths: ['*'], terminating: false });
  repository.delegate('b', { paths: ['*'], terminating: false }, { from: 'a' });
  repository.delegate('a', { paths: ['*'], terminating: false }, { from: 'b' });
  repository.add('b', 'x', '1');
  const updater = await opened(repository);
  expect(await roleOf(updater, 'x')).toBe('b');
  expect(await roleOf(updater, 'y')).toBeUndefined();
  expect(await listed(updater)).toEqual(['b x']);
});

test('a chain of delegations longer than allowed is not followed to its end', async () => {
  const repository = new Repository();
  for (let i = 1; i <= 5; i++) repository.delegate(`r${i}`, { paths: ['*'], terminating: false }, { from: i === 1 ? 'targets' : `r${i - 1}` });
  repository.add('r5', 'x', '1');
  expect(await roleOf(await opened(repository), 'x')).toBe('r5');
  expect(await roleOf(await opened(repository, { delegations: 4 }), 'x')).toBeUndefined();
  expect(await listed(await opened(repository, { roles: 3 }))).toEqual({ is: 'too-long', name: 'r3' });
});

test('a role whose key was taken away is refused, also when its file is kept from before', async () => {
  const repository = new Repository();
  repository.delegate('dept-a', { paths: ['*'] });
  repository.add('dept-a', 'x', '1');
  const kiosk = kioskFor(repository.publish());
  const before = kiosk.updater();
  await before.refresh();
  expect(await roleOf(before, 'x')).toBe('dept-a');
  const [role] = repository.targets.delegations!.roles!;
  const next = ed25519();
  repository.targets.delegations!.keys[next.id] = { ...next.key, keyval: { ...next.key.keyval } };
  role!.keyids = [next.id];
  repository.publish();
  const after = kiosk.updater();
  await after.refresh();
  expect(await roleOf(after, 'x')).toEqual({ is: 'unsigned', name: 'dept-a' });
});

test('a role that two others delegate to must be signed as each of them wants', async () => {
  const repository = new Repository();
  const signers = [ed25519()];
  repository.delegate('shared', { paths: ['a'], terminating: false }, { signers });
  repository.delegate('other', { paths: ['b'], terminating: false });
  repository.delegate('shared', { paths: ['b'], terminating: false, keyids: [ed25519().id] }, { from: 'other' });
  repository.add('shared', 'a', '1');
  repository.add('shared', 'b', '2');
  const updater = await opened(repository);
  expect(await roleOf(updater, 'a')).toBe('shared');
  expect(await roleOf(updater, 'b')).toEqual({ is: 'unsigned', name: 'shared' });
});

test('one department that let its time pass holds up its own packs only', async () => {
  const repository = new Repository();
  for (const name of ['dept-a', 'dept-b']) {
    repository.delegate(name, { paths: [`packs/${name}/*`] });
    repository.add(name, `packs/${name}/1.json`, name);
  }
  repository.roles.get('dept-a')!.expires = '2026-05-01T00:00:00Z';
  const updater = await opened(repository);
  expect(await roleOf(updater, 'packs/dept-b/1.json')).toBe('dept-b');
  expect(await roleOf(updater, 'packs/dept-a/1.json')).toEqual({ is: 'expired', name: 'dept-a' });
  expect(await listed(updater)).toEqual({ is: 'expired', name: 'dept-a' });
  expect(await updater.listing()).toMatchObject({ targets: [{ path: 'packs/dept-b/1.json' }], refused: [{ is: 'expired', name: 'dept-a' }] });
});

test.each(['__proto__', 'constructor', '../root', 'a/b', 'root.json', '局', '%2e%2e', '?', '.'])('a role called %s is a role like others', async (name) => {
  const repository = new Repository();
  // An object literal would set its prototype.
  Object.defineProperty(repository.signers, name, { value: [ed25519()], enumerable: true });
  repository.delegate(name, { paths: ['x'] });
  repository.add(name, 'x', '1');
  Object.defineProperty(repository.snapshot.meta, `${name}.json`, { value: { version: 1 }, enumerable: true, writable: true });
  const kiosk = kioskFor(repository.publish());
  const updater = kiosk.updater();
  expect(await updater.refresh()).toEqual({ ok: true, value: null });
  expect(await roleOf(updater, 'x')).toBe(name);
  expect([...kiosk.kept.keys()]).toEqual(['root', 'timestamp', 'snapshot', 'targets', name]);
});

describe('by hash', () => {
  const hashOf = (path: string) => createHash('sha256').update(path).digest('hex');

  test('bins: each path is found in its own bin and in no other', async () => {
    const repository = new Repository();
    const signers = [ed25519()];
    for (let bin = 0; bin < 4; bin++) repository.delegate(`bin-${bin}`, { path_hash_prefixes: ['f'] }, { signers });
    const { keys } = repository.targets.delegations!;
    repository.targets.delegations = { keys, succinct_roles: { keyids: signers.map(({ id }) => id), threshold: 1, bit_length: 2, name_prefix: 'bin' } };
    const paths = Array.from({ length: 12 }, (_, i) => `packs/${i}.json`);
    for (const path of paths) repository.add(`bin-${Number.parseInt(hashOf(path)[0]!, 16) >> 2}`, path, path);
    repository.add('bin-3', paths.find((path) => Number.parseInt(hashOf(path)[0]!, 16) >> 2 !== 3)!, 'not where it belongs');
    const updater = await opened(repository);
    for (const path of paths) expect(await roleOf(updater, path)).toBe(`bin-${Number.parseInt(hashOf(path)[0]!, 16) >> 2}`);
    const all = await updater.list();
    expect(all.ok && all.value.map(({ path }) => path).toSorted()).toEqual(paths.toSorted());
  });
});

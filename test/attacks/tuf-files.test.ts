// The same attacks on the files that metadata vouches for, and on their names.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fetchFrom, utf8 } from '../tuf/repository.ts';
import { scene, verdict } from './tuf-scene.ts';

async function target() {
  const one = await scene();
  const updater = one.kiosk.updater({ fetchBytes: fetchFrom(one.served) });
  await updater.refresh();
  const found = await updater.find('packs/a/1.json');
  const [file] = [...one.served.keys()].filter((name) => name.includes(createHash('sha256').update('three').digest('hex')));
  return { ...one, updater, found: found.ok ? found.value! : undefined!, file: file! };
}

test.each([
  ['other bytes of the same length', 'evil!', 'wrong-hash'], ['fewer bytes', 'thre', 'wrong-length'], ['none', '', 'wrong-length'], ['more bytes', 'three!', 'too-long'],
] as const)('%s', async (_, text, is) => {
  const { updater, found, file, served } = await target();
  expect(await updater.download(found)).toEqual({ ok: true, value: utf8('three') });
  served.set(file, utf8(text));
  expect(await updater.download(found)).toEqual({ ok: false, problem: { is, name: 'packs/a/1.json' } });
});

test('a port that reads on after the limit is not believed', async () => {
  const { kiosk, served, file } = await target();
  served.set(file, utf8('three and more'));
  const updater = kiosk.updater({ fetchBytes: async (url) => ({ is: 'file', bytes: served.get(url.replace('http://catalog/', '')) ?? new Uint8Array() }) });
  expect(await updater.trustStored()).toMatchObject({ ok: true });
  const found = await updater.find('packs/a/1.json');
  expect(await updater.download(found.ok ? found.value! : undefined!)).toEqual({ ok: false, problem: { is: 'too-long', name: 'packs/a/1.json' } });
});

test('a hash of a kind nobody knows vouches for nothing', async () => {
  const { updater, found } = await target();
  for (const hashes of [{ md5: '35d6d33467aae9a2e3dccb4b6b027878' }, { ...found.hashes, sm3: '00' }, { constructor: '00' } as unknown as Record<string, string>]) {
    expect(await updater.checkTarget(utf8('three'), { ...found, hashes })).toEqual({ ok: false, problem: { is: 'wrong-hash', name: 'packs/a/1.json' } });
  }
});

test.each(['../../etc/passwd', '/etc/passwd', 'packs/a/../../x', 'packs\\a\\x', 'packs/a/', 'packs//x', 'packs/a/x\0.json'])('a name like %s is refused with the role that signed it', async (path) => {
  const one = await scene();
  one.repository.roles.get('dept-a')!.targets[path] = { length: 1, hashes: { sha256: '00' } };
  one.repository.publish();
  expect(await verdict({ ...one, served: one.repository.files })).toEqual({ is: 'malformed', name: 'dept-a' });
});

test('a length beyond all measure, signed by stolen keys, is not fetched', async () => {
  const { kiosk, repository, found } = await target();
  const huge = new Uint8Array(2_000_001);
  const reading = kiosk.updater({ fetchBytes: async (url, max) => (url.includes('.snapshot.') ? { is: 'file', bytes: huge.slice(0, Math.min(huge.length, max + 1)) } : fetchFrom(repository.files)(url, max)) });
  repository.resign('timestamp', { ...repository.timestamp, version: 9, meta: { 'snapshot.json': { version: 9, length: 10 ** 12 } } } as never);
  expect(await reading.refresh()).toEqual({ ok: false, problem: { is: 'too-long', name: 'snapshot' } });
  const before = kiosk.asked.length;
  expect(await kiosk.updater().download({ ...found, length: 10 ** 12 })).toEqual({ ok: false, problem: { is: 'too-long', name: 'packs/a/1.json' } });
  expect(kiosk.asked.length).toBe(before);
});

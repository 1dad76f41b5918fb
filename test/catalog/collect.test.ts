import { existsSync, globSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { collect } from '../../content/catalog/collect.ts';
import { began, day, filledCatalog, reworded, signerOf, valueOf } from './stage.ts';

const aged = (dir: string, at: number) => { for (const file of globSync('public/**/*', { cwd: dir })) utimesSync(path.join(dir, file), at / 1000, at / 1000); };

test('what kiosks of the last 90 days may ask for stays, and every root; what is older goes, and the catalog holds', async () => {
  const { catalog, dir } = await filledCatalog();
  const hashes = () => Object.values(catalog.listed().find(({ pack }) => pack === 'police/person-1-1')!.versions[0]!.files).map(({ sha256 }) => `blobs/${sha256.slice(0, 2)}/${sha256}`);
  const there = (file: string) => existsSync(path.join(dir, 'public', file));
  const publish = async (plain: string, now: number) => { valueOf(await catalog.publish({ plan: catalog.plan(reworded(plain), now), title: plain, signer: signerOf(catalog), now })); return hashes(); };
  const first = hashes();
  const second = await publish('一', began + 10 * day);
  const third = await publish('二', began + 20 * day);
  aged(dir, began);
  // The first was shown until day 10: on day 99 somebody may still be on it.
  const beforeAnything = /^metadata\/1\.(?:dept-\w+|snapshot)\.json$/;
  expect(collect(dir, began + 99 * day, false).removed.filter((name) => !beforeAnything.test(name))).toEqual([]);
  expect(collect(dir, began + 101 * day, true).removed).toContain(first[0]);
  expect([...first, ...second].every(there)).toBe(true);
  const { removed } = collect(dir, began + 101 * day, false);
  expect([first.some(there), second.every(there), third.every(there)]).toEqual([false, true, true]);
  expect(removed.filter((name) => name.includes('root'))).toEqual([]);
  expect(removed).toContain('metadata/2.dept-police.json');
  collect(dir, began + 140 * day, false);
  // What was collected can no longer be gone back to, and says so.
  expect(await catalog.rollBack({ packs: { 'police/person-1-1': 1 }, signer: signerOf(catalog), now: began + 140 * day })).toMatchObject({ ok: false, problem: { is: 'unknown', what: '版本' } });
  expect([second.some(there), third.every(there), there('metadata/1.root.json')]).toEqual([false, true, true]);
  valueOf(await catalog.renew(began + 140 * day));
  expect((await catalog.verify(began + 140 * day)).findings).toEqual([]);
});

test('a young file that belongs to nothing yet stays: somebody may be publishing it', async () => {
  const { dir } = await filledCatalog();
  aged(dir, Date.now());
  expect(collect(dir, Date.now(), false).removed).toEqual([]);
});

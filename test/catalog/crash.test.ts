import { cpSync, readFileSync, truncateSync, existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Catalog, openCatalog } from '../../content/catalog/catalog.ts';
import { publicHalf } from '../../content/catalog/key-ring.ts';
import { newKey } from '../../content/catalog/sealed-key.ts';
import type { Signer } from '../../content/catalog/signer.ts';
import { began, day, filledCatalog, folder, minute, options, passphraseOf, reworded, sealCost, signerOf, valueOf } from './stage.ts';

const now = began + day;
class PowerCut extends Error {}
const fast = { ...options, compression: 'fast' as const };

/** Opens a copy of the catalog in which the power goes before the n-th file is written. */
function brittle(dir: string, n: number, compression: 'fast' | 'none' = 'none'): { readonly catalog: Catalog; readonly dir: string; readonly written: string[] } {
  const copy = path.join(folder(), 'catalog');
  cpSync(dir, copy, { recursive: true });
  const written: string[] = [];
  return { dir: copy, written, catalog: openCatalog(copy, { ...options, compression, beforeWrite: (file) => { if (written.length === n) throw new PowerCut(); written.push(file); } }) };
}

/** Stops before every file in turn; what is left must be good, show the old or the new, and publish what comes next. */
async function everywhere(dir: string, work: (catalog: Catalog) => Promise<{ readonly ok: boolean }>, look: (catalog: Catalog) => unknown, old: unknown, fresh: unknown): Promise<string[]> {
  for (let n = 0; ; n++) {
    const { catalog, written, dir: copy } = brittle(dir, n, 'fast');
    const done = await work(catalog).catch((trouble: unknown) => { if (trouble instanceof PowerCut) return 'cut'; throw trouble; });
    const again = openCatalog(copy, fast);
    expect([n, (await again.verify(now)).findings]).toEqual([n, []]);
    expect([old, fresh]).toContainEqual(look(again));
    // The same thing once more goes through, or says that it was done.
    const repeated = await work(again);
    if (!repeated.ok) expect(look(again)).toEqual(fresh);
    expect(look(again)).toEqual(fresh);
    valueOf(await again.editRollout({ change: { do: 'poll', pollSeconds: 77 }, now: now + minute }));
    expect((await again.verify(now + minute)).findings).toEqual([]);
    if (done !== 'cut') return written;
  }
}

test('a publication that stops between any two files leaves a whole catalog, and is simply repeated', async () => {
  const { catalog, dir } = await filledCatalog({ compression: 'fast', open: { compression: 'fast' } });
  const content = reworded('一');
  const said = (one: Catalog) => one.listed().find(({ pack }) => pack === 'police/person-1-1')!.versions.map(({ version }) => version);
  const written = await everywhere(dir, (one) => one.publish({ plan: one.plan(content, now), signer: signerOf(catalog), title: '改', now, rollout: { to: { channels: ['canary'], sites: [], percent: 0 } } }), said, [1], [1, 2]);
  const order = written.filter((file) => !/\.(?:br|gz|zst)$/.test(file)).map((file) => file.replace(/[0-9a-f]{64}/, '…').replace(/\b[0-9a-f]{2}\//, ''));
  expect(order).toEqual(['blobs/…', 'targets/packs/police/person-1-1/….2.json', 'targets/….rollout.json', 'metadata/3.dept-police.json', 'metadata/2.rollout.json', 'metadata/3.snapshot.json', 'metadata/timestamp.json']);
}, 120_000);

test('an edit of the rollout that stops anywhere, too', async () => {
  const { dir } = await filledCatalog({ compression: 'fast', open: { compression: 'fast' } });
  await everywhere(dir, (one) => one.editRollout({ change: { do: 'withdraw', item: 'residence', why: '检修' }, now }), (one) => one.rollout().withdrawn.length, 0, 1);
}, 120_000);

test("a change of the timestamp's key that stops anywhere: the catalog holds under the root that is there", async () => {
  const { catalog, dir } = await filledCatalog({ compression: 'fast', open: { compression: 'fast' } });
  const secret = newKey('ed25519');
  const key = catalog.ring.add('timestamp', publicHalf(secret), '', { key: secret, passphrase: passphraseOf('timestamp'), cost: sealCost, durable: false });
  const out = catalog.ring.list().find(({ name }) => name === 'timestamp')!.keyid;
  const holders: Signer[] = [];
  for (const of of ['holder-1', 'holder-2']) {
    const opened = await signerOf(catalog)(of);
    if (opened.ok) holders.push(opened.value as Signer);
  }
  const written = await everywhere(dir, (one) => one.rotate({ out, in: key.key, title: '换', now, signer: () => Promise.resolve({ ok: true, value: holders }) }), (one) => one.published().root.signed.version, 1, 2);
  expect(written.filter((file) => file.endsWith('.json')).at(-1)).toBe('metadata/2.root.json');
}, 120_000);

test('numbers that a crash used up are not used again for something else', async () => {
  const { dir, catalog: whole } = await filledCatalog();
  const { catalog, dir: copy } = brittle(dir, 4);
  await expect(catalog.publish({ plan: catalog.plan(reworded('一'), now), signer: signerOf(whole), title: '改', now })).rejects.toThrow(PowerCut);
  const left = readFileSync(path.join(copy, 'public/metadata/3.dept-police.json'), 'utf8');
  const again = openCatalog(copy, options);
  valueOf(await again.publish({ plan: again.plan(reworded('另一句'), now), signer: signerOf(again), title: '另改', now }));
  expect(again.published().roles['dept-police']!.signed.version).toBe(4);
  expect(readFileSync(path.join(copy, 'public/metadata/3.dept-police.json'), 'utf8')).toBe(left);
  expect((await again.verify(now)).findings).toEqual([]);
});

test('a file that a power cut left empty under the name of its hash is written again', async () => {
  const { dir, catalog } = await filledCatalog();
  const plan = catalog.plan(reworded('一'), now);
  const { catalog: cut, dir: copy } = brittle(dir, 2);
  await expect(cut.publish({ plan, signer: signerOf(catalog), title: '改', now })).rejects.toThrow(PowerCut);
  const [hash] = [...plan.blobs.keys()] as [string];
  const blob = path.join(copy, 'public/blobs', hash.slice(0, 2), hash);
  expect(existsSync(blob)).toBe(true);
  truncateSync(blob);
  const again = openCatalog(copy, options);
  valueOf(await again.publish({ plan: again.plan(reworded('一'), now), signer: signerOf(again), title: '改', now }));
  expect((await again.verify(now)).findings).toEqual([]);
});

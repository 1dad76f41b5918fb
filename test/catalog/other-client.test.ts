import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Updater } from 'tuf-js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startCatalogServer } from '../../content/catalog/serve.ts';
import { began, day, filledCatalog, folder, reworded, signerOf, valueOf } from './stage.ts';

/** The client that others wrote, from the first root on. */
function client(base: string, home: string, firstRoot: string): Updater {
  const metadata = path.join(home, 'metadata');
  mkdirSync(path.join(home, 'targets'), { recursive: true });
  mkdirSync(metadata, { recursive: true });
  copyFileSync(firstRoot, path.join(metadata, 'root.json'));
  return new Updater({ metadataDir: metadata, metadataBaseUrl: `${base}/metadata`, targetDir: path.join(home, 'targets'), targetBaseUrl: `${base}/targets` });
}

test("another's TUF client reads the catalog: roots, departments, the newest manifest, and refuses a department's expired role", async () => {
  const { catalog, dir } = await filledCatalog();
  const server = await startCatalogServer({ dir: path.join(dir, 'public') });
  onTestFinished(() => server.close());
  vi.useFakeTimers({ toFake: ['Date'], now: began + day });
  onTestFinished(() => { vi.useRealTimers(); });
  const firstRoot = path.join(dir, 'public/metadata/1.root.json');
  const holders = await Promise.all(['holder-1', 'holder-2'].map(async (of) => valueOf(await signerOf(catalog)(of) as never)));
  const draft = valueOf(await catalog.signDraft(valueOf(catalog.drafts.renewal(['root', 'targets'], began + day)), () => Promise.resolve({ ok: true, value: holders as never })));
  valueOf(await catalog.publishDraft(draft, began + day));
  valueOf(await catalog.publish({ plan: catalog.plan(reworded('孩子落户'), began + day), title: '改', signer: signerOf(catalog), now: began + day, rollout: { to: { channels: ['canary'], sites: [], percent: 0 } } }));

  const other = client(server.url, folder(), firstRoot);
  await other.refresh();
  const target = await other.getTargetInfo('packs/police/person-1-1/2.json');
  expect(JSON.parse(readFileSync(await other.downloadTarget(target!), 'utf8'))).toMatchObject({ pack: 'police/person-1-1', version: 2, changes: '改' });
  expect(await other.getTargetInfo('packs/police/person-1-1/3.json')).toBeUndefined();
  expect(await other.getTargetInfo('rollout.json')).toBeDefined();

  vi.setSystemTime(began + 200 * day);
  valueOf(await catalog.renew(began + 200 * day));
  const late = client(server.url, folder(), firstRoot);
  await late.refresh();
  await expect(late.getTargetInfo('packs/police/person-1-1/2.json')).rejects.toThrow(/expired/i);
});

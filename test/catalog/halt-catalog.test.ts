// From a kiosk's heartbeat over HTTP to a rollout that is halted, signed and served: everything real but the kiosks.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { demoCatalog } from '../../content/catalog/fleet/demo-publication.ts';
import { haltWatch, rolloutsOf } from '../../content/catalog/fleet/halt-watch.ts';
import { heartbeatEndpoint } from '../../content/catalog/fleet/heartbeat.ts';
import { openFleetStore } from '../../content/catalog/fleet/open-store.ts';
import { enrol } from '../../content/catalog/fleet/token.ts';
import { startCatalogServer } from '../../content/catalog/serve.ts';
import { beat, noon } from './heartbeats.ts';

test('canaries that fall back halt the rollout: a new rollout.json is signed, the timestamp says so, and the catalog remembers who did it and why', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-halt-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  let at = noon;
  const { catalog, pack, publish } = await demoCatalog(path.join(dir, 'catalog'), at);
  const store = await openFleetStore(`sqlite:${path.join(dir, 'fleet.sqlite')}`);
  const server = await startCatalogServer({ dir: catalog.publicDir, onHeartbeat: heartbeatEndpoint({ store, secret: 's', now: () => at }) });
  const watch = haltWatch({ store, rollouts: rolloutsOf(catalog, () => at), now: () => at });
  onTestFinished(async () => { await watch.stop(); await server.close(); await store.close(); });
  const [item] = Object.values(pack.items);
  at += 60_000;
  await publish({ ...pack, items: { ...pack.items, [item!.id]: { ...item!, name: `${item!.name}（新）` } } }, '改名称', at, { id: 'r-1', to: { channels: ['canary'], sites: [], percent: 0 } });
  expect(await watch.look()).toEqual([]);

  const [changed] = Object.entries(catalog.rollout().open[0]!.packs);
  const before = (await (await fetch(`${server.url}/metadata/timestamp.json`)).json() as { signed: { version: number } }).signed.version;
  for (const [n, fellBack] of [0, 1, 1].entries()) {
    const answer = await fetch(`${server.url}/v1/heartbeat`, {
      method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${enrol('s', `C-${n}`)}` },
      body: JSON.stringify(beat(`C-${n}`, at, { channel: 'canary', content: { fellBack, trouble: fellBack > 0 ? 'fell-back' : null, packs: { [changed![0]]: fellBack > 0 ? changed![1].before : changed![1].to } } })),
    });
    expect(answer.status).toBe(204);
  }
  at += 60_000;
  const why = '自动暂停：试用新版的 3 台中有 2 台退回了上一代内容（66.7%），其余终端无可对照，超过设定的 10%';
  expect(await watch.look()).toEqual([{ id: 'r-1', why }]);
  expect(catalog.rollout().open).toMatchObject([{ id: 'r-1', state: 'halted', why }]);
  expect((await (await fetch(`${server.url}/metadata/timestamp.json`)).json() as { signed: { version: number } }).signed.version).toBe(before + 1);
  expect(catalog.history().at(-1)).toMatchObject({ who: '自动暂停', says: expect.stringContaining(why) });
  expect(await watch.look()).toEqual([]);
}, 120_000);

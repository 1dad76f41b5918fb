// A change in the catalog and a kiosk that is in use: what the citizen sees, and when.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noRollout } from '../../content/schema/rollout.ts';
import type { Pack } from '../../content/schema/pack.ts';
import { splitPack } from '../../kiosk/core/pack-files.ts';
import { pack as content } from '../content/pack.ts';
import { TestCatalog } from '../sync/catalog.ts';
import { serveCatalog, type ServedCatalog } from './catalog.ts';
import { citizen } from './citizen.ts';
import { openStage, type Stage } from './stage.ts';
import { openMatter } from './walks.ts';

let catalog: TestCatalog;
let served: ServedCatalog;
let stage: Stage;
beforeEach(async () => {
  const codes = [...new Set(splitPack(content).map(({ pack }) => pack.split('/', 1)[0]!))];
  catalog = new TestCatalog(codes, Date.now());
  for (const source of splitPack(content)) catalog.list(source, 1);
  catalog.publish();
  served = await serveCatalog(catalog);
});
afterEach(async () => {
  await stage?.close();
  await served.close();
});

/** As if the network had just come back: the kiosk looks at once, which a test will not wait a quarter of a minute for. */
const nudge = () => stage.page.evaluate(() => { window.dispatchEvent(new Event('online')); });
const generation = (n: number) => stage.page.waitForFunction((wanted) => document.documentElement.dataset['generation'] === String(wanted) && document.documentElement.dataset['ready'] === 'idle', n, { timeout: 30_000 });
const publish = (before: Pack, after: Pack, version: number) => {
  const old = new Map(splitPack(before).map((source) => [source.pack, JSON.stringify(source)]));
  for (const source of splitPack(after)) {
    if (old.get(source.pack) === JSON.stringify(source)) continue;
    catalog.unlist(source.pack, version - 1);
    catalog.list(source, version);
  }
  catalog.publish();
};
const says = (words: string): Pack => ({ ...content, texts: { ...content.texts, zh: { ...content.texts.zh, 'idle.title': words } } });
const open = async () => { stage = await openStage({ catalog: served.config }); };

test('a wording changed in the catalog comes to a kiosk in use after its visit and not during it; a withdrawal as soon as it is seen', async () => {
  await open();
  await generation(1);
  expect(stage.consoleErrors).toEqual([]);
  const c = citizen(stage);
  await openMatter(c, /到外地看病备案/);
  await c.touch('开始办理');
  await c.reads(/更新于 \d{4}-\d\d-\d\d；来源：/);
  publish(content, says('您好，今天要办什么事？'), 2);
  served.asked.length = 0;
  await nudge();
  await expect.poll(() => served.asked.filter((path) => path.startsWith('blobs/')).length, { timeout: 15_000 }).toBe(1);
  await stage.page.waitForTimeout(4000);
  expect(await stage.page.evaluate(() => document.documentElement.dataset['generation'])).toBe('1');
  await c.touch('退出');
  await c.touch('清除并退出');
  await generation(2);
  await c.at(/您好，今天要办什么事？/);

  const id = Object.values(content.items).find(({ plain }) => plain === '到外地看病备案')!.id;
  catalog.rollout = { ...noRollout, withdrawn: [{ item: id, since: new Date().toISOString(), why: '业务系统升级' }] };
  catalog.publish();
  await nudge();
  await generation(3);
  await openMatter(c, /到外地看病备案/);
  await c.reads('这件事暂停办理');
  await c.reads(/业务系统升级/);
  expect(await stage.page.getByRole('button', { name: '开始办理' }).count()).toBe(0);
  expect(stage.strangeRequests).toEqual([]);
  await expect.poll(() => served.beats.at(-1), { timeout: 15_000 }).toMatchObject({ kiosk: 'SD-0001', generation: 3, content: { trouble: null } });
  expect(stage.consoleErrors).toEqual([]);
});

test('a kiosk starts without its catalog; a generation that does not come to the screen, or is damaged, makes way for the one before', async () => {
  served.away = true;
  await open();
  expect(await stage.page.evaluate(() => document.documentElement.dataset['generation'])).toBe('0');
  served.away = false;
  await nudge();
  await generation(1);
  publish(content, says('第二版'), 2);
  await nudge();
  await generation(2);
  served.away = true;
  await stage.restartBrowser();
  await generation(2);
  // As if two starts had ended before the first screen: a page that hangs leaves just this behind.
  await stage.page.evaluate(() => new Promise<void>((resolve, reject) => {
    const request = indexedDB.open('content');
    request.addEventListener('success', () => {
      const tx = request.result.transaction(['state'], 'readwrite', { durability: 'strict' });
      const get = tx.objectStore('state').get('shown');
      get.addEventListener('success', () => { tx.objectStore('state').put({ ...get.result as object, trial: { starts: 2 } }, 'shown'); });
      tx.addEventListener('complete', () => resolve());
      tx.addEventListener('abort', () => reject(tx.error));
    });
  }));
  await stage.page.reload();
  await generation(1);
  await citizen(stage).touch('查看本机状态');
  await citizen(stage).reads(/第 2 版内容显示不出来|连不上内容目录/);
  await stage.page.evaluate(() => new Promise<void>((resolve) => {
    const request = indexedDB.open('content');
    request.addEventListener('success', () => {
      const tx = request.result.transaction(['blobs'], 'readwrite', { durability: 'strict' });
      tx.objectStore('blobs').clear();
      tx.addEventListener('complete', () => resolve());
    });
  }));
  await stage.page.reload();
  await generation(0);
});

test('a clock that is a year off is told from a catalog that has expired', async () => {
  const then = Date.now() - 400 * 86_400_000;
  catalog.now = then;
  catalog.publish();
  served.date = new Date(then);
  await open();
  const c = citizen(stage);
  await c.touch('查看本机状态');
  await c.reads('本机的时钟不准，差了一天以上');
  served.date = undefined;
  await nudge();
  await c.reads('内容目录的签名过了期，内容没有更新');
});

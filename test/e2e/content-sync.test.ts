// A change in the catalog and a kiosk that is in use: what the citizen sees, and when.
import { afterEach, expect, test } from 'vitest';
import type { Pack } from '../../content/schema/pack.ts';
import { splitPack } from '../../kiosk/core/pack-files.ts';
import { pack as content } from '../content/pack.ts';
import { TestCatalog } from '../sync/catalog.ts';
import { realCatalog, type RealCatalog, serveCatalog } from './catalog.ts';
import { citizen } from './citizen.ts';
import { openStage, type Stage } from './stage.ts';
import { openMatter } from './walks.ts';

let stage: Stage;
let catalog: RealCatalog | undefined;
afterEach(async () => {
  await stage?.close();
  await catalog?.close();
  catalog = undefined;
});

/** As if the network had just come back: the kiosk looks at once, which a test will not wait a quarter of a minute for. */
const nudge = () => stage.page.evaluate(() => { window.dispatchEvent(new Event('online')); });
const generation = (n: number) => stage.page.waitForFunction((wanted) => document.documentElement.dataset['generation'] === String(wanted) && document.documentElement.dataset['ready'] === 'idle', n, { timeout: 30_000 });
const says = (words: string): Pack => ({ ...content, texts: { ...content.texts, zh: { ...content.texts.zh, 'idle.title': words } } });
/** A catalog with the content of this checkout, and a kiosk that was set up for it. */
async function begin({ cut = false } = {}): Promise<RealCatalog> {
  catalog = await realCatalog(content);
  await catalog.publish(content, '第一次发布');
  if (cut) await catalog.cut();
  stage = await openStage({ catalog: catalog.config });
  return catalog;
}

test('a wording changed in the catalog comes to a kiosk in use after its visit and not during it; a withdrawal as soon as it is seen', { timeout: 180_000 }, async () => {
  const { publish, catalog: { editRollout }, beats } = await begin();
  await generation(1);
  expect(stage.consoleErrors).toEqual([]);
  const c = citizen(stage);
  await openMatter(c, /到外地看病备案/);
  await c.touch('开始办理');
  await c.reads(/更新于 \d{4}-\d\d-\d\d；来源：/);
  // A look that is under way already may be the one that fetches it.
  const fetched = stage.page.waitForResponse((response) => response.url().includes('/blobs/'), { timeout: 60_000 });
  await publish(says('您好，今天要办什么事？'), '问候');
  await nudge();
  await fetched;
  await stage.page.waitForTimeout(4000);
  expect(await stage.page.evaluate(() => document.documentElement.dataset['generation'])).toBe('1');
  await c.touch('退出');
  await c.touch('清除并退出');
  await generation(2);
  await c.at(/您好，今天要办什么事？/);

  const id = Object.values(content.items).find(({ plain }) => plain === '到外地看病备案')!.id;
  expect(await editRollout({ change: { do: 'withdraw', item: id, why: '业务系统升级' }, now: Date.now() })).toMatchObject({ ok: true });
  await nudge();
  await generation(3);
  await openMatter(c, /到外地看病备案/);
  await c.reads('这件事暂停办理');
  await c.reads(/业务系统升级/);
  expect(await stage.page.getByRole('button', { name: '开始办理' }).count()).toBe(0);
  expect(stage.strangeRequests).toEqual([]);
  await expect.poll(() => beats.at(-1), { timeout: 15_000 }).toMatchObject({ kiosk: 'SD-0001', generation: 3, content: { trouble: null } });
  expect(stage.consoleErrors).toEqual([]);
});

test('a kiosk starts without its catalog; a generation that does not come to the screen, or is damaged, makes way for the one before', { timeout: 180_000 }, async () => {
  const { publish, cut, mend } = await begin({ cut: true });
  expect(await stage.page.evaluate(() => document.documentElement.dataset['generation'])).toBe('0');
  await mend();
  await nudge();
  await generation(1);
  await publish(says('第二版'), '第二版');
  await nudge();
  await generation(2);
  await cut();
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
  const old = new TestCatalog(content.departments.district.map(({ code }) => code), then);
  old.publish();
  const served = await serveCatalog(old);
  served.date = new Date(then);
  stage = await openStage({ catalog: served.config });
  const c = citizen(stage);
  await c.touch('查看本机状态');
  await c.reads('本机的时钟不准，差了一天以上');
  served.date = undefined;
  await nudge();
  await c.reads('内容目录的签名过了期，内容没有更新');
  await served.close();
});

test('whoever stands between the catalog and the kiosk gets nothing shown: the old content stays, and the status page says why', { timeout: 180_000 }, async () => {
  const codes = [...content.departments.district.map(({ code }) => code), 'office'];
  const real = new TestCatalog(codes, Date.now());
  const list = (into: TestCatalog, words: string, version: number) => { for (const source of splitPack(says(words))) into.list(source, source.pack === 'office/texts-zh' ? version : 1); };
  list(real, '真的第一版', 1);
  real.publish();
  const served = await serveCatalog(real);
  stage = await openStage({ catalog: served.config });
  await generation(1);
  const c = citizen(stage);
  await c.touch('查看本机状态');
  const refused = async (how: string) => {
    // A look that is under way has begun before; the next one sees it.
    const shown = async () => { await nudge(); return stage.page.locator('body').innerText(); };
    await expect.poll(shown, { timeout: 40_000, interval: 1500 }).toMatch(new RegExp(`收到的内容没有通过核验，没有采用\\s+.*马上告诉内容管理员：${how}`));
  };
  const lay = (files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>) => { for (const [name, bytes] of files) real.files.set(name, bytes); };
  const old = new Map(real.files);

  const forger = new TestCatalog(codes, Date.now());
  list(forger, '假的', 2);
  forger.publish();
  lay(forger.files);
  await refused('签名不对或不够');

  lay(old);
  list(real, '真的第二版', 2);
  real.publish();
  const blobs = [...real.files].filter(([name]) => name.startsWith('blobs/') && !old.has(name));
  expect(blobs.length).toBeGreaterThan(0);
  for (const [name, bytes] of blobs) real.files.set(name, Uint8Array.from(bytes, (byte) => byte ^ 1));
  await refused('文件的指纹不对');
  for (const [name, bytes] of blobs) real.files.set(name, Uint8Array.from([...bytes, 32]));
  await refused('文件太大');

  real.files.set('metadata/timestamp.json', old.get('metadata/timestamp.json')!);
  await refused('版本倒退');
  expect(await stage.page.evaluate(() => document.documentElement.dataset['generation'])).toBe('1');
  await c.touch('返回');
  await c.at(/真的第一版/);
  await served.close();
});

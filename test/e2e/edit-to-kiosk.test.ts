// From a maintainer's desk to the citizen's screen and back: a wording is edited in the console, approved by somebody else,
// published; a kiosk that is in use shows it after its visit; it is rolled back; a kiosk that was away for a month catches up.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoPassword } from '../../content/catalog/console/people.ts';
import { type DemoCatalog, demoPassphrase, demoSigner, startDemoCatalog } from '../../content/catalog/demo.ts';
import { dist, ensureBuilt } from '../../kiosk/host/build.ts';
import { pack as content } from '../content/pack.ts';
import { findChromium } from './chromium.ts';
import { citizen } from './citizen.ts';
import { openStage, type Stage } from './stage.ts';
import { openMatter } from './walks.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'edit-to-kiosk-'));
let catalog: DemoCatalog;
let stage: Stage;
let desk: Browser;
beforeAll(async () => {
  await ensureBuilt();
  catalog = await startDemoCatalog({ dir: path.join(dir, 'catalog'), pageDir: dist.console, kioskDir: dist.kiosk, say() {} });
  stage = await openStage({ catalog: catalog.of('SD-0001') });
  desk = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}, 300_000);
afterAll(async () => {
  await desk?.close();
  await stage?.close();
  await catalog?.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

async function as(id: string): Promise<Page> {
  const context = await desk.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(catalog.console.url);
  await page.getByLabel('账号').fill(id);
  await page.getByLabel('密码').fill(demoPassword);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: '，您好' }).waitFor();
  return page;
}
const generationOf = () => stage.page.evaluate(() => Number(document.documentElement.dataset['generation']));
/** The kiosk looks at its own pace, every 15 s here. */
const shows = (generation: number) => stage.page.waitForFunction((wanted) => Number(document.documentElement.dataset['generation']) >= wanted && document.documentElement.dataset['ready'] === 'idle', generation, { timeout: 90_000 });
const tile = (words: string) => stage.page.getByRole('button', { name: words }).first();

test('a wording edited in the console, approved by another, is on a kiosk in use after its visit; rolled back, the old one returns', async () => {
  await shows(1);
  const c = citizen(stage);
  await tile('打印社保记录').waitFor();
  await openMatter(c, /到外地看病备案/);
  await c.touch('开始办理');

  const lin = await as('lin');
  await lin.goto(`${catalog.console.url}/#/content`);
  await lin.getByRole('searchbox').fill('社保记录');
  await lin.getByRole('link', { name: '社会保险记录查询打印' }).click();
  await lin.getByRole('button', { name: '修改', exact: true }).click();
  await lin.getByRole('button', { name: '新建一份修改单' }).click();
  await lin.getByRole('button', { name: '没有要存的' }).waitFor();
  const edit = /edit\/([\d-]+)\//.exec(lin.url())![1]!;
  await lin.getByRole('textbox', { name: '群众的叫法' }).fill('打社保单');
  await lin.getByRole('button', { name: /^存好/ }).click();
  await lin.getByText('已经存进修改单').waitFor();
  await lin.goto(`${catalog.console.url}/#/edit/${edit}`);
  await lin.getByRole('button', { name: '送审' }).click();
  await lin.getByText('等待审批').first().waitFor();

  const chen = await as('chen');
  await chen.goto(`${catalog.console.url}/#/edit/${edit}`);
  await chen.getByLabel('钥匙口令').fill(demoPassphrase);
  await chen.getByRole('button', { name: '同意并签字' }).click();
  await chen.getByText('审批通过，待发布').waitFor();

  const gao = await as('gao');
  await gao.goto(`${catalog.console.url}/#/edit/${edit}`);
  await gao.getByRole('button', { name: '发布', exact: true }).click();
  await gao.getByRole('link', { name: '看发布到了哪里' }).waitFor();

  // The citizen is still here: whatever the kiosk has fetched by now, nothing changes under their hands.
  await stage.page.waitForTimeout(22_000);
  await stage.page.evaluate(() => document.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })));
  expect(await generationOf()).toBe(1);
  await c.touch('退出');
  await c.touch('清除并退出');
  await shows(2);
  await tile('打社保单').waitFor();

  const back = gao.getByRole('region', { name: '回退' });
  await gao.goto(`${catalog.console.url}/#/edit/${edit}`);
  await back.getByLabel('为什么回退').fill('群众看不懂');
  await back.getByLabel(/钥匙口令/).fill(demoPassphrase);
  await back.getByRole('button', { name: '一键回退' }).click();
  await gao.getByText('已经回退').waitFor();
  await shows(3);
  await tile('打印社保记录').waitFor();
  await expect.poll(async () => (await catalog.fleet.kiosk('SD-0001'))?.heartbeat, { timeout: 60_000, interval: 1000 }).toMatchObject({ generation: 3, content: { trouble: null, fellBack: 0 } });
}, 400_000);

test('a kiosk that was away for a month comes back to what is published by then, with the catalog signed anew meanwhile', async () => {
  const before = await generationOf();
  await stage.killBrowser();
  const day = 86_400_000;
  let now = Date.now();
  const signer = demoSigner(catalog.catalog);
  for (let days = 1; days <= 31; days++) {
    now += day;
    if (days % 10 !== 0) {
      expect(await catalog.catalog.renew(now)).toMatchObject({ ok: true });
      continue;
    }
    const changed = { ...content, texts: { ...content.texts, zh: { ...content.texts.zh, 'idle.title': `第 ${days} 天的问候` } } };
    expect(await catalog.catalog.publish({ plan: catalog.catalog.plan(changed, now), signer, title: `第 ${days} 天`, now })).toMatchObject({ ok: true });
  }
  const withdrawn = Object.values(content.items).find(({ plain }) => plain === '到外地看病备案')!.id;
  expect(await catalog.catalog.editRollout({ change: { do: 'withdraw', item: withdrawn, why: '系统检修' }, now })).toMatchObject({ ok: true });
  await stage.restartBrowser();
  await shows(before + 1);
  const c = citizen(stage);
  await c.at(/第 30 天的问候/);
  await openMatter(c, /到外地看病备案/);
  await c.reads('这件事暂停办理');
}, 400_000);

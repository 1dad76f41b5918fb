import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { demoPassword } from '../../content/catalog/console/people.ts';
import { dist, ensureBuilt } from '../../kiosk/host/build.ts';
import { passphraseOf, type Stand, stand } from '../catalog/console/stand.ts';
import { findChromium } from './chromium.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 400_000 });
let it: Stand;
let browser: Browser;
const complaints: string[] = [];
beforeAll(async () => {
  await ensureBuilt({ only: ['content', 'kiosk', 'console'] });
  it = await stand({ pageDir: dist.console, kioskDir: dist.kiosk });
  browser = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
});
afterEach(async () => { for (const context of browser.contexts()) await context.close(); });
afterAll(async () => { await browser.close(); await it.close(); });

async function as(id: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  // What the network answers is told apart: a refusal is an answer; and the preview has no service worker on purpose.
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().startsWith('Failed to load resource') && !message.text().includes('fetching the script')) complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(it.console.url);
  await page.getByLabel('账号').fill(id);
  await page.getByLabel('密码').fill(demoPassword);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: '，您好' }).waitFor();
  return page;
}
const at = (page: Page, where: string) => page.goto(`${it.console.url}/#/${where}`);
async function openItem(page: Page, words = '社保记录', name = '社会保险记录查询打印'): Promise<string> {
  await at(page, 'content');
  await page.getByRole('searchbox').fill(words);
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: '修改', exact: true }).click();
  await page.getByRole('button', { name: '新建一份修改单' }).click();
  await page.getByRole('button', { name: '没有要存的' }).waitFor();
  return /edit\/([\d-]+)\//.exec(page.url())![1]!;
}
const save = async (page: Page) => { await page.getByRole('button', { name: /^存好/ }).click(); await page.getByText('已经存进修改单').waitFor(); };
/** Serious things a screen reader or a keyboard would stumble over. */
async function stumbles(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => (await (window as unknown as { axe: { run: (context: Document, options: object) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] })).violations);
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 120)}`);
}

test('a wording is changed, seen in the kiosk, approved by somebody else, published by stages, and taken back with one button', async () => {
  const lin = await as('lin');
  const edit = await openItem(lin);
  await lin.getByRole('textbox', { name: '群众的叫法' }).fill('打社保单');
  await save(lin);
  await lin.getByRole('link', { name: '在终端界面里看' }).click();
  const kiosk = lin.frameLocator('iframe');
  await kiosk.getByRole('heading', { name: '打社保单' }).waitFor();
  await lin.getByRole('button', { name: '大字' }).click();
  await lin.frameLocator('iframe').locator('html.elder').waitFor();

  await at(lin, `edit/${edit}`);
  await lin.getByText('群众的叫法：由“打印社保记录”改为“打社保单”').waitFor();
  expect(await stumbles(lin)).toEqual([]);
  await lin.getByRole('button', { name: '送审' }).click();
  await lin.getByText('等待审批').first().waitFor();
  expect(await lin.getByRole('button', { name: '同意并签字' }).count()).toBe(0);

  const chen = await as('chen');
  await chen.getByRole('link', { name: /^修改社会保险记录/ }).click();
  await chen.getByLabel('钥匙口令').fill('不对的');
  await chen.getByRole('button', { name: '同意并签字' }).click();
  await chen.getByRole('alert').getByText('口令不对').waitFor();
  await chen.getByLabel('钥匙口令').fill(passphraseOf('dept-human-resources'));
  await chen.getByRole('button', { name: '同意并签字' }).click();
  await chen.getByText('审批通过，待发布').waitFor();

  const gao = await as('gao');
  await gao.getByRole('link', { name: /^修改社会保险记录/ }).click();
  await gao.getByRole('button', { name: '发布', exact: true }).click();
  await gao.getByRole('link', { name: '看发布到了哪里' }).click();
  await gao.getByRole('group', { name: /^修改社会保险记录/ }).getByText('给尝鲜的终端').waitFor();
  expect(it.catalog.rollout().open.map(({ id, state }) => [id, state])).toEqual([[edit, 'running']]);
  expect(await stumbles(gao)).toEqual([]);

  await at(gao, `edit/${edit}`);
  const back = gao.getByRole('region', { name: '回退' });
  await back.getByLabel('为什么回退').fill('群众看不懂');
  await back.getByLabel(/钥匙口令/).fill(passphraseOf('dept-human-resources'));
  await back.getByRole('button', { name: '一键回退' }).click();
  await gao.getByText('已经回退').waitFor();
  expect(it.catalog.listed().find((one) => one.pack === 'human-resources/person-4-3')!.versions.at(-1)!.version).toBe(3);
  await at(gao, 'ledger');
  await gao.getByText('群众看不懂').waitFor();
});

test('two change the same key: the second sees both, chooses, and nothing typed was lost', async () => {
  const lin = await as('lin');
  const edit = await openItem(lin, 'P43', '职工参保登记(灵活就业人员医疗保险参保登记)');
  const chen = await as('chen');
  await chen.goto(lin.url());
  for (const [page, words] of [[lin, '林一写的'], [chen, '陈三写的']] as const) await page.getByRole('textbox', { name: '群众的叫法' }).fill(words);
  await save(lin);
  await chen.getByRole('button', { name: /^存好/ }).click();
  const both = chen.getByRole('radiogroup', { name: '群众的叫法' });
  await both.getByRole('radio', { name: /林一写的/ }).waitFor();
  expect(await chen.getByRole('textbox', { name: '群众的叫法' }).inputValue()).toBe('陈三写的');
  await both.getByRole('radio', { name: /陈三写的/ }).click();
  await chen.getByRole('button', { name: '按所选的存好' }).click();
  await chen.getByText('已经存进修改单').waitFor();
  await at(chen, `edit/${edit}`);
  await chen.getByText(/改为“陈三写的”/).waitFor();
});

test('what was typed badly stays and is told beside the key; it survives a reload, and a login that ran out', async () => {
  const lin = await as('lin');
  await openItem(lin);
  const place = lin.getByRole('textbox', { name: '群众的叫法' });
  await place.fill('还没有存的话');
  await lin.reload();
  expect(await place.inputValue()).toBe('还没有存的话');
  it.clock = new Date(it.clock.getTime() + 9 * 3600_000);
  await lin.getByRole('button', { name: /^存好/ }).click();
  await lin.getByRole('form', { name: '登录' }).waitFor();
  await lin.getByLabel('账号').fill('lin');
  await lin.getByLabel('密码').fill(demoPassword);
  await lin.getByRole('button', { name: '登录', exact: true }).click();
  expect(await place.inputValue()).toBe('还没有存的话');
  await place.fill('');
  await lin.getByRole('combobox', { name: '办件类型：知道不知道' }).selectOption('none');
  await save(lin);
  await lin.locator('.key[data-wrong="true"]').getByRole('alert').first().waitFor();
  expect(await lin.getByRole('combobox', { name: '办件类型：知道不知道' }).inputValue()).toBe('none');
});

test('the sentences of the screens are changed in both languages side by side, and go to the office', async () => {
  const he = await as('he');
  await at(he, 'file/texts/zh.yaml');
  await he.getByRole('button', { name: '修改', exact: true }).click();
  await he.getByRole('button', { name: '新建一份修改单' }).click();
  await he.getByRole('searchbox').fill('idle.title');
  await he.getByRole('textbox', { name: 'idle.title 中文' }).fill('您好，今天办什么？');
  await he.getByRole('textbox', { name: 'idle.title 英文' }).fill('Hello, what is it today?');
  await he.getByRole('button', { name: '存好 2 处' }).click();
  await he.getByText('已经存进修改单').waitFor();
  await he.getByRole('button', { name: '回到修改单' }).click();
  await he.locator('.said-list li').nth(1).waitFor();
  expect(await he.locator('.departments li').allTextContents()).toEqual([expect.stringContaining('双全办（公共内容）')]);
});

test('every room opens for everybody without a complaint of the browser', async () => {
  for (const id of ['lin', 'gao']) {
    const page = await as(id);
    for (const [room, title] of [['content', '内容'], ['edits', '修改单'], ['table', '表格'], ['list-change', '目录变更'], ['watch', '观察'], ['ledger', '台账']] as const) {
      await at(page, room);
      await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
      expect([room, await stumbles(page)]).toEqual([room, []]);
    }
  }
  expect(complaints).toEqual([]);
});

// Who comes for a company, on the built kiosk, by touch: its legal representative, an agent, the code of its licence; and what
// happens when it is not theirs. The company's name and code are typed once at most, and go into the form.
import { afterEach, expect, test } from 'vitest';
import { companies } from '../../kiosk/dock/companies.ts';
import { type Citizen, citizen, personal } from './citizen.ts';
import { openStage, type Stage } from './stage.ts';
import { handInAndLeave, openMatter } from './walks.ts';

let stage: Stage;
afterEach(() => stage?.close());
const [bakery, orchard] = companies as readonly [typeof companies[number], typeof companies[number]];
const holdUp = (id: string) => stage.dock.control({ do: 'code-scanner', holdUp: id });
const buttons = () => stage.page.locator('.equal-ways button').allInnerTexts();

/** Somebody whose card was read, who is asked for which company they are here. */
async function asPerson(id: string): Promise<Citizen> {
  const c = citizen(stage);
  await openMatter(c, /网上招人/, 'enterprise', 'company');
  await c.touch('开始办理');
  await c.touch('我知道了，开始');
  await c.at(/身份证放在/);
  await c.layCard(id);
  await c.at(/替哪家公司来办/);
  await c.pullCard();
  return c;
}
async function typeCode(c: Citizen, way: string, code: string) {
  await c.touch(way);
  await c.at(/统一社会信用代码/);
  await c.keys(code);
  await c.touch('下一步');
}
/** From the person and the company known to the receipt. */
async function post(c: Citizen) {
  await c.touch('下一步');
  await c.touch('同意，帮我调取');
  await c.at(/调取好了/);
  await c.touch('下一步');
  await c.at(/招什么工/);
  await c.choose(/厨师/);
  await c.touch('下一步');
  await c.at(/招几个人/);
  await c.keys('2');
  await c.touch('下一步');
  await c.at(/工资/);
  await c.choose(/3000 到 5000/);
  await c.touch('下一步');
  await c.at(/哪个街道/);
  await c.choose(/山城街道/);
  await c.touch('下一步');
  await c.at(/请核对/);
  await c.reads(bakery.name);
  await c.reads(/按公司登记查到/);
  await c.touch('都对');
  await c.at(/可以提交/);
  await handInAndLeave(c);
}
async function nothingRemains(id: string) {
  await stage.page.getByRole('button', { name: '退出', exact: true }).tap();
  await stage.page.getByRole('button', { name: '清除并退出', exact: true }).tap();
  await stage.ready('idle');
  expect(await stage.personalTraces([...personal(id), bakery.code, '1990000'])).toEqual([]);
  expect([stage.strangeRequests, stage.consoleErrors]).toEqual([[], []]);
}

test('its legal representative types the code once, and the job is posted in the company’s name', async () => {
  stage = await openStage();
  const c = await asPerson('adult');
  await typeCode(c, '我是法定代表人', bakery.code);
  await c.at(/您好/);
  await c.reads(bakery.name);
  await post(c);
  expect(stage.platform.cases()).toHaveLength(1);
  expect(await stage.personalTraces([...personal('adult'), bakery.code, '1990000'])).toEqual([]);
}, 180_000);

test('an agent whose authorisation is on file may, one whose authorisation has ended may not, and is told the next ways', async () => {
  stage = await openStage();
  let c = await asPerson('spouse');
  await typeCode(c, '我是经办人', bakery.code);
  await c.at(/您好/);
  await c.reads(/经办人，有授权/);
  await nothingRemains('spouse');

  c = await asPerson('rare');
  await typeCode(c, '我是经办人', bakery.code);
  await c.at(/公司给您的授权过期了/);
  expect(await buttons()).toEqual(['出示电子营业执照的码', '我是法定代表人', '我是经办人', '到人工窗口办，先打印清单']);
  expect((await buttons()).at(-1)).toBe('到人工窗口办，先打印清单');
  await nothingRemains('rare');
}, 180_000);

test('the code of the licence says who it is and for which company at once, without a card', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await openMatter(c, /网上招人/, 'enterprise', 'company');
  await c.touch('开始办理');
  await c.touch('我知道了，开始');
  await c.at(/身份证放在/);
  await c.touch('用其他方式');
  await c.at(/用哪种方式/);
  await c.touch('出示电子营业执照的码');
  await c.at(/电子营业执照的码对准/);
  await holdUp('licence-agent-bakery');
  await c.at(/您好/);
  await c.reads(bakery.name);
  await c.touch('下一步');
  await c.at(/可以帮您调取/);
  await nothingRemains('spouse');
});

test('a mistyped code is said, and what was typed is not lost', async () => {
  stage = await openStage();
  const c = await asPerson('adult');
  await typeCode(c, '我是法定代表人', `${bakery.code.slice(0, -1)}${bakery.code.endsWith('0') ? '1' : '0'}`);
  await c.reads(/这个代码不对/);
  await c.touch('删除一个');
  await c.keys(bakery.code.at(-1)!);
  await c.touch('下一步');
  await c.at(/您好/);
});

test('somebody else’s company is refused, with the reason and the other ways', async () => {
  stage = await openStage();
  const c = await asPerson('adult');
  await typeCode(c, '我是法定代表人', orchard.code);
  await c.at(/后台没有您的这项授权/);
  expect(await buttons()).toEqual(['出示电子营业执照的码', '我是经办人', '我是法定代表人', '到人工窗口办，先打印清单']);
  await stage.dock.control({ do: 'network', cut: true });
  await typeCode(c, '我是法定代表人', bakery.code);
  await c.at(/连不上后台/);
  expect((await buttons()).at(-1)).toBe('到人工窗口办，先打印清单');
});

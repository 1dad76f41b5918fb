// Every way to say who one is, on the built kiosk, by touch, with codes through the scanner and cards through their readers;
// and what happens when a way does not get on: the next one is offered by itself, with the reason.
import { afterEach, expect, test } from 'vitest';
import { isCitizenNumber } from '../../kiosk/core/citizen-number.ts';
import { helpers } from '../../kiosk/dock/helper-people.ts';
import { people } from '../../kiosk/dock/people.ts';
import { type Citizen, citizen, personal } from './citizen.ts';
import { openStage, type Stage } from './stage.ts';
import { openMatter } from './walks.ts';

let stage: Stage;
afterEach(() => stage?.close());

/** At the identity card of the records (nothing more than a card is asked for), or of the company (and its owner). */
async function begin(what: 'records' | 'company' = 'records'): Promise<Citizen> {
  const c = citizen(stage);
  if (what === 'records') {
    await openMatter(c, /打印社保记录/, 'person', 'records');
    await c.touch(/个人权益记录查询打印/);
  } else await openMatter(c, /开公司/, 'enterprise', 'company');
  await c.touch('开始办理');
  await c.touch('我知道了，开始');
  return c;
}
const holdUp = (id: string) => stage.dock.control({ do: 'code-scanner', holdUp: id });
const buttons = () => stage.page.locator('.equal-ways button').allInnerTexts();
async function nothingRemains(id: string) {
  await stage.page.getByRole('button', { name: '退出', exact: true }).tap();
  await stage.page.getByRole('button', { name: '清除并退出', exact: true }).tap();
  await stage.ready('idle');
  expect(await stage.personalTraces([...personal(id), '1990000'])).toEqual([]);
  expect([stage.strangeRequests, stage.consoleErrors]).toEqual([[], []]);
}

test('without an identity card: the code of an app, a social security card, a phone; nobody is asked for a face', async () => {
  stage = await openStage();
  let c = await begin();
  await c.at(/身份证放在/);
  await c.touch('用其他方式');
  await c.at(/用哪种方式/);
  const offered = await buttons();
  expect(offered).toEqual(['放身份证', '出示爱山东或网号网证的码', '插社保卡', '用手机号和验证码', '请帮办员来证明', '到人工窗口办，先打印清单']);
  expect(offered.join()).not.toContain('人脸');
  await c.touch('出示爱山东或网号网证的码');
  await c.at(/对准扫码处/);
  await holdUp('app-elder');
  await c.at(/您好/);
  await c.reads('来自手机上的码');
  await nothingRemains('elder');

  c = await begin();
  await c.touch('用其他方式');
  await c.touch('插社保卡');
  await c.at(/插入社保卡/);
  await stage.dock.control({ do: 'smart-card', insert: { person: 'spouse', variant: 'plain' } });
  await c.at(/您好/);
  await c.reads('来自社保卡');
  await stage.dock.control({ do: 'smart-card', pull: true });
  await nothingRemains('spouse');

  c = await begin();
  await c.touch('用其他方式');
  await c.touch('用手机号和验证码');
  await c.at(/您的手机号/);
  await c.keys('19900000001');
  await c.touch('发送验证码');
  await c.at(/6 位验证码/);
  await c.keys(stage.platform.phones()[0]!.code);
  await c.touch('下一步');
  await c.at(/您好/);
  await c.reads('按实名手机号查到');
  await nothingRemains('adult');
});

test('a phone code typed wrongly three times ends that way, and the next is offered by itself', async () => {
  stage = await openStage();
  const c = await begin();
  await c.touch('用其他方式');
  await c.touch('用手机号和验证码');
  await c.keys('19900000002');
  await c.touch('发送验证码');
  await c.at(/6 位验证码/);
  const wrong = stage.platform.phones()[0]!.code === '000000' ? '111111' : '000000';
  for (const left of ['还能试 2 次', '还能试 1 次']) {
    await c.keys(wrong);
    await c.touch('下一步');
    await c.reads(new RegExp(left));
  }
  await c.keys(wrong);
  await c.touch('下一步');
  await c.at(/验证码输错了三次/);
  expect((await buttons())[0]).toBe('放身份证');
  expect((await buttons()).slice(-2)).toEqual(['用手机号和验证码', '到人工窗口办，先打印清单']);
  await c.touch('放身份证');
  await c.layCard('spouse');
  await c.at(/您好/);
});

test('a card that cannot be read twice leads to the other ways, with the reason; an old code twice as well', async () => {
  stage = await openStage();
  const c = await begin();
  await c.layCard('hkmotw');
  await c.at(/读不了这种证件/);
  // As on real readers: what lies there is felt only once it was lifted.
  await c.pullCard();
  await c.touch('再读一次');
  await c.layCard('hkmotw');
  await c.at(/读不了这张卡/);
  await c.reads(/试了两次没成功/);
  expect((await buttons())[0]).toBe('出示爱山东或网号网证的码');
  await c.pullCard();
  await c.touch('出示爱山东或网号网证的码');
  await holdUp('app-old');
  await c.at(/这个码过期了/);
  await c.touch('再试一次');
  await c.at(/对准扫码处/);
  await holdUp('receipt');
  await c.at(/这不是要用的码/);
  expect((await buttons())[0]).toBe('插社保卡');
});

test('with the card reader unplugged the other ways are there at once; with the scanner unplugged and the network cut as well, the social card and the window', async () => {
  stage = await openStage();
  await stage.dock.control({ do: 'reader', unplugged: true });
  let c = citizen(stage);
  await openMatter(c, /打印社保记录/, 'person', 'records');
  await c.touch(/个人权益记录查询打印/);
  await c.reads(/可以用别的方式证明身份/);
  await c.touch('开始办理');
  await c.touch('我知道了，开始');
  await c.at(/用哪种方式/);
  await c.reads(/现在不能用：身份证/);
  await c.touch('出示爱山东或网号网证的码');
  await c.at(/对准扫码处/);
  await stage.dock.control({ do: 'code-scanner', unplugged: true });
  await c.at(/这个设备现在不能用/);
  expect(await buttons()).toEqual(['插社保卡', '用手机号和验证码', '到人工窗口办，先打印清单']);
  await stage.dock.control({ do: 'network', cut: true });
  await c.touch('用手机号和验证码');
  await c.keys('19900000001');
  await c.touch('发送验证码');
  await c.at(/连不上后台/);
  expect((await buttons()).at(0)).toBe('插社保卡');
  expect((await buttons()).at(-1)).toBe('到人工窗口办，先打印清单');
  await c.touch('到人工窗口办，先打印清单');
  await c.at(/社会保险|社保/);
});

test('a company is started by somebody whom a helper vouches for, with the helper\'s own code and PIN', async () => {
  stage = await openStage();
  const c = await begin('company');
  const elder = people.find(({ id }) => id === 'elder')!;
  expect(isCitizenNumber(elder.number, '2026-12-01')).toBe(true);
  await c.layCard('elder');
  await c.at(/还要确认是您本人/);
  await c.pullCard();
  expect(await buttons()).toEqual(['出示爱山东或网号网证的码', '请帮办员来证明', '到人工窗口办，先打印清单']);
  await c.touch('请帮办员来证明');
  await c.at(/凭什么确认/);
  await c.touch('我认识，就是本人');
  await c.at(/您自己的帮办码/);
  await holdUp('helper-1');
  await c.at(/您的帮办密码/);
  await c.keys('0000');
  await c.touch('下一步');
  await c.reads('帮办密码不对，请再输一次');
  await c.keys(helpers[0]!.pin);
  await c.touch('下一步');
  await c.at(/您好/);
  await nothingRemains('elder');
});

test('a code of the app that saw no face does not do where the owner must be sure; somebody else\'s code takes nothing over', async () => {
  stage = await openStage();
  const c = await begin('company');
  await c.layCard('adult');
  await c.at(/还要确认是您本人/);
  await c.pullCard();
  await c.touch('出示爱山东或网号网证的码');
  await c.at(/对准扫码处/);
  await holdUp('app-adult');
  await c.at(/这个码没有确认过是本人/);
  await c.touch('出示爱山东或网号网证的码');
  await c.at(/对准扫码处/);
  await holdUp('e-id-spouse');
  await c.at(/孙.*您好/);
  await c.reads('来自手机上的码');
  await nothingRemains('spouse');
});

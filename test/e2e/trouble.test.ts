// What goes wrong at a kiosk, and the way on that each of it has.
import { afterEach, expect, test } from 'vitest';
import { citizen, personal } from './citizen.ts';
import { qrOn, readPng } from './papers.ts';
import { openStage, type Stage } from './stage.ts';
import { handInAndLeave, identify, lastYears, leave, openMatter, walkCare, walkRecords } from './walks.ts';

let stage: Stage;
afterEach(() => stage?.close());

test('a card pulled during the read ends in a sentence, and reading again works', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await openMatter(c, /到外地看病备案/);
  await c.touch('开始办理');
  await c.touch('我知道了，开始');
  await stage.dock.control({ do: 'pull-during-read', afterBytes: 600 });
  await c.layCard('adult');
  await c.at(/没读完，卡拿开了/);
  await c.layCard('adult');
  await c.touch('再读一次');
  await c.at(/您好/);
});

test('a card of a kind nobody taught the kiosk, an expired card and a minor each get a reason and a way on', async () => {
  stage = await openStage();
  for (const [person, title] of [['hkmotw', /这台机器读不了这种证件/], ['expired', /过期/], ['minor', /未满 16 周岁/]] as const) {
    const c = citizen(stage);
    await openMatter(c, /到外地看病备案/);
    await c.touch('开始办理');
    await c.touch('我知道了，开始');
    await c.layCard(person);
    await c.at(title);
    if (person === 'hkmotw') await c.reads(/其他证件请到人工窗口/);
    await c.pullCard();
    await c.touch('到人工窗口办，先打印清单');
    await c.at(/到外地看病备案/);
    await c.touch('退出');
    await stage.ready('idle');
    expect(await stage.personalTraces(personal(person))).toEqual([]);
  }
});

test('paper out in the middle of the receipt is never called printed; the person says what came, and prints again', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await walkCare(c);
  await stage.dock.control({ do: 'receipt-printer', endAfterRows: 300 });
  await c.touch('提交');
  await c.at(/办件回执/);
  await c.reads('不确定小票有没有打完整');
  await c.reads(stage.platform.cases()[0]!.localNumber);
  await stage.dock.control({ do: 'receipt-printer', paper: 'full' });
  await c.touch('没有，或者不完整');
  await c.touch('再打印一次');
  await c.reads('小票打好了，请取走');
  const { receipts } = await stage.dock.papers();
  expect(qrOn(readPng(receipts.at(-1)!.png))).toBe(stage.platform.cases()[0]!.number);
  await leave(c);
  expect(stage.platform.cases()).toHaveLength(1);
});

test('an open printer cover is said before the citizen starts, and the number is still on the screen at the end', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await stage.dock.control({ do: 'receipt-printer', cover: 'open' });
  await c.reads(/现在不能用：小票打印机/);
  await walkCare(c);
  await c.touch('提交');
  await c.at(/办件回执/);
  await c.reads('小票打印机的盖子没有关好');
  await c.reads('没有小票也不要紧：编号有效，请抄下或拍照');
  await leave(c);
});

test('the back end failing after it accepted leads to one case, told as registered here and never as accepted', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await walkCare(c);
  await stage.dock.control({ do: 'platform-fault', faults: { dropAfterAcceptNext: 3 } });
  await c.touch('提交');
  await c.at(/登记回执/);
  await c.reads(/已在本机登记，联网后提交/);
  await leave(c);
  await expect.poll(() => stage.platform.cases().length, { timeout: 20_000 }).toBe(1);
  await expect.poll(async () => (await stage.personalTraces(['care-elsewhere'])).filter((t) => t.startsWith('indexedDB')), { timeout: 20_000 }).toEqual([]);
  expect(stage.platform.cases()).toHaveLength(1);
});

test('an application refused by the back end stays and calls for a human', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await walkCare(c);
  await stage.dock.control({ do: 'platform-fault', faults: { rejectNext: 1 } });
  await c.touch('提交');
  await c.at(/没有被受理/);
  await c.touch('打印登记号');
  await c.at(/登记号/);
  await leave(c);
  await c.reads('有事项需要工作人员处理，请工作人员查看本机状态');
  await c.touch('查看本机状态');
  await c.reads(/SD-\d{4}-\d{8}-/);
});

test('a visit without network, the browser killed, the network back: exactly one case', async () => {
  stage = await openStage();
  await stage.serviceWorkerReady();
  const c = citizen(stage);
  await stage.dock.control({ do: 'network', cut: true });
  await walkCare(c, { phone: true });
  await handInAndLeave(c, /登记回执/);
  expect(stage.platform.cases()).toEqual([]);
  expect(await stage.personalTraces([...personal('adult'), '19900000009'])).toEqual([]);
  await stage.restartBrowser({ kill: true });
  await stage.ready('idle');
  await stage.dock.control({ do: 'network', cut: false });
  await expect.poll(() => stage.platform.cases().length, { timeout: 60_000 }).toBe(1);
  const { receipts } = await stage.dock.papers();
  expect(qrOn(readPng(receipts[0]!.png))).toBe(stage.platform.cases()[0]!.localNumber);
  await expect.poll(async () => (await stage.personalTraces(['care-elsewhere'])).filter((t) => t.startsWith('indexedDB')), { timeout: 30_000 }).toEqual([]);
  expect(stage.platform.cases()).toHaveLength(1);
});

test('a dead reader stops nobody: it is said before starting, the list prints, and the other ways are open', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await stage.dock.control({ do: 'reader', unplugged: true });
  await c.reads(/现在不能用：身份证读卡器/);
  await openMatter(c, /到外地看病备案/);
  await c.reads(/可以用别的方式证明身份/);
  await c.touch('开始办理');
  await c.touch('打印这张清单');
  await c.reads('小票打好了，请取走');
  await c.touch('我知道了，开始');
  await c.at(/用哪种方式/);
  await c.reads(/现在不能用：身份证/);
});

test('no paper in the A4 printer waits, and goes on when somebody fills it', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await stage.dock.control({ do: 'document-printer', emptyAfterPages: 1 });
  const printed = walkRecords(c, { years: lastYears(6) });
  await c.reads('打印机缺纸，加纸后会接着打');
  await stage.dock.control({ do: 'document-printer', paper: 'full' });
  await printed;
  await leave(c);
  expect((await stage.dock.papers()).documents).toHaveLength(1);
});

test('leaving while the A4 paper waits for an empty tray takes the job along: nothing comes out for the next person', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await openMatter(c, /打印社保记录/);
  await c.touch(/个人权益记录查询打印/);
  await identify(c, 'adult');
  await c.touch('同意，帮我调取');
  await c.at(/哪几年/);
  for (const year of lastYears(6)) await c.choose(`${year} 年`);
  await c.touch('下一步');
  await c.at(/您的记录/);
  await stage.dock.control({ do: 'document-printer', emptyAfterPages: 1 });
  await c.touch('打印成 A4 证明');
  await c.reads('打印机缺纸，加纸后会接着打');
  await c.touch('退出');
  await c.touch('清除并退出');
  await stage.ready('idle');
  expect(await stage.personalTraces(personal('adult'))).toEqual([]);
  // Long enough for the job to be cancelled, and then for what was not to come out.
  await stage.page.waitForTimeout(1500);
  await stage.dock.control({ do: 'document-printer', paper: 'full' });
  await stage.page.waitForTimeout(3000);
  expect((await stage.dock.papers()).documents).toEqual([]);
  // And the printer is free for that next person.
  await walkRecords(c, { person: 'elder' });
  await leave(c);
  expect((await stage.dock.papers()).documents).toHaveLength(1);
});

test('walking away: after the warning nothing of the visit is left, and "I am still here" keeps everything', async () => {
  // 90 s become 6, 30 s become 2.
  stage = await openStage({ haste: { fromMs: 30_000, times: 15 } });
  const c = citizen(stage);
  await openMatter(c, /到外地看病备案/);
  await identify(c, 'elder');
  await c.reads('您还在吗？');
  await c.touch('我还在');
  await c.at(/可以帮您调取/);
  await c.reads('您还在吗？');
  await stage.ready('idle');
  expect(await stage.personalTraces(personal('elder'))).toEqual([]);
});

test('cards forgotten in the readers are called after their owner, each by its name, until they are gone', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await stage.dock.control({ do: 'smart-card', insert: { person: 'adult', variant: 'plain' } });
  await openMatter(c, /到外地看病备案/);
  await c.touch('开始办理');
  await c.touch('我知道了，开始');
  await c.layCard('adult');
  await c.at(/您好/);
  await c.touch('退出');
  await c.touch('清除并退出');
  await stage.ready('idle');
  await c.reads('请取走放在读卡处的身份证');
  await c.reads('请拔出插在卡槽里的社会保障卡');
  await c.pullCard();
  await stage.page.getByText('请取走放在读卡处的身份证').waitFor({ state: 'detached', timeout: 15_000 });
  await c.reads('请拔出插在卡槽里的社会保障卡');
  await stage.dock.control({ do: 'smart-card', pull: true });
  await stage.page.getByText('请拔出插在卡槽里的社会保障卡').waitFor({ state: 'detached', timeout: 15_000 });
  await c.touch('查看本机状态');
  await c.reads('未在真卡上确认');
});

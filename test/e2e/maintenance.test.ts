// The maintainer at the built kiosk in a real browser: the door, every self-test, the papers, and that nobody else gets in.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { demoPin } from '../../kiosk/host/demo.ts';
import { citizen, personal } from './citizen.ts';
import { enterMaintenance, knock, tryDevice } from './maintainer.ts';
import { ink, pdfText, qrOn, readPng } from './papers.ts';
import { openStage, type Stage } from './stage.ts';
import { walkCare } from './walks.ts';

let stage: Stage;
afterEach(async () => {
  expect.soft([stage.consoleErrors, stage.strangeRequests]).toEqual([[], []]);
  await stage.close();
});

test('a wrong PIN is told with the tries left, the right one opens, and nothing of it is in the page', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await knock(c);
  await c.keys('25802581');
  await c.touch('进入维护');
  await c.reads('密码不对，还可以试 4 次');
  await c.keys(demoPin);
  expect(await stage.page.locator('.pad-box').evaluate((box) => getComputedStyle(box).getPropertyValue('-webkit-text-security'))).toBe('disc');
  await c.touch('进入维护');
  await c.at(/设备维护/);
  expect(await stage.personalTraces([demoPin, '25802581'])).toEqual([]);
  await c.touch('结束维护');
  await stage.ready('idle');
});

test('after five wrong PINs the door is locked, over a restart of the host and for the right one too', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await knock(c);
  for (const left of [4, 3, 2, 1]) {
    await c.keys('99887766');
    await c.touch('进入维护');
    await c.reads(`密码不对，还可以试 ${left} 次`);
  }
  await c.keys('99887766');
  await c.touch('进入维护');
  await c.reads('错的次数太多，请 1 分钟后再试');
  expect(await stage.page.locator('.pad-box').count()).toBe(0);
  await stage.stopHost();
  await stage.startHost();
  await c.touch('返回');
  await c.touch('工作人员维护');
  await c.reads('错的次数太多，请 1 分钟后再试');
});

test('all self-tests run by one touch, a pulled paper fails its printer and says what to do, new paper passes', async () => {
  stage = await openStage();
  const c = citizen(stage);
  const { page, dock } = stage;
  const row = (name: string) => page.locator('.device-row').filter({ has: page.getByRole('heading', { name, exact: true }) });
  await enterMaintenance(c);
  await c.touch('全部自检');
  await c.reads(/自检完了，没有发现问题/);
  await row('身份证读卡器').getByText(/设备自报 \d\d\.\d\d-\d{8}/).waitFor();
  for (const name of ['身份证读卡器', '小票打印机', 'A4 打印机']) await row(name).getByText('自检通过').waitFor();
  await row('签名板').getByText('这种设备不会自检，请实际试用').waitFor();
  await dock.control({ do: 'receipt-printer', paper: 'end' });
  await row('小票打印机').getByText('缺纸').waitFor();
  await c.touch('全部自检');
  await c.reads('自检完了，1 样没有通过');
  await row('小票打印机').getByText('自检没有通过').waitFor();
  await row('小票打印机').getByText(/打开前盖换纸卷/).waitFor();
  await dock.control({ do: 'receipt-printer', paper: 'full' });
  await row('小票打印机').getByText('缺纸').waitFor({ state: 'detached' });
  await row('小票打印机').getByRole('button', { name: '自检' }).tap();
  await c.reads(/自检完了，没有发现问题/);
});

test('a test slip and a test page come out, are counted, and a card tried leaves no trace', async () => {
  stage = await openStage();
  const c = citizen(stage);
  const { dock } = stage;
  await enterMaintenance(c);
  await tryDevice(c, '小票打印机');
  await c.touch('打印测试条');
  await c.reads('小票打好了，请取走');
  await c.touch('试用正常');
  await tryDevice(c, 'A4 打印机');
  await c.touch('打印测试页');
  await c.reads('请从 A4 出纸口取走');
  await c.touch('试用正常');
  const { receipts, documents } = await dock.papers();
  expect([receipts.length, documents.map(({ pages }) => pages)]).toEqual([1, [1]]);
  const slip = readPng(receipts[0]!.png);
  expect([qrOn(slip), slip.height > 600, ink(slip) > 0.03]).toEqual(['SD-0001', true, true]);
  const [text] = await pdfText(documents[0]!.pdf);
  expect(text).toContain('SHUANGQUAN KIOSK TEST PAGE');
  await c.reads('余纸约 249 张，够用几天还算不出');
  await tryDevice(c, '身份证读卡器');
  await c.touch('放一张证件试读');
  await c.layCard('adult');
  await c.reads('读出来了：居民身份证，周**');
  await c.pullCard();
  await c.touch('返回');
  await c.touch('结束维护');
  await stage.ready('idle');
  expect(await stage.personalTraces(personal('adult'))).toEqual([]);
});

test('a slip of which nobody knows is asked about and never told as printed', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await enterMaintenance(c);
  await tryDevice(c, '小票打印机');
  await stage.dock.control({ do: 'receipt-printer', endAfterRows: 200 });
  await c.touch('打印测试条');
  await c.reads('不确定小票有没有打完整');
  await c.touch('没有，或者不完整');
  await c.touch('试用不正常');
  await c.reads('试用不正常');
});

test('a session that nobody touches ends by itself, and the kiosk serves again', async () => {
  stage = await openStage({ haste: { fromMs: 30_000, times: 30 } });
  const c = citizen(stage);
  await enterMaintenance(c);
  await c.reads('您还在吗？');
  await c.reads('有一会儿没有操作了。维护稍后自动结束，本机恢复办事。');
  await stage.ready('idle');
  await c.touch('开始办事');
  await c.at(/您要办什么事/);
  const audit = readFileSync(path.join(stage.stateDir, 'host/maintenance.log'), 'utf8');
  expect(audit.trim().split('\n').map((line) => line.split(' ')[1])).toEqual(['opened', 'ended']);
});

test('what the office refused is sent again by the maintainer once the cause is mended, and accepted', async () => {
  stage = await openStage();
  const c = citizen(stage);
  const { dock, page, platform } = stage;
  await walkCare(c);
  await dock.control({ do: 'platform-fault', faults: { rejectNext: 1 } });
  await c.touch('提交');
  await c.at(/没有被受理/);
  await c.touch('退出');
  await c.touch('清除并退出');
  await stage.ready('idle');
  await c.pullCard();
  const before = platform.cases().length;
  await enterMaintenance(c);
  const row = page.locator('.device-row').filter({ hasText: /SD-0001-\d{8}-0001/ });
  await row.getByText(/后台说明的原因/).waitFor();
  await row.getByRole('button', { name: '重新提交' }).tap();
  await row.waitFor({ state: 'detached', timeout: 30_000 });
  await expect.poll(() => platform.cases().length, { timeout: 30_000 }).toBe(before + 1);
});

test('a refused application is discarded only after a question; one whose content is lost says so', async () => {
  stage = await openStage();
  const c = citizen(stage);
  const { page } = stage;
  // As the outbox keeps them, but without their ciphertext: a disk that lost something.
  await page.evaluate(() => new Promise<void>((resolve, reject) => {
    const request = indexedDB.open('outbox');
    request.addEventListener('error', () => reject(request.error ?? new Error('no database')));
    request.addEventListener('success', () => {
      const tx = request.result.transaction(['records'], 'readwrite');
      for (const n of [1, 2]) tx.objectStore('records').put({ key: `0000000${n}-0000-4000-8000-000000000000`, localNumber: `SD-0001-20261123-000${n}-A`, item: 'care-elsewhere', madeAt: 0, tries: 1, nextAt: 0, state: { is: 'rejected', reason: 'duplicate', at: 0 } });
      tx.addEventListener('complete', () => { request.result.close(); resolve(); });
    });
  }));
  await page.reload();
  await stage.ready('idle');
  await enterMaintenance(c);
  const row = (n: number) => page.locator('.device-row').filter({ hasText: `SD-0001-20261123-000${n}-A` });
  await row(1).getByText('后台说明的原因：duplicate').waitFor();
  await row(1).getByRole('button', { name: '作废' }).tap();
  await c.reads('要作废这份登记吗？');
  await c.touch('先不作废');
  await row(1).waitFor();
  await row(1).getByRole('button', { name: '作废' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: '作废', exact: true }).tap();
  await row(1).waitFor({ state: 'detached' });
  await row(2).getByRole('button', { name: '重新提交' }).tap();
  await row(2).getByText('本机保存的申请损坏').waitFor({ timeout: 30_000 });
});

test('where no PIN is set the door says so and how to set one', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await stage.page.route('**/v1/maintenance', (route) => route.fulfill({ json: { is: 'not-set-up' } }));
  await c.touch('查看本机状态');
  await c.touch('工作人员维护');
  await c.reads('本机没有设置维护密码');
  expect(await stage.page.locator('.pad-box').count()).toBe(0);
});

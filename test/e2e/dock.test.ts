import { afterAll, beforeAll, expect, test } from 'vitest';
import { receiptPrinters } from '../../drivers/index.ts';
import { webSocketWire } from '../../drivers/transport/web-socket.ts';
import { openStage, type Stage } from './stage.ts';
import { nearTo } from '../drivers/near.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ width: 1280, height: 900, open: '' });
  await stage.page.goto(stage.dock.url);
  await stage.page.getByRole('heading', { name: '模拟台' }).waitFor();
});
afterAll(() => stage.close());

test('a card is laid by a click, swapped by another, and taken away from the reader', async () => {
  const { page, dock } = stage;
  await page.getByRole('button', { name: '放上 成年人 · 周文清' }).click();
  await expect.poll(() => dock.state().reader.card).toBe('adult');
  await page.getByRole('button', { name: '放上 配偶 · 孙晓梅' }).click();
  await expect.poll(() => dock.state().reader.card).toBe('spouse');
  await page.getByRole('button', { name: '取走 配偶 · 孙晓梅' }).first().click();
  await expect.poll(() => dock.state().reader.card).toBeNull();
});

test('a social security card is put in by a click, of another kind by a switch, and pulled out', async () => {
  const { page, dock } = stage;
  await page.getByRole('button', { name: '插入 周文清的社保卡' }).click();
  await expect.poll(() => dock.state().smartCard.card).toBe('adult');
  await page.getByRole('region', { name: '社保卡读卡器' }).getByRole('button', { name: '要密码' }).click();
  await expect.poll(() => [dock.state().smartCard.card, dock.state().smartCard.variant]).toEqual(['adult', 'pin']);
  await page.getByRole('button', { name: '拔出 周文清的社保卡' }).click();
  await expect.poll(() => dock.state().smartCard.card).toBeNull();
});

test('switches turn what they name, and show it', async () => {
  const { page, dock, platform } = stage;
  const turn = (panel: string, group: string, to: string) => page.getByRole('region', { name: panel }).getByRole('group', { name: group }).getByRole('button', { name: to }).click();
  await turn('小票打印机', '纸', '用完');
  await turn('A4 打印机', '盖子', '打开');
  await turn('网络与后台', '网络', '断开');
  await turn('身份证读卡器', '连接线', '拔掉');
  await expect.poll(() => [dock.state().receiptPrinter.paper, dock.state().documentPrinter.cover, platform.faults.offline, dock.state().reader.unplugged]).toEqual(['end', 'open', true, true]);
  await page.getByRole('region', { name: '网络与后台' }).getByRole('button', { name: '断开', pressed: true }).waitFor();
  await turn('网络与后台', '网络', '连通');
  await turn('小票打印机', '纸', '充足');
  await expect.poll(() => [dock.state().receiptPrinter.paper, platform.faults.offline]).toEqual(['full', false]);
});

test('a receipt appears as paper by itself, and goes when it is taken away', async () => {
  const wire = webSocketWire(`${stage.dock.url.replace('http', 'ws')}/wire/receipt-printer`);
  const printer = await receiptPrinters['escpos-80']!(nearTo({ wire }));
  await expect.poll(async () => (await printer.status()).is).toBe('ready');
  await printer.print({ widthDots: 576, heightDots: 60, bits: new Uint8Array(72 * 60).fill(0xf0) }, { deadlineMs: 5000 });
  wire.close();
  const picture = stage.page.getByRole('img', { name: '凭条 1' });
  await picture.waitFor();
  expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => [image.naturalWidth, image.naturalHeight]))).toEqual([576, 60]);
  await stage.page.getByRole('button', { name: /把纸收走/ }).click();
  await picture.waitFor({ state: 'detached' });
});

test('the lamps of the case stand on the dock in words, with somebody in front of it', async () => {
  const { page, dock } = stage;
  const panel = page.getByRole('region', { name: '指示灯与感应' });
  expect(await panel.getByRole('listitem').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringMatching(/身份证读卡器\s*灭/)]));
  await panel.getByRole('group', { name: '人' }).getByRole('button', { name: '走开' }).click();
  await panel.getByRole('group', { name: '耳机' }).getByRole('button', { name: '插上' }).click();
  await expect.poll(() => [dock.state().ioBoard.somebody, dock.state().ioBoard.earphone]).toEqual(['away', 'in']);
});

test('every key of the tactile pad can be pressed', async () => {
  const { page, dock } = stage;
  const keys = page.getByRole('region', { name: '触觉键盘' }).locator('.people button');
  expect(await keys.allInnerTexts()).toEqual(['上', '下', '左', '右', '确认', '返回', '重听', '帮助', '大声', '小声']);
  await keys.filter({ hasText: '帮助' }).click();
  await expect.poll(() => dock.state().keypad.presses).toBe(1);
});

test('everything stands on one screen of 1280 by 900, says that it is fictional, and nothing went wrong', async () => {
  expect(await stage.page.evaluate(() => [document.documentElement.scrollWidth <= 1280, document.documentElement.scrollHeight <= 900])).toEqual([true, true]);
  await stage.page.getByText('都是虚构的').waitFor();
  expect(stage.consoleErrors).toEqual([]);
  expect(stage.strangeRequests).toEqual([]);
});

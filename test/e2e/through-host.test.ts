// The usual kiosk: the terminal's host drives reader and printers, the page asks it over XFS4IoT. And what becomes of a visit
// when a device fails behind the host, or the host itself is gone in the middle of a print.
import { createServer, type Server } from 'node:net';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { xfsClient } from '../../drivers/xfs4iot/client.ts';
import type { OpenSocket } from '../../drivers/xfs4iot/reconnecting-socket.ts';
import { xfs4iotVendorMode } from '../../drivers/xfs4iot/vendor-mode.ts';
import type { HostProcess } from '../host/host-process.ts';
import { freePort, runInProcess } from '../host/host-process.ts';
import { citizen, personal } from './citizen.ts';
import { qrOn, readPng } from './papers.ts';
import { openStage, type Stage } from './stage.ts';
import { handInAndLeave, identify, lastYears, leave, openMatter, walkCare, walkRecords } from './walks.ts';

let stage: Stage;
afterEach(() => stage?.close());

test('a whole visit through the host: card, receipt and A4 paper, and nothing of it is left', async () => {
  const publisherPorts = [await freePort(), await freePort()];
  stage = await openStage({ demo: { through: 'host', publisherPorts } });
  const c = citizen(stage);
  await walkCare(c);
  await handInAndLeave(c);
  await walkRecords(c, { years: lastYears(6) });
  await leave(c);
  const { receipts, documents } = await stage.dock.papers();
  expect(qrOn(readPng(receipts[0]!.png))).toBe(stage.platform.cases()[0]!.number);
  expect(documents.map(({ pages }) => pages)).toEqual([2]);
  const token = await stage.page.evaluate(async () => ((await (await fetch('/devices/xfs4iot', { method: 'POST' })).json()) as { token: string }).token);
  expect(token).toHaveLength(43);
  expect(await stage.personalTraces([...personal('adult'), token])).toEqual([]);
  expect(stage.strangeRequests).toEqual([]);
  expect(stage.consoleErrors).toEqual([]);
  expect(await stage.diskTraces([...personal('adult'), token])).toEqual([]);
});

test('behind the host too a card pulled mid-read and a receipt that ran out of paper are said, and there is a way on', async () => {
  stage = await openStage({ demo: { through: 'host', publisherPorts: [await freePort()] } });
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
  await c.pullCard();
  await c.touch('退出');
  await c.touch('清除并退出');

  await walkCare(c);
  await stage.dock.control({ do: 'receipt-printer', endAfterRows: 300 });
  await c.touch('提交');
  await c.at(/办件回执/);
  await c.reads('不确定小票有没有打完整');
  await stage.dock.control({ do: 'receipt-printer', paper: 'full' });
  await c.touch('没有，或者不完整');
  await c.touch('再打印一次');
  await c.reads('小票打好了，请取走');
  expect(qrOn(readPng((await stage.dock.papers()).receipts.at(-1)!.png))).toBe(stage.platform.cases()[0]!.number);
  await leave(c);
});

test('no paper in the A4 printer behind the host waits, and goes on when somebody fills it', async () => {
  stage = await openStage({ demo: { through: 'host', publisherPorts: [await freePort()] } });
  const c = citizen(stage);
  await stage.dock.control({ do: 'document-printer', emptyAfterPages: 1 });
  const printed = walkRecords(c, { years: lastYears(6) });
  await c.reads('打印机缺纸，加纸后会接着打');
  await stage.dock.control({ do: 'document-printer', paper: 'full' });
  await printed;
  await leave(c);
  expect((await stage.dock.papers()).documents).toHaveLength(1);
});

test('the host killed in the middle of a receipt: nobody claims it was printed, and the next print works when the host is back on another port', async () => {
  const publisherPorts = [await freePort(), await freePort(), await freePort()];
  stage = await openStage({ demo: { through: 'host', publisherPorts, runHost: runInProcess } });
  const c = citizen(stage);
  await walkCare(c);
  await stage.dock.control({ do: 'receipt-printer', msPerRow: 20 });
  await c.touch('提交');
  await c.at(/办件回执/);
  await expect.poll(() => stage.dock.state().receiptPrinter.hangingRows, { timeout: 20_000 }).toBeGreaterThan(20);
  await (stage.demo.host as HostProcess).kill();
  await c.reads('不确定小票有没有打完整');
  await c.reads(stage.platform.cases()[0]!.localNumber);
  await stage.dock.control({ do: 'receipt-printer', msPerRow: 0 });

  await occupy(publisherPorts[0]!);
  await stage.startHost();
  await c.touch('没有，或者不完整');
  await c.touch('再打印一次');
  await c.reads('小票打好了，请取走');
  expect(qrOn(readPng((await stage.dock.papers()).receipts.at(-1)!.png))).toBe(stage.platform.cases()[0]!.number);
  await leave(c);
  // Everything else is back as well, by itself.
  await walkRecords(c, { person: 'elder' });
  await leave(c);
  expect((await stage.dock.papers()).documents).toHaveLength(1);
  expect(stage.consoleErrors.filter((line) => !/WebSocket connection to 'ws:\/\/127\.0\.0\.1:\d+.* failed/.test(line))).toEqual([]);
  expect(stage.strangeRequests).toEqual([]);
});

test('while the host is away its devices are told as out of use, before anyone starts; they are back with it', async () => {
  stage = await openStage({ demo: { through: 'host', publisherPorts: [await freePort()], runHost: runInProcess } });
  const c = citizen(stage);
  await openMatter(c, /到外地看病备案/);
  await identify(c, 'elder');
  await (stage.demo.host as HostProcess).kill();
  await c.touch('退出');
  await c.touch('清除并退出');
  await stage.ready('idle');
  await c.reads(/现在不能用：身份证读卡器/);
  await stage.startHost();
  await stage.page.getByText(/现在不能用：身份证读卡器/).waitFor({ state: 'detached', timeout: 40_000 });
  await walkRecords(c);
  await leave(c);
});

/** Takes a port away, as a program that came first would. */
async function occupy(port: number) {
  const server: Server = createServer();
  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(port, '127.0.0.1', resolve); });
  onTestFinished(() => { server.close(); });
}

test('a maintainer\'s tool asks for VendorMode: whoever is served finishes, then the kiosk serves nobody until the mode is left', async () => {
  stage = await openStage({ demo: { through: 'host', publisherPorts: [await freePort()] } });
  const c = citizen(stage);
  await openMatter(c, /到外地看病备案/);
  await c.touch('开始办理');
  const { publisher, token } = await (await fetch(`${stage.url}/devices/xfs4iot`, { method: 'POST', headers: { Origin: stage.url } })).json() as { publisher: string; token: string };
  const open: OpenSocket = (uri, protocols) => new WebSocket(uri, { protocols, headers: { origin: stage.url } } as unknown as string[]);
  const client = xfsClient({ at: `${publisher}/VendorMode`, token, open });
  const tool = xfs4iotVendorMode(client);
  onTestFinished(() => { tool.close(); client.close(); });
  await expect.poll(() => tool.state, { timeout: 10_000 }).toBe('inactive');
  expect(await tool.enter()).toBe('asked');
  await c.at(/要知道的/);
  expect(tool.state).toBe('enterPending');
  await c.touch('退出');
  await c.touch('清除并退出');
  await c.at(/工作人员正在维护这台机器/);
  await expect.poll(() => tool.state, { timeout: 5000 }).toBe('active');
  expect(await tool.exit()).toBe('asked');
  await c.at(/您好，要办什么事/);
  await expect.poll(() => tool.state, { timeout: 5000 }).toBe('inactive');
});

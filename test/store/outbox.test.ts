import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noFaults } from '../platform/faults.ts';
import { startPlatform, type StandIn } from '../platform/stand-in.ts';
import { startChromium, type Chromium } from './chromium.ts';

const dir = mkdtempSync(join(tmpdir(), 'outbox-'));
const profile = join(dir, 'profile');
const secret = { number: '370499197908301065', name: '㛃𠮷䶮' };
const application = { items: [{ id: 'an-item', department: '甲局' }], form: secret, padding: 'not to be found on the disk' };

let office: StandIn;
let site: ReturnType<typeof createServer>;
let siteUrl: string;
let browser: Chromium;
let page: Page;
const readwrites: { mode: string; durability: string }[] = [];

beforeAll(async () => {
  await build({
    configFile: false, root: import.meta.dirname, logLevel: 'error',
    build: { outDir: join(dir, 'site'), lib: { entry: join(import.meta.dirname, 'outbox-page.ts'), formats: ['es'], fileName: () => 'page.js' } },
  });
  site = createServer((request, response) => {
    const isScript = request.url?.endsWith('.js');
    response.writeHead(200, { 'Content-Type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? readFileSync(join(dir, 'site', basename(request.url!))) : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  office = await startPlatform({ dir: join(dir, 'office') });
  await start();
}, 60_000);

afterAll(async () => {
  await browser.kill();
  await office.close();
  site.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

beforeEach(() => void Object.assign(office.faults, noFaults()));

async function open(): Promise<Page> {
  const opened = await browser.context.newPage();
  await opened.goto(siteUrl);
  await opened.waitForFunction(() => 'outboxPage' in globalThis);
  expect(await opened.evaluate(([url, jwk]) => outboxPage.open(url, jwk), [office.url, office.publicJwk] as const)).toBe(true);
  return opened;
}
async function start() {
  browser = await startChromium(profile);
  page = await open();
}
async function powerFails() {
  await remember();
  await browser.kill();
  await start();
}
async function accept(): Promise<{ key: string; localNumber: string }> {
  const accepted = await page.evaluate((one) => outboxPage.accept(one), application);
  if (!accepted.ok) throw new Error(accepted.problem);
  return accepted.value;
}
const drain = (deadlineMs = 5000) => page.evaluate((ms) => outboxPage.drain(ms), deadlineMs);
const dump = () => page.evaluate(() => outboxPage.dump());
async function summary() {
  const answer = await page.evaluate(() => outboxPage.summary());
  if (!answer.ok) throw new Error(answer.problem);
  return answer.value;
}
async function drainDry() {
  for (let round = 0; round < 60 && (await summary()).waiting > 0; round++) await drain();
}
const casesOf = (key: string) => office.cases().filter((row) => row.key === key);
const remember = async () => void readwrites.push(...(await page.evaluate(() => outboxPage.transactions())).filter(({ mode }) => mode === 'readwrite'));

describe('an accepted application', () => {
  test('is there after the browser was killed, under the same key and number', async () => {
    const { key, localNumber } = await accept();
    await browser.kill();
    await start();
    expect((await dump()).records).toMatchObject([{ key, localNumber, item: 'an-item', state: { is: 'ready' }, tries: 0 }]);
    const next = await accept();
    expect([localNumber, next.localNumber].map((number) => number.split('-')[2])).toEqual(['0001', '0002']);
    await drainDry();
    for (const one of [key, next.key]) expect(casesOf(one)).toHaveLength(1);
  });

  test('leaves nothing readable of the citizen anywhere in the profile', async () => {
    const { localNumber } = await accept();
    const stored = JSON.stringify(await dump());
    const files = filesUnder(profile).map((file) => readFileSync(file));
    const onDisk = (text: string) => files.some((file) => file.includes(Buffer.from(text, 'utf8')) || file.includes(Buffer.from(text, 'utf16le')));
    // The search does find what is stored openly.
    expect(onDisk(localNumber)).toBe(true);
    for (const text of [secret.number, secret.name, application.padding]) {
      expect(stored).not.toContain(text);
      expect(onDisk(text)).toBe(false);
    }
    await drainDry();
  });

  test('handed in at once answers with its cases and is forgotten when they have been told', async () => {
    const { key } = await accept();
    const reply = await page.evaluate((one) => outboxPage.submitNow(one, 5000), key);
    expect(reply).toEqual({ is: 'accepted', cases: casesOf(key).map(({ item, number }) => ({ item, number, department: '甲局' })) });
    expect((await dump()).sealed).toEqual([]);
    await page.evaluate((one) => outboxPage.settle(one), key);
    expect((await dump()).records!.filter((record) => (record as { key: string }).key === key)).toEqual([]);
  });

  test('sent by the loop in the same moment still answers with its cases', async () => {
    const { key } = await accept();
    office.faults.slowMs = 400;
    expect(await page.evaluate((one) => outboxPage.submitDuringDrain(one), key)).toMatchObject({ is: 'accepted', cases: [{ number: casesOf(key)[0]!.number }] });
    expect(casesOf(key)).toHaveLength(1);
  });

  test('waits when the office is slow, and one case comes of it', async () => {
    const { key } = await accept();
    office.faults.slowMs = 500;
    expect(await page.evaluate((one) => outboxPage.submitNow(one, 100), key)).toEqual({ is: 'waiting' });
    office.faults.slowMs = 0;
    await drainDry();
    expect(await summary()).toMatchObject({ waiting: 0, oldestWaitingAt: null });
    expect(casesOf(key)).toHaveLength(1);
  });

  test('killed while being sent goes out again under the same key', async () => {
    const { key } = await accept();
    office.faults.slowMs = 2000;
    await page.evaluate((one) => void outboxPage.submitNow(one, 5000), key);
    await expect.poll(async () => JSON.stringify(await dump())).toContain('"sending"');
    await powerFails();
    expect((await dump()).records).toContainEqual(expect.objectContaining({ key, tries: 1, state: { is: 'ready' } }));
    office.faults.slowMs = 0;
    await drainDry();
    await expect.poll(() => casesOf(key).length).toBe(1);
  });
});

describe('draining', () => {
  test('a fifth of the answers lost and some errors: exactly one case per key', async () => {
    Object.assign(office.faults, { dropAfterAcceptRate: 0.2, error500Rate: 0.1 });
    const accepted: { key: string }[] = [];
    for (let i = 0; i < 40; i++) accepted.push(await accept());
    await drainDry();
    expect((await summary()).waiting).toBe(0);
    for (const { key } of accepted) expect(casesOf(key)).toHaveLength(1);
    expect((await dump()).sealed).toEqual([]);
  });

  test('two pages at it send nothing twice', async () => {
    const accepted = [await accept(), await accept(), await accept()];
    office.faults.slowMs = 50;
    const other = await open();
    const [one, two] = await Promise.all([drain(), other.evaluate(() => outboxPage.drain())]);
    expect(one.changes.length + two.changes.length).toBe(3);
    for (const { key } of accepted) expect(casesOf(key)).toHaveLength(1);
    await other.close();
  });

  test('a rejected application stays sealed for a person to see and holds up no other', async () => {
    const [bad, good] = [await accept(), await accept()];
    Object.assign(office.faults, { rejectNext: 1, rejectReason: 'not-eligible' });
    await drain();
    expect(casesOf(good.key)).toHaveLength(1);
    await powerFails();
    await drain();
    expect(await summary()).toEqual({ waiting: 0, oldestWaitingAt: null, rejected: [{ key: bad.key, localNumber: bad.localNumber, item: 'an-item', reason: 'not-eligible' }] });
    expect((await dump()).sealed).toHaveLength(1);
    await page.evaluate((key) => outboxPage.settle(key), bad.key);
    expect((await summary()).rejected).toHaveLength(1);
  });

  test('staff send a rejected application again, or take it out', async () => {
    const [rejected] = (await summary()).rejected;
    await page.evaluate((key) => outboxPage.retry(key), rejected!.key);
    await drain();
    expect(casesOf(rejected!.key)).toHaveLength(1);
    const { key } = await accept();
    office.faults.rejectNext = 1;
    expect(await page.evaluate((one) => outboxPage.submitNow(one, 5000), key)).toEqual({ is: 'rejected', reason: 'not-eligible' });
    await page.evaluate((one) => outboxPage.discard(one), key);
    expect(await summary()).toMatchObject({ waiting: 0, rejected: [] });
    expect((await dump()).sealed).toEqual([]);
  });
});

describe('trouble with the disk', () => {
  test('a full one promises nothing, and works again when there is room', async () => {
    // Chromium remembers for a while how much room there was: the quota must be small before the first write.
    await remember();
    await browser.kill();
    browser = await startChromium(profile);
    const blank = await browser.context.newPage();
    const cdp = await browser.context.newCDPSession(blank);
    const { origin } = new URL(siteUrl);
    await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
    page = await open();
    expect(await page.evaluate((one) => outboxPage.accept(one), { ...application, scan: 'x'.repeat(5_000_000) })).toEqual({ ok: false, problem: 'storage' });
    await cdp.send('Storage.overrideQuotaForOrigin', { origin });
    expect((await summary()).waiting).toBe(0);
    expect(await page.evaluate((one) => outboxPage.accept(one), application)).toMatchObject({ ok: true });
    await drainDry();
  }, 60_000);

  test('a seal that fails is told apart and leaves only a gap in the numbers', async () => {
    expect(await page.evaluate(() => outboxPage.acceptUnsealable())).toEqual({ ok: false, problem: 'sealing' });
    expect((await summary()).waiting).toBe(0);
  });

  test('a database closed from elsewhere is opened again', async () => {
    await remember();
    expect(await page.evaluate(() => outboxPage.deleteDatabase())).toBe('deleted');
    const { localNumber } = await accept();
    expect(localNumber).toMatch(/^ST01-20261104-0001-/);
    await drainDry();
  });
});

test('every write was strict', async () => {
  await remember();
  expect(readwrites.length).toBeGreaterThan(50);
  expect(readwrites.filter(({ durability }) => durability !== 'strict')).toEqual([]);
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)).filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}

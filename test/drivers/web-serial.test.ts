import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SelfTest } from '../../drivers/device.ts';
import type { IdCard, IdReaderStatus, ReadCard, ReadOutcome } from '../../drivers/id-reader/port.ts';
import { frame } from '../../drivers/id-reader/sdt/codec.ts';
import { type SimSam, simSam } from '../../drivers/id-reader/sdt/device.ts';
import { encodeCard } from '../../drivers/id-reader/sdt/text.ts';
import { joined } from '../../drivers/transport/bytes.ts';
import type { Wire } from '../../drivers/transport/wire.ts';
import { elder, foreigner2023, permit, person } from './people.ts';
import { fileWire, type PtyPair, ptyPair } from './pty.ts';
import { noSerialBrowser, openSerialBrowser, type SerialBrowser } from './serial-chromium.ts';
import type { SerialPage } from './web-serial-page.ts';

const entry = path.join(import.meta.dirname, 'web-serial-page.ts');
declare const serialPage: SerialPage;

describe.skipIf(noSerialBrowser !== undefined)(`in a real Chromium over Web Serial${noSerialBrowser ? ` (skipped: ${noSerialBrowser})` : ''}`, () => {
  let line: PtyPair;
  let far: Wire;
  let sam: SimSam;
  let browser: SerialBrowser;

  beforeAll(async () => {
    line = await ptyPair();
    far = fileWire(line.far);
    sam = simSam(far, { baud: 115_200, fragmentBytes: 97 });
    browser = await openSerialBrowser(entry, line.near);
    await browser.page.waitForFunction(() => serialPage.state() === 'open', undefined, { timeout: 10_000 });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await line?.close();
  });
  beforeEach(() => { sam.setFault(null); sam.pullCard(); });

  const read = (ask: Pick<ReadCard, 'deadlineMs' | 'photo'> = { deadlineMs: 15_000 }): Promise<ReadOutcome<IdCard>> => browser.page.evaluate((ask) => serialPage.read(ask), ask);
  const status = (): Promise<IdReaderStatus> => browser.page.evaluate(() => serialPage.status());

  test('the port is granted without a gesture and the reader is ready', async () => {
    await expect.poll(status).toEqual({ is: 'ready' });
    expect(await browser.page.evaluate((): Promise<SelfTest> => serialPage.selfTest())).toEqual({ is: 'passed', device: '05.01-20042898-0012825249-4159100162' });
  });
  test('a card is read exactly: 1,295 bytes, rare and private-use characters and all', async () => {
    const card = { ...person, name: '㛃𠮷䶮\ue815' };
    sam.layCard(card);
    expect(await read()).toEqual({ is: 'read', card });
    const { bytes, chunks } = await browser.page.evaluate(() => serialPage.received());
    const stream = Buffer.from(bytes).toString('hex');
    const at = stream.indexOf('aaaaaa96690508') / 2;
    const whole = frame(joined(Uint8Array.of(0, 0, 0x90, 1, 0, 4, 0), encodeCard(card), Uint8Array.from({ length: 1024 }, (_, i) => (i * 7) & 0xff)));
    expect(whole.length).toBe(1295);
    expect(Buffer.from(bytes.slice(at, at + 1295)).equals(whole)).toBe(true);
    expect(chunks).toBeGreaterThan(4);
  });
  test.each([elder, permit, foreigner2023])('a card of kind $kind is read', async (card) => {
    sam.layCard(card);
    expect(await read()).toEqual({ is: 'read', card });
  });
  test.each([7, 700, 1294])('a card pulled after %i bytes of the read is lost, and the next one is read', async (bytes) => {
    sam.layCard(person);
    sam.pullDuringRead(bytes);
    expect(await read()).toEqual({ is: 'lost-card' });
    sam.layCard(person);
    expect(await read()).toEqual({ is: 'read', card: person });
  });
  test('a forgotten card is noticed', async () => {
    const present = () => browser.page.evaluate(() => serialPage.cardPresent());
    expect(await present()).toBe('absent');
    sam.layCard(person);
    await read();
    expect(await present()).toBe('present');
  });
  test('garbage between and before the answers does no harm', async () => {
    let seed = 7;
    const noise = (length: number) => Uint8Array.from({ length }, () => { seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0; return seed >>> 24; });
    await far.send(noise(3000));
    await far.send(Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x05, 0x08));
    const outcome = read();
    await far.send(noise(500));
    sam.layCard(person);
    expect(await outcome).toEqual({ is: 'read', card: person });
  });
  test('a module that sends only garbage is offline, and ready again when it comes to itself', async () => {
    sam.setFault('garbage');
    expect(await read()).toEqual({ is: 'offline', why: 'no-answer' });
    sam.setFault(null);
    sam.layCard(elder);
    expect(await read()).toEqual({ is: 'read', card: elder });
  });
  test('a line torn off during the wait is an offline reader', async () => {
    const outcome = read();
    await expect.poll(() => sam.heard.at(-1)).toBe('find');
    await line.cut();
    expect(await outcome).toEqual({ is: 'offline', why: 'no-wire' });
  });
});

// The three visits on the built kiosk, by touch, with bytes through the drivers, against the stand-in; each ends with the
// paper's pixels checked and with nothing of the person left anywhere the page can see.
import { afterEach, expect, test } from 'vitest';
import { citizen, personal } from './citizen.ts';
import { groupedCase, mask } from '../../kiosk/core/mask.ts';
import { ink, pagesInTray, pdfText, qrOn, readPng, standsOn, writtenValue } from './papers.ts';
import { openStage, type Stage } from './stage.ts';
import { handInAndLeave, leave, walkCare, walkCompany, walkRecords } from './walks.ts';

let stage: Stage;
afterEach(() => stage?.close());

async function nothingRemains(...ids: string[]) {
  await stage.ready('idle');
  expect(await stage.personalTraces([...ids.flatMap(personal), '1990000'])).toEqual([]);
  expect(stage.strangeRequests).toEqual([]);
  expect(stage.consoleErrors).toEqual([]);
}

test('social insurance records: two years seen on the screen and printed on A4 with a verification code', async () => {
  stage = await openStage();
  await walkRecords(citizen(stage));
  await leave(citizen(stage));
  const { documents } = await stage.dock.papers();
  expect(documents).toHaveLength(1);
  const text = (await pdfText(documents[0]!.pdf)).join('');
  expect(text).toContain('社会保险个人权益记录');
  expect(text).toContain('演示数据');
  expect(text).toMatch(/验证码/);
  expect(text).toContain('周文清');
  expect(text).not.toContain('370499198605121010');
  // And as it lies in the tray: ten rows of a table, a code that can be scanned, no black page and no blank one.
  const pages = await pagesInTray(stage, documents[0]!.pages);
  const [code] = /[0-9A-F]{4}(?:-[0-9A-F]{4}){3}/.exec(text)!;
  for (const page of pages) {
    expect(page.height / page.width).toBeCloseTo(Math.SQRT2, 2);
    expect(qrOn(page)).toContain(code);
    expect(ink(page)).toBeGreaterThan(0.01);
    expect(ink(page)).toBeLessThan(0.2);
  }
  await nothingRemains('adult');
});

test('care elsewhere: the answers pick the sub-matter, the receipt carries the case number as figures and QR code', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await walkCare(c);
  await handInAndLeave(c);
  const [row, ...more] = stage.platform.cases();
  expect(more).toEqual([]);
  expect(row).toMatchObject({ item: 'care-elsewhere' });
  const { receipts } = await stage.dock.papers();
  expect(receipts).toHaveLength(1);
  const paper = readPng(receipts[0]!.png);
  expect(paper.width).toBe(576);
  expect(qrOn(paper)).toBe(row!.number);
  expect(ink(paper)).toBeGreaterThan(0.05);
  expect(ink(paper)).toBeLessThan(0.4);
  await nothingRemains('adult');
});

test('starting a company: seven matters by one form, two shareholders by their cards, what was saved is counted', async () => {
  stage = await openStage();
  const c = citizen(stage);
  let counted = '';
  await walkCompany({ ...c, seen: async (name) => { if (name === 'check-company') counted = await stage.page.locator('main').innerText(); } });
  expect(counted).toMatch(/7 张表共 \d{2,3} 栏，您只填了 1\d 栏/);
  expect(counted).toMatch(/材料共要 \d{2} 份，您只需要交 1 份/);
  await handInAndLeave(c);
  const cases = stage.platform.cases();
  expect(cases.map((row) => row.item)).toHaveLength(7);
  expect(new Set(cases.map((row) => row.key)).size).toBe(1);
  const { receipts } = await stage.dock.papers();
  const paper = readPng(receipts[0]!.png);
  expect(qrOn(paper)).toBe(cases[0]!.localNumber);
  expect(ink(paper)).toBeGreaterThan(0.05);
  expect(ink(paper)).toBeLessThan(0.4);
  // Each of the seven numbers stands there, dot for dot; one with another last figure does not.
  const rowOf = (number: string) => writtenValue(stage.page, groupedCase(number));
  for (const { number } of cases) expect(standsOn(paper, await rowOf(number))).toBe(true);
  const wrong = cases[0]!.number.replace(/.$/, '9');
  expect(cases.map(({ number }) => number)).not.toContain(wrong);
  expect(standsOn(paper, await rowOf(wrong))).toBe(false);
  await nothingRemains('adult', 'spouse');
});

test('a name with rare characters is drawn with real glyphs on screen and paper, not with boxes', async () => {
  stage = await openStage();
  const name = '㛃𠮷䶮';
  // U+10FFFD is for private use, U+2FFFE no character at all: no font has them, and what they draw is the missing glyph.
  const missing = ['\u{10FFFD}', '\u{2FFFE}'];
  const c = citizen(stage);
  let drawn: Record<string, string> = {};
  await walkCare({ ...c, seen: async (screen) => {
    if (screen !== 'check') return;
    await c.touch('显示完整内容');
    await c.reads(name);
    // Each character by itself, in the font of the very cell that shows it.
    drawn = await stage.page.getByText(name, { exact: true }).first().evaluate((cell, chars) => {
      const { fontWeight, fontSize, fontFamily } = getComputedStyle(cell);
      return Object.fromEntries(chars.map((char) => {
        const context = new OffscreenCanvas(96, 96).getContext('2d')!;
        context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
        context.fillText(char, 8, 72);
        return [char, [...context.getImageData(0, 0, 96, 96).data].filter((_, i) => i % 4 === 3).map((alpha) => (alpha > 127 ? '#' : ' ')).join('')];
      }));
    }, [...name, ...missing]);
  } }, { person: 'rare' });
  for (const char of name) expect(drawn[char]).toMatch(/#/);
  // Three characters with three shapes, none of them the shape of what is missing.
  expect(new Set([...name].map((char) => drawn[char])).size).toBe(3);
  for (const box of missing) for (const char of name) expect(drawn[char] === drawn[box]).toBe(false);

  await handInAndLeave(c);
  const { receipts } = await stage.dock.papers();
  const paper = readPng(receipts[0]!.png);
  const masked = mask('name', name);
  expect(masked).toContain('㛃');
  expect(standsOn(paper, await writtenValue(stage.page, masked))).toBe(true);
  for (const box of missing) {
    const boxed = await writtenValue(stage.page, masked.replace('㛃', box));
    expect(standsOn(paper, boxed)).toBe(false);
  }
  await nothingRemains('rare');
});

// The three visits on the built kiosk, by touch, with bytes through the drivers, against the stand-in; each ends with the
// paper's pixels checked and with nothing of the person left anywhere the page can see.
import { afterEach, expect, test } from 'vitest';
import { citizen, personal } from './citizen.ts';
import { ink, pdfText, qrOn, readPng } from './papers.ts';
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
  expect(qrOn(readPng(receipts[0]!.png))).toBe(cases[0]!.localNumber);
  await nothingRemains('adult', 'spouse');
});

test('a name with rare characters is drawn with real glyphs on screen and paper, not with boxes', async () => {
  stage = await openStage();
  const c = citizen(stage);
  await walkCare(c, { person: 'rare' });
  const real = await stage.page.evaluate(() => {
    const dots = (text: string) => {
      const context = new OffscreenCanvas(64, 64).getContext('2d')!;
      context.font = '48px "Noto Sans SC Variable", "Noto Sans CJK SC", sans-serif';
      context.fillText(text, 4, 52);
      return [...context.getImageData(0, 0, 64, 64).data].filter((_, i) => i % 4 === 3).join();
    };
    // U+10FFFD is a private-use code point no font has: what it draws is the missing-glyph box.
    const box = dots('\u{10FFFD}');
    return [...'㛃𠮷䶮'].map((char) => dots(char) !== box && dots(char).includes('255'));
  });
  expect(real).toEqual([true, true, true]);
  await handInAndLeave(c);
  await nothingRemains('rare');
});

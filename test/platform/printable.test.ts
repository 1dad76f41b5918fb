import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { people } from '../../kiosk/dock/people.ts';
import { subject } from './applications.ts';
import { findPerson } from './people-facts.ts';
import { printRights } from './printable.ts';
import { rightsRecords } from './rights-records.ts';
import { drawable } from './slice-font.ts';

async function printed(id: string, years: string[]) {
  const who = findPerson(subject(id))!;
  const { pdf, pages } = await printRights(who.person, rightsRecords(who, years, '2026-11-04')!, '7C1E-04AB-93D2-5F60');
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const texts = await Promise.all(Array.from({ length: document.numPages }, async (_, i) => {
    const page = await document.getPage(i + 1);
    const content = await page.getTextContent();
    return { size: page.view.slice(2).map(Math.round), text: content.items.map((item) => ('str' in item ? item.str : '')).join('') };
  }));
  return { pages, texts };
}

describe('the record on paper', () => {
  test('is A4 with full name, masked number, table, code, page number and watermark on every page', async () => {
    const { pages, texts } = await printed('adult', ['2022', '2023', '2024', '2025', '2026']);
    expect([pages, texts.length]).toEqual([2, 2]);
    texts.forEach(({ size, text }, i) => {
      expect(size).toEqual([595, 842]);
      const expected = ['社会保险个人权益记录（演示样张）', '姓名：周文清', '37**************10', '缴费基数（元）', '验证码：7C1E-04AB-93D2-5F60', `第 ${i + 1} 页 共 2 页`, '演示数据 不具法律效力'];
      for (const words of expected) expect(text).toContain(words);
      expect(text).not.toMatch(/\d{17}[\dX]/);
    });
    expect(texts[0]!.text).not.toContain('以证件为准');
  });

  test('four years fit on one page, and a year of the future has no rows', async () => {
    expect((await printed('adult', ['2023', '2024', '2025', '2026', '2027'])).pages).toBe(1);
    expect(rightsRecords(findPerson(subject('adult'))!, ['2027'], '2026-11-04')).toBeNull();
  });

  test('a name the font does not have is boxes, and a line says so', async () => {
    expect(drawable('㛃𠮷䶮')).toEqual({ text: '□□□', missing: true });
    const { texts } = await printed('rare', ['2025']);
    expect(texts[0]!.text).toContain('姓名：□□□');
    expect(texts[0]!.text).toContain('□ 为本字体缺字，以证件为准');
  });
});

test('the stand-in knows every person of the dock', () => {
  for (const { id } of people) expect(findPerson(subject(id))?.person.id).toBe(id);
});

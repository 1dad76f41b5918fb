import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simEscpos } from '../../../drivers/receipt-printer/escpos/device.ts';
import { escposPrinter } from '../../../drivers/receipt-printer/escpos/driver.ts';
import { encoded, fontNamed, type PrinterFont } from '../../../drivers/receipt-printer/escpos/gb18030.ts';
import type { Bitmap, Page } from '../../../drivers/receipt-printer/port.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import { paced } from '../../../drivers/transport/paced.ts';
import { testReceiptPrinter } from '../contract/receipt-printer.ts';
import { linedPage } from '../receipts.ts';
import { virtualClock } from '../virtual-clock.ts';

function bench({ widthDots = 576, text = 'gb2312', baud = 0 }: { widthDots?: number; text?: PrinterFont | 'no text'; baud?: number } = {}) {
  const clock = virtualClock();
  const { near, far, line } = wirePair({ clock });
  const device = simEscpos(far, { clock, widthDots });
  let bytes = 0;
  line.mangle = (chunk, to) => { if (to === 'far') bytes += chunk.length; return chunk; };
  return { clock, line, device, printer: escposPrinter(paced(near, { baud, chunkBytes: 32, clock }), { clock, widthDots, text: text === 'no text' ? undefined : text }), get bytes() { return bytes; } };
}
async function printed(page: Page, ask: Parameters<typeof bench>[0] = {}) {
  const b = bench(ask);
  expect(await b.clock.until(b.printer.print(page, { deadlineMs: 60_000 }))).toEqual({ is: 'printed' });
  expect(b.device.events.filter(({ is }) => is === 'stray')).toEqual([]);
  expect(b.device.papers).toHaveLength(1);
  return b.device.papers[0]!;
}
/** Whether rows of a page stand on the paper, one below another, dot for dot. */
function standIn(paper: Bitmap, page: Bitmap, fromRow: number, toRow: number): boolean {
  const rowBytes = page.widthDots / 8;
  return Buffer.from(paper.bits).includes(Buffer.from(page.bits.subarray(fromRow * rowBytes, toRow * rowBytes)));
}

describe('a printer on a slow line', () => {
  testReceiptPrinter('ESC/POS in text mode', () => {
    const { clock, device, printer } = bench({ widthDots: 384 });
    device.msPerRow = 10;
    return {
      clock, printer, papers: () => device.papers.map(({ bitmap }) => bitmap), setPaper: device.setPaper,
      trouble(is) {
        device.setCover(is === 'cover-open' ? 'open' : 'closed');
        device.setPaper(is === 'no-paper' ? 'end' : 'full');
        device.mute = is === 'offline' ? 'all' : null;
      },
    };
  });
  test('is sent every line as text, in its size, place and weight, and between them the dots of the page', async () => {
    const page = linedPage(576, [
      { text: '演示数据 不具法律效力', align: 'center', inverse: true, bold: true }, { text: '办件回执', size: 'large', align: 'center', bold: true },
      { text: '申请人', right: '张*三' }, { text: '370406 003 20261123 1 000042', size: 'large', align: 'center', bold: true }, { text: '有疑问请拨打 12345 政务服务便民热线。' }, { text: 'Page 1 of 1', align: 'right' },
    ]);
    const paper = await printed(page);
    const plain = { wide: false, tall: false, bold: false, inverse: false, align: 'left' };
    expect(paper.lines).toEqual([
      { ...plain, text: '演示数据 不具法律效力', bold: true, inverse: true, align: 'center' },
      { ...plain, text: '办件回执', wide: true, tall: true, bold: true, align: 'center' },
      { ...plain, text: `申请人${' '.repeat(48 - 6 - 5)}张*三`, bold: true },
      // Twice as wide it would not fit: a number is never broken.
      { ...plain, text: '370406 003 20261123 1 000042', tall: true, bold: true, align: 'center' },
      { ...plain, text: '有疑问请拨打 12345 政务服务便民热线。' },
      { ...plain, text: 'Page 1 of 1', align: 'right' },
    ]);
    for (let i = 0; i < 6; i++) expect(standIn(paper.bitmap, page, i * 50, i * 50 + 8)).toBe(true);
  });
  test.each([384, 576])('prints a rare name as dots, for it has no such character, on paper of %i dots', async (widthDots) => {
    const page = linedPage(widthDots, [{ text: '申请人' }, { text: '㛃𠮷䶮' }, { text: '申请人', right: '欧阳㛃' }, { text: '以窗口核定为准' }]);
    const paper = await printed(page, { widthDots });
    expect(paper.lines.map(({ text }) => text)).toEqual(['申请人', '以窗口核定为准']);
    expect(standIn(paper.bitmap, page, 58, 158)).toBe(true);
  });
  test('with a larger font prints as text what that font has', async () => {
    const page = linedPage(576, [{ text: '㛃' }, { text: '䶮' }, { text: '朱镕基' }, { text: '𠮷' }, { text: '\ue815' }]);
    const texts = async (text: PrinterFont) => (await printed(page, { text })).lines.map((line) => line.text);
    expect(await texts('gb2312')).toEqual([]);
    expect(await texts('gbk')).toEqual(['朱镕基']);
    expect(await texts('gb18030')).toEqual(['㛃', '䶮', '朱镕基', '𠮷']);
  });
  test('prints as dots what is too long for its font, and control characters', async () => {
    const page = linedPage(384, [{ text: '字'.repeat(16) }, { text: '字'.repeat(17) }, { text: '山'.repeat(8), right: '东'.repeat(8) }, { text: 'a\tb' }, { text: 'a\u001bb' }, { text: '' }]);
    const paper = await printed(page, { widthDots: 384 });
    expect(paper.lines.map(({ text }) => text)).toEqual(['字'.repeat(16)]);
    expect(standIn(paper.bitmap, page, 58, 250)).toBe(true);
  });
  test.each([
    ['no lines at all', undefined], ['lines across each other', [[0, 40], [30, 60]]], ['a line beyond the page', [[40, 120]]], ['a line of no rows', [[40, 40]]],
  ] as const)('believes its eyes, not %s: the page goes out as dots', async (_name, rows) => {
    const { lines: _lines, ...dots } = linedPage(384, [{ text: '甲' }, { text: '乙' }]);
    const page = rows ? { ...dots, lines: rows.map(([fromRow, toRow]) => ({ fromRow, toRow, text: '甲', size: 'normal', align: 'left' } as const)) } : dots;
    expect(await printed(page, { widthDots: 384 })).toEqual({ bitmap: dots, lines: [], cut: true });
  });
  test('loses no line, whatever they say', async () => {
    const words = fc.array(fc.record({ text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), size: fc.constantFrom('normal', 'large'), align: fc.constantFrom('left', 'center', 'right') }), { minLength: 1, maxLength: 6 });
    await fc.assert(fc.asyncProperty(words, fc.constantFrom('gb2312', 'gbk', 'gb18030'), async (texts, font) => {
      const page = linedPage(576, texts);
      const paper = await printed(page, { text: font });
      const asText = paper.lines.map(({ text }) => text);
      for (const [i, { text }] of texts.entries()) {
        if (text.trim() !== '' && !asText.includes(text.trim())) expect(standIn(paper.bitmap, page, 8 + i * 50, 50 + i * 50)).toBe(true);
      }
    }), { numRuns: 60 });
  });
  test('is quick: text at 9,600 baud takes less than a tenth of the time of dots', async () => {
    const page = linedPage(576, Array.from({ length: 16 }, (_, i) => ({ text: `第 ${i} 行：有疑问请拨打热线` })));
    // Only the words: what lies between them is white.
    for (let i = 0; i <= 16; i++) page.bits.fill(0, i * 50 * 72, (i * 50 + 8) * 72);
    const seconds = async (text: PrinterFont | 'no text') => {
      const b = bench({ baud: 9600, text });
      expect(await b.clock.until(b.printer.print(page, { deadlineMs: 120_000 }))).toEqual({ is: 'printed' });
      return { wire: (b.bytes * 10) / 9600, clock: b.clock.now() / 1000 };
    };
    const [text, dots] = [await seconds('gb2312'), await seconds('no text')];
    expect(dots.wire).toBeGreaterThan(40);
    expect(text.wire / dots.wire).toBeLessThan(0.1);
    expect(text.clock).toBeLessThan(8);
  });
});

describe('GB 18030', () => {
  test('bytes are those of the standard', () => {
    const hex = (text: string, font: PrinterFont) => { const bytes = encoded(text, font); return bytes && Buffer.from(bytes).toString('hex'); };
    expect(hex('山东省济南市', 'gb2312')).toBe('c9bdb6abcaa1bcc3c4cfcad0');
    expect(hex('A1·￥—', 'gb2312')).toBe('4131a1a4a3a4a1aa');
    expect([hex('镕', 'gb2312'), hex('镕', 'gbk')]).toEqual([undefined, 'e946']);
    expect([hex('䶮', 'gbk'), hex('䶮', 'gb18030')]).toEqual([undefined, 'fe9f']);
    expect([hex('𠮷', 'gbk'), hex('𠮷', 'gb18030')]).toEqual([undefined, '9534b235']);
    expect([hex('㛃', 'gbk'), hex('\ue815', 'gb18030'), hex('\ud800', 'gb18030')]).toEqual([undefined, undefined, undefined]);
  });
  test('a GB 2312 font has the 6,763 Chinese characters and 682 symbols of that standard', () => {
    const all = Array.from({ length: 0xffff }, (_, code) => String.fromCharCode(code)).filter((char) => char > '~' && encoded(char, 'gb2312') !== undefined);
    expect([all.filter((char) => /\p{Script=Han}/u.test(char) && char !== '々').length, all.length]).toEqual([6763, 6763 + 682]);
  });
  test('every text that can be written reads the same', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('gb2312', 'gbk', 'gb18030'), (text, font) => {
      const bytes = encoded(text, font);
      if (bytes) expect(new TextDecoder('gb18030').decode(Uint8Array.from(bytes))).toBe(text);
    }), { numRuns: 2000 });
  });
  test('a font nobody knows is the smallest', () => {
    expect([fontNamed('gbk'), fontNamed('utf-8'), fontNamed(undefined)]).toEqual(['gbk', 'gb2312', 'gb2312']);
  });
});

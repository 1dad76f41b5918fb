// A receipt on a slow line: drawn by the real browser, sent as text where the printer's font has it and as dots where not.
import jsQR from 'jsqr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simEscpos } from '../../drivers/receipt-printer/escpos/device.ts';
import { escposPrinter } from '../../drivers/receipt-printer/escpos/driver.ts';
import type { Bitmap, Page } from '../../drivers/receipt-printer/port.ts';
import { wirePair } from '../../drivers/transport/memory.ts';
import type { Paper } from '../../kiosk/core/paper.ts';
import { virtualClock } from '../drivers/virtual-clock.ts';
import { openDrawing, receiptFor } from './drawn.ts';

let drawing: Awaited<ReturnType<typeof openDrawing>>;
beforeAll(async () => { drawing = await openDrawing(); });
afterAll(() => drawing.close());

async function printed(page: Page, text: 'gb2312' | undefined) {
  const clock = virtualClock();
  const { near, far, line } = wirePair({ clock });
  let bytes = 0;
  line.mangle = (chunk, to) => { if (to === 'far') bytes += chunk.length; return chunk; };
  const device = simEscpos(far, { clock, widthDots: page.widthDots });
  expect(await clock.until(escposPrinter(near, { clock, widthDots: page.widthDots, text }).print(page, { deadlineMs: 30_000 }))).toEqual({ is: 'printed' });
  return { paper: device.papers[0]!, bytes };
}
const rows = (page: Bitmap, from: number, to: number) => Buffer.from(page.bits.subarray(from * page.widthDots / 8, to * page.widthDots / 8));
const ink = (page: Bitmap, from: number, to: number) => rows(page, from, to).some((byte) => byte !== 0);
const squeezed = (text: string) => text.replaceAll(/\s/g, '');
function qrOn({ widthDots, heightDots, bits }: Bitmap): string | undefined {
  const pixels = Uint8ClampedArray.from({ length: widthDots * heightDots * 4 }, (_, i) => {
    const dot = i >> 2;
    return i % 4 === 3 ? 255 : (bits[Math.floor(dot / widthDots) * (widthDots / 8) + ((dot % widthDots) >> 3)]! & (0x80 >> ((dot % widthDots) & 7))) !== 0 ? 0 : 255;
  });
  return jsQR(pixels, widthDots, heightDots)?.data;
}
const wordsOf = (paper: Paper) => paper.flatMap((block) => ('text' in block ? [block.text] : 'value' in block ? [block.label, block.value] : 'caption' in block ? [block.caption] : []));

describe.each([576, 384])('on paper of %i dots', (widthDots) => {
  test('every word of a receipt is printed as text, in order, and its QR code as dots', async () => {
    const slip = receiptFor('张*三', ['住所使用证明', '租房合同']);
    const { paper } = await printed(await drawing.draw(slip, widthDots), 'gb2312');
    expect(squeezed(paper.lines.map(({ text }) => text).join(''))).toBe(squeezed(wordsOf(slip).join('')));
    expect(qrOn(paper.bitmap)).toBe('370406003202611231000042');
  });
  test('in English too', async () => {
    const slip = receiptFor('张*三', [], 'en');
    const { paper } = await printed(await drawing.draw(slip, widthDots), 'gb2312');
    const said = squeezed(paper.lines.map(({ text }) => text).join(''));
    for (const words of wordsOf(slip)) expect(said).toContain(squeezed(words));
  });
  test('a name of rare characters comes out as it was drawn, all around it as text', async () => {
    const page = await drawing.draw(receiptFor('㛃𠮷䶮'), widthDots);
    const { paper } = await printed(page, 'gb2312');
    const name = page.lines!.find(({ right }) => right === '㛃𠮷䶮')!;
    expect(ink(page, name.fromRow, name.toRow)).toBe(true);
    expect(Buffer.from(paper.bitmap.bits).includes(rows(page, name.fromRow, name.toRow))).toBe(true);
    expect(paper.lines.map(({ text }) => text).join('')).not.toMatch(/[㛃𠮷䶮]/u);
    expect(paper.lines).toHaveLength(page.lines!.length - 1);
  });
  test('the lines told as text are the rows that have their ink, and no ink of text lies outside', async () => {
    const page = await drawing.draw(receiptFor('张*三', ['住所使用证明']), widthDots);
    for (const { fromRow, toRow } of page.lines!) expect(ink(page, fromRow, toRow)).toBe(true);
    const between = page.lines!.map(({ fromRow }, i) => [page.lines![i - 1]?.toRow ?? 0, fromRow] as const);
    // Between lines stand only three rules and the QR code.
    expect(between.filter(([from, to]) => from < to && ink(page, from, to))).toHaveLength(4);
  });
  test('as dots it is the page, dot for dot, and text takes a fraction of the time', async () => {
    const page = await drawing.draw(receiptFor('张*三'), widthDots);
    const { lines: _lines, ...dots } = page;
    const [asText, asDots] = [await printed(page, 'gb2312'), await printed(page, undefined)];
    expect(asDots.paper.bitmap).toEqual({ widthDots, heightDots: dots.heightDots, bits: dots.bits });
    expect(asDots.paper.lines).toEqual([]);
    expect(asText.bytes / asDots.bytes).toBeLessThan(0.3);
    // 30 seconds is what the kiosk waits for a slip.
    expect((asText.bytes * 10) / 9600).toBeLessThan(8);
  });
});

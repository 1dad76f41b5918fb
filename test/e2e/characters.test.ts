// GB 18030: what can stand on an identity card must come out on paper. Level 2 of the 2022 edition: the unified ideographs
// of the BMP as GB 18030-2005 has them (U+4E00–9FA5) and Extension A (U+3400–4DB5).
import { afterEach, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage?.close());

test('no ideograph of GB 18030 level 2 is drawn as a box by the fonts that papers are drawn with', async () => {
  stage = await openStage();
  const boxes = await stage.page.evaluate(() => {
    const side = 24;
    const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true })!;
    context.font = '20px "Noto Sans SC Variable", "Noto Sans CJK SC", "Noto Sans CJK JP", sans-serif';
    const dots = (text: string) => {
      context.clearRect(0, 0, side, side);
      context.fillText(text, 1, 20);
      return context.getImageData(0, 0, side, side).data.reduce((hash, value, i) => (i % 4 === 3 ? (hash * 31 + value) | 0 : hash), 7);
    };
    // No font has anything for this private-use code point: what it draws is the box.
    const box = dots('\u{10FFFD}');
    const missing: string[] = [];
    for (const [from, to] of [[0x4e00, 0x9fa5], [0x3400, 0x4db5]] as const) {
      for (let code = from; code <= to; code++) if (dots(String.fromCodePoint(code)) === box) missing.push(code.toString(16));
    }
    return { missing, blank: box === dots(' ') };
  });
  expect(boxes).toEqual({ missing: [], blank: false });
});

import type { Page, TextLine } from '../port.ts';
import { encoded, type PrinterFont } from './gb18030.ts';
import { rasterBands } from './raster.ts';

/** A character of font A is 12 dots wide, a Chinese one 24, so that 80 mm paper has 48 columns and 58 mm has 32. */
const columnDots = 12;

/**
 * A page in the printer's own font: each of its lines as GB 18030 text, and as dots what is no text (QR codes, rules, the white
 * between) or cannot be told as text: a line with a character that the font lacks, or too long for it. So a rare name always
 * comes out right. Lines that do not follow one another inside the page are not believed: then all of it is dots.
 */
export function textBlocks(page: Page, { widthDots, font, bandBytes }: { widthDots: number; font: PrinterFont; bandBytes: number }): Uint8Array[] {
  const lines = page.lines ?? [];
  const inOrder = lines.every(({ fromRow, toRow }, i) => fromRow >= (lines[i - 1]?.toRow ?? 0) && toRow > fromRow && toRow <= page.heightDots);
  if (!inOrder || lines.length === 0) return rasterBands(page, { bandBytes });
  const blocks: Uint8Array[] = [textMode];
  let row = 0;
  for (const line of lines) {
    const text = textBlock(line, Math.floor(widthDots / columnDots), font);
    if (!text) continue;
    blocks.push(...rasterBands(page, { fromRow: row, toRow: line.fromRow, bandBytes }), text);
    row = line.toRow;
  }
  return [...blocks, ...rasterBands(page, { fromRow: row, bandBytes })];
}

/** FS S 0 0 for no gaps between Chinese characters, and ESC R 0 so that a $ is not printed as ¥. */
const textMode = Uint8Array.of(0x1c, 0x53, 0, 0, 0x1b, 0x52, 0);
/** FS &: two-byte text. Said of every line, for what a line is must not hang on one that came before. */
const chinese = [0x1c, 0x26];
const alignments = { left: 0, center: 1, right: 2 } as const;

/** One line with what turns its style on and off again; undefined when it must be dots. */
function textBlock(line: TextLine, columns: number, font: PrinterFont): Uint8Array | undefined {
  const text = encoded(line.text, font);
  const right = line.right === undefined ? undefined : encoded(line.right, font);
  if (!text || (line.right !== undefined && !right)) return undefined;
  const taken = columnsOf(line.text) + (line.right === undefined ? 0 : columnsOf(line.right) + 1);
  if (taken > columns) return undefined;
  const wide = line.size === 'large' && taken * 2 <= columns ? 2 : 1;
  const spaces = right ? Array.from({ length: Math.floor(columns / wide) - taken + 1 }, () => 0x20) : [];
  // GS ! enlarges all characters of one printer and all but the Chinese ones of another, which has FS ! for those.
  const large = line.size === 'large' ? [0x1d, 0x21, (wide === 2 ? 0x10 : 0) | 0x01, 0x1c, 0x21, (wide === 2 ? 0x04 : 0) | 0x08] : [];
  const [on, off] = [
    [...large, ...(line.align === 'left' || right ? [] : [0x1b, 0x61, alignments[line.align]]), ...(line.bold ? bold(1) : []), ...(line.inverse ? [0x1d, 0x42, 1] : [])],
    [...(large.length ? [0x1d, 0x21, 0, 0x1c, 0x21, 0] : []), ...(line.align === 'left' || right ? [] : [0x1b, 0x61, 0]), ...(line.bold ? bold(0) : []), ...(line.inverse ? [0x1d, 0x42, 0] : [])],
  ];
  const value = right && (line.bold ? right : [...bold(1), ...right, ...bold(0)]);
  return Uint8Array.from([...chinese, ...on, ...text, ...spaces, ...(value ?? []), 0x0a, ...off]);
}
const bold = (n: 0 | 1) => [0x1b, 0x45, n];
const columnsOf = (text: string) => [...text].reduce((sum, char) => sum + (char <= '~' ? 1 : 2), 0);

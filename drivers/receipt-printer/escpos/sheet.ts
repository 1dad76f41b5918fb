import { joined } from '../../transport/bytes.ts';
import type { Bitmap } from '../port.ts';
import { rowBytesOf } from './codec.ts';

/** One line that a simulated printer set in its own font. */
export interface SimTextLine { readonly text: string; readonly wide: boolean; readonly tall: boolean; readonly bold: boolean; readonly inverse: boolean; readonly align: 'left' | 'center' | 'right' }
interface Style { chinese: boolean; wide: boolean; tall: boolean; chineseWide: boolean; chineseTall: boolean; bold: boolean; inverse: boolean; align: SimTextLine['align'] }
interface Run { readonly style: Style; readonly atDots: number | undefined; bytes: number[] }

const columnDots = 12;
const charDots = 24;
/** A sixth of an inch, where the printer was not told otherwise. */
const lineDots = 34;
const plain: Style = { chinese: false, wide: false, tall: false, chineseWide: false, chineseTall: false, bold: false, inverse: false, align: 'left' };

/**
 * The paper in a simulated printer from its last cut on: rows of dots, lines of text, white. It has no font: text is kept as
 * lines, and in the rows stands a box for each character.
 */
export function sheet(widthDots: number) {
  const rowBytes = rowBytesOf(widthDots);
  let rows: Uint8Array[] = [];
  let lines: SimTextLine[] = [];
  let style = { ...plain };
  let runs: Run[] = [];
  const white = (count: number) => { for (let i = 0; i < count; i++) rows.push(new Uint8Array(rowBytes)); };

  return {
    get bitmap(): Bitmap { return { widthDots, heightDots: rows.length, bits: joined(...rows) }; },
    get lines(): readonly SimTextLine[] { return lines; },
    /** Whether a line was begun: then dots would have to wait, and printers drop them. */
    get begun() { return runs.length > 0; },
    feed: white,
    dots(row: Uint8Array) {
      const whole = new Uint8Array(rowBytes);
      whole.set(row.subarray(0, rowBytes));
      rows.push(whole);
    },
    setStyle(change: Partial<Style>) { style = { ...style, ...change }; },
    /** ESC @: style and the line begun are forgotten, what is on paper stays. */
    reset() { style = { ...plain }; runs = []; },
    /** Power lost or buffers cleared: the line begun is gone. */
    dropLine() { runs = []; },
    char(byte: number) {
      const last = runs.at(-1);
      if (last?.style === style) last.bytes.push(byte);
      else runs.push({ style, atDots: undefined, bytes: [byte] });
    },
    /** ESC $ and ESC \: what follows stands apart. */
    moveTo(atDots: number) { runs.push({ style, atDots, bytes: [] }); },
    get atDots() { return endOf(placed(runs)); },
    /** LF: gives how many rows it took. */
    printLine(): number {
      const cells = placed(runs);
      const first = runs.find(({ bytes }) => bytes.length > 0)?.style ?? style;
      const text = runs.map((run, i) => (i > 0 && run.atDots !== undefined ? ' ' : '') + textOf(run)).join('').trim();
      const tall = cells.some((cell) => cell.tall);
      const height = Math.max(lineDots, tall ? charDots * 2 : charDots);
      if (text !== '') {
        lines.push({ text, wide: cells.some((cell) => cell.wide), tall, bold: runs.some((run) => run.style.bold), inverse: runs.some((run) => run.style.inverse), align: first.align });
        const free = Math.max(0, widthDots - endOf(cells));
        const shift = first.align === 'left' ? 0 : first.align === 'center' ? Math.floor(free / 2) : free;
        rows.push(...boxes(cells.map((cell) => ({ ...cell, left: cell.left + shift })), height, widthDots));
      } else white(height);
      runs = [];
      return height;
    },
    /** Cuts: gives what came out, and begins anew. */
    cut() {
      const piece = { bitmap: this.bitmap, lines };
      rows = [];
      lines = [];
      return piece;
    },
  };
}
export type Sheet = ReturnType<typeof sheet>;

interface Cell { readonly left: number; readonly width: number; readonly height: number; readonly wide: boolean; readonly tall: boolean; readonly blank: boolean }

function textOf({ style, bytes }: Run): string {
  return new TextDecoder(style.chinese ? 'gb18030' : 'latin1').decode(Uint8Array.from(bytes));
}
function placed(runs: readonly Run[]): Cell[] {
  const cells: Cell[] = [];
  let at = 0;
  for (const run of runs) {
    at = run.atDots ?? at;
    for (const char of textOf(run)) {
      const two = char > '~' && run.style.chinese;
      const wide = run.style.wide || (two && run.style.chineseWide);
      const tall = run.style.tall || (two && run.style.chineseTall);
      const width = columnDots * (two ? 2 : 1) * (wide ? 2 : 1);
      cells.push({ left: at, width, height: charDots * (tall ? 2 : 1), wide, tall, blank: char === ' ' });
      at += width;
    }
  }
  return cells;
}
const endOf = (cells: readonly Cell[]) => cells.reduce((end, { left, width }) => Math.max(end, left + width), 0);

/** An outline for each character, standing on the line. */
function boxes(cells: readonly Cell[], height: number, widthDots: number): Uint8Array[] {
  const rows = Array.from({ length: height }, () => new Uint8Array(rowBytesOf(widthDots)));
  const black = (x: number, y: number) => { if (x < widthDots) rows[y]![x >> 3]! |= 0x80 >> (x & 7); };
  for (const cell of cells.filter(({ blank }) => !blank)) {
    const [left, right, top, bottom] = [cell.left + 2, cell.left + cell.width - 3, height - cell.height + 2, height - 3];
    for (let x = left; x <= right; x++) { black(x, top); black(x, bottom); }
    for (let y = top; y <= bottom; y++) { black(left, y); black(right, y); }
  }
  return rows;
}

import { create } from 'qrcode';
import type { Page, TextLine } from '../../drivers/receipt-printer/port.ts';
import type { Paper, PaperBlock } from '../core/paper.ts';
import { oneBit } from './one-bit.ts';

const family = '"Noto Sans SC Variable", "Noto Sans CJK SC", "Noto Sans CJK JP", sans-serif';
/** At 203 dpi: body 30 dots is 3.8 mm, large figures 52 dots 6.5 mm. */
const sizes = { title: 44, heading: 32, text: 30, pair: 30, number: 46, caption: 26, stamp: 30 } as const;
const margin = 12;
const lineHeight = 1.4;

/** A placed piece of drawing, the height it takes, and what stands in which of its rows as text. */
interface Placed { readonly heightDots: number; readonly lines: readonly TextLine[]; draw(context: OffscreenCanvasRenderingContext2D, top: number): void }

/**
 * Draws a paper black on white at the printer's width, every character of it from fonts that are loaded first. Its lines are
 * told as text, too, for a printer whose line is too slow for dots.
 */
export async function drawPaper(paper: Paper, widthDots: number): Promise<Page> {
  const words = paper.flatMap((b) => Object.values(b)).join('');
  await Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 30px "Noto Sans SC Variable"`, words).catch(() => [])));
  const measure = new OffscreenCanvas(1, 1).getContext('2d')!;
  const placed = paper.map((block) => place(block, widthDots, measure));
  const heightDots = placed.reduce((sum, p) => sum + p.heightDots, 0) + margin * 2;
  const canvas = new OffscreenCanvas(widthDots, heightDots);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, widthDots, heightDots);
  context.fillStyle = '#000';
  context.textBaseline = 'alphabetic';
  let top = margin;
  for (const p of placed) {
    p.draw(context, top);
    top += p.heightDots;
  }
  return { ...oneBit(context.getImageData(0, 0, widthDots, heightDots)), lines: lowered(stack(placed).lines, margin) };
}

function place(block: PaperBlock, widthDots: number, measure: OffscreenCanvasRenderingContext2D): Placed {
  const inner = widthDots - margin * 2;
  switch (block.is) {
    case 'title': return lines(block.text, `700 ${sizes.title}px ${family}`, sizes.title, inner, measure, { align: 'center', size: 'large', bold: true });
    case 'heading': return lines(block.text, `700 ${sizes.heading}px ${family}`, sizes.heading, inner, measure, { bold: true }, 10);
    case 'text': return lines(block.text, `400 ${sizes.text}px ${family}`, sizes.text, inner, measure);
    case 'pair': return pair(block.label, block.value, inner, measure);
    case 'number': {
      const size = fit(block.value, inner, measure);
      return stack([lines(block.label, `400 ${sizes.pair}px ${family}`, sizes.pair, inner, measure, { align: 'center' }), lines(block.value, `700 ${size}px ${family}`, size, inner, measure, { align: 'center', size: 'large', bold: true })]);
    }
    case 'qr': return stack([qr(block.content, widthDots), lines(block.caption, `400 ${sizes.caption}px ${family}`, sizes.caption, inner, measure, { align: 'center' })]);
    case 'stamp': return stamp(block.text, widthDots, measure);
    case 'rule': return { heightDots: 24, lines: [], draw: (c, top) => c.fillRect(margin, top + 11, inner, 2) };
  }
}

/** The largest figures that still stand on one line, so that a number is never broken; past the smallest it wraps. */
function fit(text: string, inner: number, measure: OffscreenCanvasRenderingContext2D): number {
  for (let size: number = sizes.number; size > 30; size -= 2) {
    measure.font = `700 ${size}px ${family}`;
    if (measure.measureText(text).width <= inner) return size;
  }
  return 30;
}

function wrap(text: string, font: string, inner: number, measure: OffscreenCanvasRenderingContext2D): string[] {
  measure.font = font;
  const out: string[] = [];
  let line = '';
  // Words of Latin letters and digits stay whole; Chinese breaks anywhere. Surrogate pairs are one piece.
  for (const piece of text.match(/[\w.,:;/@#%+-]+\s*|\s+|./gsu) ?? []) {
    if (line !== '' && measure.measureText(line + piece).width > inner) { out.push(line.trimEnd()); line = ''; }
    if (measure.measureText(piece).width <= inner) { line += piece; continue; }
    for (const char of piece) {
      if (measure.measureText(line + char).width > inner) { out.push(line); line = ''; }
      line += char;
    }
  }
  return [...out, line.trimEnd()];
}

type Style = Partial<Pick<TextLine, 'size' | 'align' | 'bold' | 'inverse'>>;
/** Rows of text one below another, each as tall as the next, as text lines. */
const textRows = (rows: readonly string[], rowHeight: number, style: Style, from = 0) => rows.map((text, i): TextLine => ({ size: 'normal', align: 'left', ...style, text, fromRow: from + i * rowHeight, toRow: from + (i + 1) * rowHeight }));
const lowered = (all: readonly TextLine[], by: number) => all.map((line) => ({ ...line, fromRow: line.fromRow + by, toRow: line.toRow + by }));

function lines(text: string, font: string, size: number, inner: number, measure: OffscreenCanvasRenderingContext2D, style: Style = {}, above = 0): Placed {
  const rows = wrap(text, font, inner, measure);
  const rowHeight = Math.round(size * lineHeight);
  const center = style.align === 'center';
  return {
    heightDots: rows.length * rowHeight + above,
    lines: textRows(rows, rowHeight, style, above),
    draw(c, top) {
      c.font = font;
      c.textAlign = center ? 'center' : 'left';
      for (const [i, row] of rows.entries()) c.fillText(row, center ? margin + inner / 2 : margin, top + above + i * rowHeight + Math.round(size * 1.1));
    },
  };
}

/** Label left, value right; a value too long for the line goes below, still right. */
function pair(label: string, value: string, inner: number, measure: OffscreenCanvasRenderingContext2D): Placed {
  const labelFont = `400 ${sizes.pair}px ${family}`;
  const valueFont = `700 ${sizes.pair}px ${family}`;
  measure.font = labelFont;
  const labelWidth = measure.measureText(label).width;
  measure.font = valueFont;
  if (labelWidth + 24 + measure.measureText(value).width > inner) {
    return stack([lines(label, labelFont, sizes.pair, inner, measure), right(value, valueFont, inner, measure)]);
  }
  const rowHeight = Math.round(sizes.pair * lineHeight);
  return {
    heightDots: rowHeight,
    lines: [{ fromRow: 0, toRow: rowHeight, text: label, right: value, size: 'normal', align: 'left' }],
    draw(c, top) {
      c.font = labelFont; c.textAlign = 'left'; c.fillText(label, margin, top + Math.round(sizes.pair * 1.1));
      c.font = valueFont; c.textAlign = 'right'; c.fillText(value, margin + inner, top + Math.round(sizes.pair * 1.1));
    },
  };
}
function right(text: string, font: string, inner: number, measure: OffscreenCanvasRenderingContext2D): Placed {
  const rows = wrap(text, font, inner, measure);
  const rowHeight = Math.round(sizes.pair * lineHeight);
  return {
    heightDots: rows.length * rowHeight,
    lines: textRows(rows, rowHeight, { align: 'right', bold: true }),
    draw(c, top) { c.font = font; c.textAlign = 'right'; for (const [i, row] of rows.entries()) c.fillText(row, margin + inner, top + i * rowHeight + Math.round(sizes.pair * 1.1)); },
  };
}

/**
 * Error correction M with whole dots a module and the quiet zone of ISO/IEC 18004. An even number of dots at an even place, so
 * that a printer can be sent a quarter of them (GS v 0 with doubling).
 */
function qr(content: string, widthDots: number): Placed {
  const { modules } = create(content, { errorCorrectionLevel: 'M' });
  const dots = Math.max(4, Math.floor(300 / (modules.size + 8)) & ~1);
  const side = dots * (modules.size + 8);
  return {
    heightDots: side,
    lines: [],
    draw(c, top) {
      const left = (Math.floor((widthDots - side) / 2) & ~1) + dots * 4;
      for (let y = 0; y < modules.size; y++) for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) c.fillRect(left + x * dots, top + (y + 4) * dots, dots, dots);
    },
  };
}

function stamp(text: string, widthDots: number, measure: OffscreenCanvasRenderingContext2D): Placed {
  const font = `700 ${sizes.stamp}px ${family}`;
  const inner = widthDots - margin * 4;
  const rows = wrap(text, font, inner, measure);
  const rowHeight = Math.round(sizes.stamp * lineHeight);
  const heightDots = rows.length * rowHeight + 28;
  const texts = textRows(rows, rowHeight, { align: 'center', bold: true, inverse: true }, 12);
  return {
    heightDots,
    // The black around belongs to the words: as dots alone it would be two bars.
    lines: texts.map((line, i) => ({ ...line, fromRow: i === 0 ? 0 : line.fromRow, toRow: i === texts.length - 1 ? heightDots : line.toRow })),
    draw(c, top) {
      c.fillRect(margin, top + 6, widthDots - margin * 2, heightDots - 12);
      c.fillStyle = '#fff'; c.font = font; c.textAlign = 'center';
      for (const [i, row] of rows.entries()) c.fillText(row, widthDots / 2, top + 12 + i * rowHeight + Math.round(sizes.stamp * 1.1));
      c.fillStyle = '#000';
    },
  };
}

const stack = (parts: readonly Placed[]): Placed => ({
  heightDots: parts.reduce((sum, p) => sum + p.heightDots, 0),
  lines: parts.flatMap((p, i) => lowered(p.lines, parts.slice(0, i).reduce((sum, above) => sum + above.heightDots, 0))),
  draw(c, top) { let at = top; for (const p of parts) { p.draw(c, at); at += p.heightDots; } },
});

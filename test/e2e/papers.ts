import { inflateSync } from 'node:zlib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import jsQR from 'jsqr';
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

export interface Pixels { readonly width: number; readonly height: number; readonly black: (x: number, y: number) => boolean }

/** Reads the 1-bit PNG of the dock: one IDAT stream, filter 0 on every row, white = 1. */
export function readPng(png: Buffer): Pixels {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const rows = inflateSync(Buffer.concat(parts));
  const stride = Math.ceil(width / 8) + 1;
  return { width, height, black: (x, y) => (rows[y * stride + 1 + (x >> 3)]! & (0x80 >> (x & 7))) === 0 };
}

/** What the QR code on a paper says, or null. */
export function qrOn(paper: Pixels): string | null {
  const rgba = new Uint8ClampedArray(paper.width * paper.height * 4);
  for (let y = 0; y < paper.height; y++) {
    for (let x = 0; x < paper.width; x++) rgba.set(paper.black(x, y) ? [0, 0, 0, 255] : [255, 255, 255, 255], (y * paper.width + x) * 4);
  }
  return jsQR(rgba, paper.width, paper.height)?.data ?? null;
}

/** Share of black dots, 0 … 1: blank paper and a black strip are both wrong. */
export function ink(paper: Pixels): number {
  let black = 0;
  for (let y = 0; y < paper.height; y++) for (let x = 0; x < paper.width; x++) if (paper.black(x, y)) black++;
  return black / (paper.width * paper.height);
}

/** The text of a PDF, page by page. */
export async function pdfText(pdf: Buffer): Promise<string[]> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let n = 1; n <= document.numPages; n++) {
    const { items } = await (await document.getPage(n)).getTextContent();
    pages.push(items.map((i) => ('str' in i ? i.str : '')).join(''));
  }
  await document.destroy();
  return pages;
}

/** The pages of the newest document as they lie in the tray of the dock, drawn by Chromium at 200 dots an inch; dark is black. */
export async function pagesInTray(stage: Stage, pages: number): Promise<Pixels[]> {
  const dock = await stage.context.newPage();
  // The dock draws a page 420 px wide, times what this says; A4 is 8.27 inches wide.
  const session = await stage.context.newCDPSession(dock);
  await session.send('Emulation.setDeviceMetricsOverride', { width: 1280, height: 900, deviceScaleFactor: 4, mobile: false });
  await dock.goto(stage.dock.url);
  const canvases = dock.locator('figure.sheets').first().locator('canvas');
  const grey = () => canvases.evaluateAll((all) => all.map((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
    let dark = '';
    let black = 0;
    for (let at = 0; at < data.length; at += 32) {
      let byte = 0;
      // What is not drawn yet is transparent, and no ink.
      for (let i = 0; i < 8; i++) if (data[at + i * 4 + 3]! > 127 && 0.299 * data[at + i * 4]! + 0.587 * data[at + i * 4 + 1]! + 0.114 * data[at + i * 4 + 2]! < 128) { byte |= 1 << i; black++; }
      dark += String.fromCharCode(byte);
    }
    return { width, height, black, dark: btoa(dark) };
  }));
  // Pages are drawn one after another: the last one has ink, and no more comes.
  let before = -1;
  for (let tries = 0; tries < 60; tries++) {
    const drawn = await grey();
    const black = drawn.reduce((sum, page) => sum + page.black, 0);
    if (drawn.length === pages && drawn.every((page) => page.black > 0) && black === before) {
      await dock.close();
      return drawn.map(({ width, height, dark }) => {
        const bytes = Buffer.from(dark, 'base64');
        return { width, height, black: (x, y) => ((bytes[(y * width + x) >> 3]! >> ((y * width + x) & 7)) & 1) === 1 };
      });
    }
    before = black;
    await dock.waitForTimeout(250);
  }
  throw new Error(`the dock did not draw ${pages} pages`);
}

/** The right edge of values on a receipt, in dots from the left, and how they are written there: kiosk/papers/draw.ts. */
const value = { rightDots: 564, font: '700 30px "Noto Sans SC Variable", "Noto Sans CJK SC", "Noto Sans CJK JP", sans-serif', rowDots: 42, baselineDots: 33 } as const;

/** A value as the kiosk's own browser writes it at the right of a receipt. */
export async function writtenValue(page: Page, text: string): Promise<Pixels> {
  const rows = await page.evaluate(async ([words, { rightDots, font, rowDots, baselineDots }]) => {
    await document.fonts.load(font, words);
    const context = new OffscreenCanvas(576, rowDots).getContext('2d', { willReadFrequently: true })!;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, 576, rowDots);
    context.fillStyle = '#000';
    context.font = font;
    context.textAlign = 'right';
    context.fillText(words, rightDots, baselineDots);
    const { data } = context.getImageData(0, 0, 576, rowDots);
    return Array.from({ length: rowDots }, (_, y) => Array.from({ length: 576 }, (_dot, x) => (data[(y * 576 + x) * 4]! < 170 ? '#' : ' ')).join(''));
  }, [text, value] as const);
  return { width: 576, height: value.rowDots, black: (x, y) => rows[y]?.[x] === '#' };
}

/**
 * Whether a row stands on a paper at some height, dot for dot from its first dot to the right edge; what stands left of it,
 * such as a label, does not matter.
 */
export function standsOn(paper: Pixels, row: Pixels): boolean {
  const dots = Array.from({ length: row.width * row.height }, (_, i) => [i % row.width, Math.floor(i / row.width)] as const);
  const left = Math.min(...dots.filter(([x, y]) => row.black(x, y)).map(([x]) => x));
  const looked = dots.filter(([x]) => x >= left);
  return Array.from({ length: Math.max(0, paper.height - row.height) }, (_, top) => top).some((top) => looked.every(([x, y]) => paper.black(x, top + y) === row.black(x, y)));
}

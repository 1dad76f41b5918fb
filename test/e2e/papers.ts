import { inflateSync } from 'node:zlib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import jsQR from 'jsqr';

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

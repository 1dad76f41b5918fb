import { joined } from '../../transport/bytes.ts';
import type { Bitmap } from '../port.ts';
import { rowBytesOf } from './codec.ts';

/** What one band more costs, in bytes: its head of eight, and the moment in which the printer begins anew. */
const bandCost = 32;
const headBytes = 8;
/** Printers with little memory want no more rows at once. */
const bandRows = 24;

/**
 * GS v 0 commands that together draw the rows from `fromRow` up to `toRow`, in as few bytes as bands can: white to the right of
 * a band is not sent, white rows are one byte wide, and what consists of squares of two by two dots, as a QR code does, goes at
 * half its size with the doubling of `m` = 3. No band takes more than `bandBytes`, unless a single row does.
 */
export function rasterBands(page: Bitmap, { fromRow = 0, toRow = page.heightDots, bandBytes = 1536 }: { fromRow?: number; toRow?: number; bandBytes?: number } = {}): Uint8Array[] {
  const rowBytes = rowBytesOf(page.widthDots);
  const row = (at: number) => page.bits.subarray(at * rowBytes, (at + 1) * rowBytes);
  const widths = Array.from({ length: toRow - fromRow }, (_, i) => inkBytes(row(fromRow + i)));
  const twins = widths.map((_, i) => i + 1 < widths.length && squares(row(fromRow + i), row(fromRow + i + 1)));

  // The cheapest way to cut the rows before each row into bands.
  const best: { readonly cost: number; readonly rows: number; readonly width: number; readonly doubled: boolean }[] = [{ cost: 0, rows: 0, width: 0, doubled: false }];
  for (let end = 1; end <= widths.length; end++) {
    let cheapest = { cost: Infinity, rows: 0, width: 0, doubled: false };
    let width = 1;
    let twin = true;
    for (let rows = 1; rows <= Math.min(bandRows, end); rows++) {
      const begin = end - rows;
      width = Math.max(width, widths[begin]!);
      const even = rows % 2 === 0;
      twin &&= !even || twins[begin]!;
      const doubled = even && twin;
      const bytes = doubled ? (rows / 2) * Math.ceil(width / 2) : rows * width;
      const cost = best[begin]!.cost + bandCost + bytes;
      if (cost < cheapest.cost && (bytes + headBytes <= bandBytes || rows === 1)) cheapest = { cost, rows, width, doubled };
    }
    best.push(cheapest);
  }
  const bands: Uint8Array[] = [];
  for (let end = widths.length; end > 0; end -= best[end]!.rows) {
    const { rows, width, doubled } = best[end]!;
    const begin = fromRow + end - rows;
    bands.unshift(doubled
      ? band(3, Math.ceil(width / 2), Array.from({ length: rows / 2 }, (_, i) => halved(row(begin + i * 2).subarray(0, width))))
      : band(0, width, Array.from({ length: rows }, (_, i) => row(begin + i).subarray(0, width))));
  }
  return bands;
}

function band(m: 0 | 3, bytes: number, rows: readonly Uint8Array[]): Uint8Array {
  return joined(Uint8Array.of(0x1d, 0x76, 0x30, m, bytes & 0xff, bytes >> 8, rows.length & 0xff, rows.length >> 8), ...rows);
}
/** Bytes up to the last black dot, at least one. */
function inkBytes(row: Uint8Array): number {
  let bytes = row.length;
  while (bytes > 1 && row[bytes - 1] === 0) bytes--;
  return bytes;
}
/** Whether two rows are alike and their dots come in twos. */
function squares(above: Uint8Array, below: Uint8Array): boolean {
  return above.every((byte, i) => byte === below[i] && ((byte >> 1) & 0x55) === (byte & 0x55));
}
/** Every second dot of a row. */
function halved(row: Uint8Array): Uint8Array {
  const half = new Uint8Array(Math.ceil(row.length / 2));
  for (const [i, byte] of row.entries()) {
    const nibble = ((byte >> 4) & 8) | ((byte >> 3) & 4) | ((byte >> 2) & 2) | ((byte >> 1) & 1);
    half[i >> 1]! |= i % 2 === 0 ? nibble << 4 : nibble;
  }
  return half;
}

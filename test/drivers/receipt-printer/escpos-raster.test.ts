import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { simEscpos } from '../../../drivers/receipt-printer/escpos/device.ts';
import { escposPrinter } from '../../../drivers/receipt-printer/escpos/driver.ts';
import { feedAndCut, initialise } from '../../../drivers/receipt-printer/escpos/codec.ts';
import { rasterBands } from '../../../drivers/receipt-printer/escpos/raster.ts';
import type { Bitmap } from '../../../drivers/receipt-printer/port.ts';
import { joined } from '../../../drivers/transport/bytes.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import { noisePage } from '../pages.ts';
import { deafWire } from '../receipts.ts';
import { virtualClock } from '../virtual-clock.ts';

/** Rows as papers have them: white, black, noise, noise on the left only, and squares of two dots. */
const rowKinds = ['white', 'black', 'noise', 'left', 'squares'] as const;
function mixedPage(widthDots: number, runs: readonly (readonly [kind: (typeof rowKinds)[number], rows: number])[], seed: number): Bitmap {
  const rowBytes = widthDots / 8;
  const heightDots = runs.reduce((sum, [, rows]) => sum + rows, 0);
  const noise = noisePage(widthDots, heightDots, seed).bits;
  const bits = new Uint8Array(rowBytes * heightDots);
  let at = 0;
  for (const [kind, rows] of runs) {
    for (let i = 0; i < rows; i++, at++) {
      const row = noise.subarray(at * rowBytes, (at + 1) * rowBytes);
      if (kind === 'black') bits.fill(255, at * rowBytes, (at + 1) * rowBytes);
      if (kind === 'noise') bits.set(row, at * rowBytes);
      if (kind === 'left') bits.set(row.subarray(0, rowBytes >> 1), at * rowBytes);
      if (kind === 'squares') bits.set(i % 2 === 1 ? bits.subarray((at - 1) * rowBytes, at * rowBytes) : row.map((byte) => (byte & 0xaa) | ((byte & 0xaa) >> 1)), at * rowBytes);
    }
  }
  return { widthDots, heightDots, bits };
}
const anyPage = fc.tuple(fc.constantFrom(384, 576), fc.array(fc.tuple(fc.constantFrom(...rowKinds), fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 1e9 }))
  .map(([widthDots, runs, seed]) => mixedPage(widthDots, runs, seed));

function drawn(page: Bitmap, bytes: Uint8Array): Bitmap | undefined {
  const { wire, hear } = deafWire();
  const device = simEscpos(wire, { widthDots: page.widthDots });
  hear(joined(initialise, bytes, feedAndCut));
  expect(device.events.filter(({ is }) => is === 'stray')).toEqual([]);
  expect(device.papers.flatMap(({ lines }) => lines)).toEqual([]);
  return device.papers[0]?.bitmap;
}

test('the bands of any page, on 58 and on 80 mm, decode to its very dots and never to more bytes than the dots and their heads', () => {
  fc.assert(fc.property(anyPage, fc.constantFrom(1, 100, 384, 1536, 20_000), (page, bandBytes) => {
    const bands = rasterBands(page, { bandBytes });
    expect(drawn(page, joined(...bands))).toEqual(page);
    const naive = page.bits.length + 8 * Math.ceil(page.heightDots / Math.max(1, Math.min(24, Math.floor((bandBytes - 8) / (page.widthDots / 8)))));
    expect(joined(...bands).length).toBeLessThanOrEqual(naive);
    expect(bands.filter((band) => band.length > bandBytes && band.length > 8 + page.widthDots / 8)).toEqual([]);
  }), { numRuns: 300 });
});
test('what the driver sends for any page comes out as that page and is called printed', async () => {
  await fc.assert(fc.asyncProperty(anyPage, fc.integer({ min: 0, max: 300 }), async (page, chunkBytes) => {
    const clock = virtualClock();
    const { near, far, line } = wirePair({ clock });
    line.chunkBytes = chunkBytes;
    const device = simEscpos(far, { clock, widthDots: page.widthDots });
    const printer = escposPrinter(near, { clock, widthDots: page.widthDots });
    expect(await clock.until(printer.print(page, { deadlineMs: 60_000 }))).toEqual({ is: 'printed' });
    expect(device.papers).toEqual([{ bitmap: page, lines: [], cut: true }]);
  }), { numRuns: 60 });
});
test('some rows of a page are drawn alone', () => {
  const page = noisePage(576, 100);
  expect(drawn(page, joined(...rasterBands(page, { fromRow: 30, toRow: 50 })))).toEqual({ widthDots: 576, heightDots: 20, bits: page.bits.slice(30 * 72, 50 * 72) });
});
test('noise goes out in bands of at most 24 rows, as it is', () => {
  expect(rasterBands(noisePage(576, 60), { bandBytes: 4000 }).map((band) => [...band.subarray(0, 8)])).toEqual([
    [0x1d, 0x76, 0x30, 0, 72, 0, 24, 0], [0x1d, 0x76, 0x30, 0, 72, 0, 24, 0], [0x1d, 0x76, 0x30, 0, 72, 0, 12, 0],
  ]);
});
test('white costs a byte a row and squares a quarter of their dots', () => {
  const bytes = (page: Bitmap) => joined(...rasterBands(page)).length;
  expect(bytes(mixedPage(576, [['white', 24]], 1))).toBeLessThanOrEqual(8 + 12);
  expect(bytes(mixedPage(576, [['squares', 24]], 1))).toBe(8 + 12 * 36);
  expect(bytes(mixedPage(576, [['left', 24]], 1))).toBeLessThanOrEqual(8 + 24 * 36);
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askDrained, feedAndCut, initialise } from '../../../drivers/receipt-printer/escpos/codec.ts';
import { rasterBands } from '../../../drivers/receipt-printer/escpos/raster.ts';
import { simEscpos } from '../../../drivers/receipt-printer/escpos/device.ts';
import { escposPrinter } from '../../../drivers/receipt-printer/escpos/driver.ts';
import type { Bitmap, PrintOutcome } from '../../../drivers/receipt-printer/port.ts';
import { joined, pieces } from '../../../drivers/transport/bytes.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import { testReceiptPrinter } from '../contract/receipt-printer.ts';
import { noisePage } from '../pages.ts';
import { virtualClock } from '../virtual-clock.ts';

function bench({ widthDots = 384, bufferBytes = 65_536, clears = true } = {}) {
  const clock = virtualClock();
  const { near, far, line } = wirePair({ clock });
  const device = simEscpos(far, { clock, widthDots, bufferBytes, clears });
  return { clock, line, far, device, printer: escposPrinter(near, { clock, widthDots }) };
}
const print = (b: ReturnType<typeof bench>, page: Bitmap, deadlineMs = 60_000): Promise<PrintOutcome> => b.clock.until(b.printer.print(page, { deadlineMs }));

testReceiptPrinter('ESC/POS', () => {
  const { clock, device, printer } = bench();
  device.msPerRow = 10;
  return {
    clock,
    printer,
    papers: () => device.papers.map(({ bitmap }) => bitmap),
    setPaper: device.setPaper,
    trouble(is) {
      device.setCover(is === 'cover-open' ? 'open' : 'closed');
      device.setPaper(is === 'no-paper' ? 'end' : 'full');
      device.mute = is === 'offline' ? 'all' : null;
    },
  };
});

describe('what comes out', () => {
  test('keeps a page that happens to contain real-time commands', async () => {
    const b = bench();
    const page = noisePage(384, 300);
    for (let at = 0; at + 3 < page.bits.length; at += 40) page.bits.set([0x10, 0x04, 1 + (at % 4)], at);
    page.bits.set([0x10, 0x05, 0x02], 5000);
    expect(await print(b, page)).toEqual({ is: 'printed' });
    expect(b.device.papers[0]?.bitmap).toEqual(page);
  });
  test('the device takes any bytes at all', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(initialise, feedAndCut, askDrained, Uint8Array.of(0x1d, 0x76, 0x30, 0, 1, 0, 2, 0)))), (parts) => {
      let hear!: (bytes: Uint8Array) => void;
      const device = simEscpos({ send: async () => 'sent', listen: (on) => { hear = on; return () => undefined; }, state: 'open', watch: () => () => undefined, close: () => undefined }, { widthDots: 64 });
      for (const part of parts) hear(part);
      expect(device.papers.every(({ bitmap }) => bitmap.bits.length === 8 * bitmap.heightDots)).toBe(true);
    }), { numRuns: 500 });
  });
});

describe('a job that breaks off', () => {
  const page = noisePage(384, 300, 7);
  const next = noisePage(384, 40, 9);
  test.each([1, 17, 255, 256, 257, 299, 300])('paper that ends after %i rows is never called printed unless all came out', async (rows) => {
    for (const msPerRow of [0, 10]) {
      const b = bench();
      b.device.msPerRow = msPerRow;
      b.device.endPaperAfterRows(rows);
      expect(await print(b, page)).toEqual({ is: 'indeterminate', problem: { is: 'no-paper' } });
      expect(await b.clock.until(b.printer.status())).toEqual({ is: 'no-paper' });
      b.device.setPaper('full');
      expect(await print(b, next)).toEqual({ is: 'printed' });
      expect(b.device.papers.at(-1)).toEqual({ bitmap: next, lines: [], cut: true });
    }
  });
  test.each([true, false])('a late confirmation of a broken job does not confirm the next one (the printer can forget: %s)', async (clears) => {
    const b = bench({ clears });
    b.device.msPerRow = 20;
    b.device.msPerCut = 400;
    const first = b.printer.print(page, { deadlineMs: 2890 });
    expect(await b.clock.until(first)).toMatchObject({ is: 'indeterminate' });
    const second = b.printer.print(next, { deadlineMs: 60_000 });
    let cutsWhenTold = 0;
    void second.finally(() => { cutsWhenTold = b.device.papers.length; });
    expect(await b.clock.until(second)).toEqual({ is: 'printed' });
    expect(cutsWhenTold).toBe(2);
    expect(b.device.papers.at(-1)?.bitmap).toEqual(next);
  });
  test('random noise before the page never makes an unprinted page printed', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 4 }), { maxLength: 5 }), fc.nat({ max: 20 }), async (noise, at) => {
      const b = bench();
      let count = 0;
      b.line.mangle = (chunk, to) => (to === 'far' && count++ >= at && noise.length > 0 ? undefined : chunk);
      const done = b.printer.print(page, { deadlineMs: 5000 });
      await b.clock.pass(1);
      // Bytes with bit 4 or 7 set can be no confirmation, whatever they are.
      for (const bytes of noise) void b.far.send(bytes.map((byte) => byte | 0x80));
      const outcome = await b.clock.until(done);
      if (outcome.is === 'printed') expect(b.device.papers).toEqual([{ bitmap: page, lines: [], cut: true }]);
    }), { numRuns: 200 });
  });
});

describe('the printer\'s own trouble', () => {
  test('a jammed cutter is named, and after it was freed the driver recovers the printer', async () => {
    const b = bench();
    expect(await print(b, noisePage(384, 20))).toEqual({ is: 'printed' });
    b.device.setCutterFault(true);
    expect(await print(b, noisePage(384, 20))).toEqual({ is: 'indeterminate', problem: { is: 'cutter' } });
    expect(await print(b, noisePage(384, 20))).toEqual({ is: 'not-printed', problem: { is: 'cutter' } });
    b.device.setCutterFault(false);
    expect(await print(b, noisePage(384, 20, 3))).toEqual({ is: 'printed' });
    expect(b.device.papers.at(-1)?.bitmap).toEqual(noisePage(384, 20, 3));
  });
  test('a small buffer holds the driver back and loses nothing', async () => {
    const b = bench({ bufferBytes: 2000 });
    b.device.msPerRow = 5;
    let most = 0;
    b.line.mangle = (chunk) => { most = Math.max(most, b.device.buffered); return chunk; };
    expect(await print(b, noisePage(384, 400))).toEqual({ is: 'printed' });
    expect(most).toBeLessThan(6000);
    expect(b.device.papers[0]?.bitmap).toEqual(noisePage(384, 400));
  });
  test('a printer switched off in the middle is offline and the page indeterminate', async () => {
    const b = bench();
    b.device.msPerRow = 10;
    const outcome = b.printer.print(noisePage(384, 300), { deadlineMs: 8000 });
    await b.clock.pass(1000);
    b.device.mute = 'all';
    expect(await b.clock.until(outcome)).toMatchObject({ is: 'indeterminate' });
    await b.clock.pass(2500);
    expect(await b.clock.until(b.printer.status())).toEqual({ is: 'offline' });
  });
  test('an unplugged printer is offline and comes back by itself', async () => {
    const b = bench();
    const seen: string[] = [];
    await b.clock.until(b.printer.status());
    const stop = b.printer.watch(({ is }) => seen.push(is));
    b.line.unplug();
    await b.clock.pass(100);
    expect(await print(b, noisePage(384, 20))).toEqual({ is: 'not-printed', problem: { is: 'offline' } });
    b.line.plug();
    await b.clock.pass(100);
    stop();
    expect(seen).toEqual(['offline', 'starting', 'ready']);
    expect(await print(b, noisePage(384, 20))).toEqual({ is: 'printed' });
  });
  test('a change is told without being asked for', async () => {
    const b = bench();
    await b.clock.until(b.printer.status());
    const seen: unknown[] = [];
    b.printer.watch((status) => seen.push(status));
    await b.clock.pass(100);
    b.device.setPaper('low');
    await b.clock.pass(10);
    b.device.setCover('open');
    await b.clock.pass(10);
    expect(seen).toEqual([{ is: 'ready', paper: 'low' }, { is: 'cover-open' }]);
  });
});

test('the bytes of a page in any pieces draw the same', () => {
  const page = noisePage(64, 300, 5);
  const whole = joined(initialise, ...rasterBands(page), feedAndCut);
  for (const size of [1, 2, 3, 7, 8, 9, 100, 0]) {
    let hear!: (bytes: Uint8Array) => void;
    const device = simEscpos({ send: async () => 'sent', listen: (on) => { hear = on; return () => undefined; }, state: 'open', watch: () => () => undefined, close: () => undefined }, { widthDots: 64 });
    for (const piece of pieces(whole, size)) hear(piece);
    expect(device.papers).toEqual([{ bitmap: page, lines: [], cut: true }]);
  }
});

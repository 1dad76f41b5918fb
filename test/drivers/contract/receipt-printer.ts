import { describe, expect, test } from 'vitest';
import type { Bitmap, ReceiptPrinter, ReceiptPrinterStatus } from '../../../drivers/receipt-printer/port.ts';
import { noisePage } from '../pages.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** A printer, the paper that came out of it, and the hand that troubles it. */
export interface ReceiptPrinterBench {
  readonly clock: VirtualClock;
  readonly printer: ReceiptPrinter;
  papers(): readonly Bitmap[];
  setPaper(paper: 'full' | 'low'): void;
  trouble(is: 'no-paper' | 'cover-open' | 'offline' | null): void;
  /** A hand takes the slip, where the printer knows. */
  take?(): void;
}

/** What every receipt printer must do. `make` gives one that takes some seconds for a receipt. */
export function testReceiptPrinter(name: string, make: () => ReceiptPrinterBench) {
  describe(name, () => {
    const page = noisePage(384, 300);
    const print = ({ clock, printer }: ReceiptPrinterBench, deadlineMs = 60_000) => clock.until(printer.print(page, { deadlineMs }));

    test('says ready, and when the paper runs low', async () => {
      const b = make();
      expect(await b.clock.until(b.printer.status())).toEqual({ is: 'ready', paper: 'full' });
      b.setPaper('low');
      expect(await b.clock.until(b.printer.status())).toEqual({ is: 'ready', paper: 'low' });
    });
    test('prints one receipt, low paper or not', async () => {
      const b = make();
      expect(await print(b)).toEqual({ is: 'printed' });
      b.setPaper('low');
      expect(await print(b)).toEqual({ is: 'printed' });
      expect(b.papers().map(({ heightDots }) => heightDots)).toEqual([300, 300]);
    });
    test.each(['no-paper', 'cover-open', 'offline'] as const)('%s before the first dot is not printed, and printing again is safe', async (is) => {
      const b = make();
      b.trouble(is);
      expect(await b.clock.until(b.printer.status())).toMatchObject({ is });
      expect(await print(b)).toMatchObject({ is: 'not-printed', problem: { is } });
      b.trouble(null);
      expect(await print(b)).toEqual({ is: 'printed' });
      expect(b.papers().length).toBe(1);
    });
    test.each(['no-paper', 'cover-open', 'offline'] as const)('%s in the middle is indeterminate', async (is) => {
      const b = make();
      const outcome = b.printer.print(page, { deadlineMs: 10_000 });
      await b.clock.pass(1000);
      b.trouble(is);
      expect(await b.clock.until(outcome)).toMatchObject({ is: 'indeterminate' });
      expect(b.papers()).toEqual([]);
    });
    test('a receipt not finished at the deadline is indeterminate', async () => {
      const b = make();
      expect(await print(b, 1000)).toMatchObject({ is: 'indeterminate' });
      expect(b.clock.now()).toBeLessThan(1100);
    });
    test('a page too wide is refused', async () => {
      const b = make();
      expect(await b.clock.until(b.printer.print(noisePage(640, 10), { deadlineMs: 5000 }))).toEqual({ is: 'not-printed', problem: { is: 'error', recoverable: false } });
    });
    test('two receipts at once come out one after the other', async () => {
      const b = make();
      const both = Promise.all([b.printer.print(page, { deadlineMs: 60_000 }), b.printer.print(noisePage(384, 100), { deadlineMs: 60_000 })]);
      expect(await b.clock.until(both)).toEqual([{ is: 'printed' }, { is: 'printed' }]);
      expect(b.papers().map(({ heightDots }) => heightDots)).toEqual([300, 100]);
    });
    test('says whether the slip was taken, forgotten, or that it cannot know, which it says at once', async () => {
      const b = make();
      const taken = (deadlineMs: number, signal?: AbortSignal) => b.printer.taken({ deadlineMs, ...(signal && { signal }) });
      expect(await print(b)).toEqual({ is: 'printed' });
      const at = b.clock.now();
      if (!b.printer.capabilities.mediaTaken) {
        expect([await b.clock.until(taken(5000)), b.clock.now()]).toEqual(['unknown', at]);
        return;
      }
      expect([await b.clock.until(taken(5000)), b.clock.now()]).toEqual(['forgotten', at + 5000]);
      const waiting = taken(60_000);
      await b.clock.pass(1000);
      b.take!();
      expect(await b.clock.until(waiting)).toBe('taken');
      expect(await b.clock.until(taken(60_000))).toBe('taken');
      expect(b.clock.now()).toBeLessThan(at + 20_000);

      expect(await print(b)).toEqual({ is: 'printed' });
      const leave = new AbortController();
      const left = taken(60_000, leave.signal);
      await b.clock.pass(100);
      leave.abort();
      expect(await b.clock.until(left)).toBe('unknown');
      const silent = taken(60_000);
      b.trouble('offline');
      expect(await b.clock.until(silent)).toBe('unknown');
    });
    test('tells watchers of a change, and stops when asked', async () => {
      const b = make();
      await b.clock.until(b.printer.status());
      const seen: ReceiptPrinterStatus['is'][] = [];
      const stop = b.printer.watch(({ is }) => seen.push(is));
      b.trouble('cover-open');
      await b.clock.pass(20_000);
      b.trouble(null);
      await b.clock.pass(20_000);
      expect(seen).toEqual(['cover-open', 'ready']);
      stop();
      b.trouble('no-paper');
      await b.clock.pass(20_000);
      expect(seen).toEqual(['cover-open', 'ready']);
    });
  });
}

import { describe, expect, test } from 'vitest';
import type { DocumentPrinter, DocumentProgress } from '../../../drivers/document-printer/port.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** A printer, the titles of the documents that came out of it, and the hand that troubles it. */
export interface DocumentPrinterBench {
  readonly clock: VirtualClock;
  readonly printer: DocumentPrinter;
  titles(): readonly string[];
  setPaper(paper: 'full' | 'low'): void;
  setToner(toner: 'full' | 'low'): void;
  trouble(is: 'no-paper' | 'no-toner' | 'cover-open' | 'jam' | 'offline' | null): void;
}

/** A PDF as far as these tests need one: its last byte says how many pages it has. */
export const pdfOf = (pages: number) => Uint8Array.of(0x25, 0x50, 0x44, 0x46, pages);
export const pagesOf = (pdf: Uint8Array) => pdf.at(-1) ?? 0;

/** What every printer of documents must do. `make` gives one that takes a second for a page. */
export function testDocumentPrinter(name: string, make: () => DocumentPrinterBench) {
  describe(name, () => {
    const print = ({ printer }: DocumentPrinterBench, { pages = 3, deadlineMs = 60_000, title = 'a', signal }: { pages?: number; deadlineMs?: number; title?: string; signal?: AbortSignal } = {}, onProgress?: (progress: DocumentProgress) => void) =>
      printer.print({ pdf: pdfOf(pages), pages, title }, { deadlineMs, ...(signal && { signal }), ...(onProgress && { onProgress }) });

    test('says ready, and when the paper runs low', async () => {
      const b = make();
      expect(await b.clock.until(b.printer.status())).toEqual({ is: 'ready', paper: 'full' });
      b.setPaper('low');
      expect(await b.clock.until(b.printer.status())).toEqual({ is: 'ready', paper: 'low' });
    });
    test('says when the toner runs low, and prints all the same', async () => {
      const b = make();
      b.setToner('low');
      expect(await b.clock.until(b.printer.status())).toEqual({ is: 'ready', paper: 'full', toner: 'low' });
      expect(await b.clock.until(print(b))).toEqual({ is: 'printed' });
      b.setToner('full');
      expect(await b.clock.until(b.printer.status())).toEqual({ is: 'ready', paper: 'full' });
    });
    test('tests itself without printing anything, and says when it is not ready', async () => {
      const b = make();
      expect(await b.clock.until(b.printer.selfTest())).toMatchObject({ is: 'passed' });
      b.trouble('jam');
      await b.clock.until(b.printer.status());
      expect(await b.clock.until(b.printer.selfTest())).toEqual({ is: 'failed', why: 'not-ready' });
      b.trouble('offline');
      await b.clock.until(b.printer.status());
      expect(await b.clock.until(b.printer.selfTest())).toEqual({ is: 'failed', why: 'no-answer' });
      b.trouble(null);
      await b.clock.until(b.printer.status());
      expect(await b.clock.until(b.printer.selfTest())).toMatchObject({ is: 'passed' });
      expect(b.titles()).toEqual([]);
    });
    test('a test of itself in the middle of a document does not disturb it', async () => {
      const b = make();
      const outcome = print(b);
      await b.clock.pass(1500);
      expect((await b.clock.until(b.printer.selfTest())).is).not.toBe('failed');
      expect(await b.clock.until(outcome)).toEqual({ is: 'printed' });
      expect(b.titles()).toEqual(['a']);
    });
    test('prints a document, low paper or not, and tells of each page', async () => {
      const b = make();
      const seen: DocumentProgress[] = [];
      b.setPaper('low');
      expect(await b.clock.until(print(b, {}, (progress) => seen.push(progress)))).toEqual({ is: 'printed' });
      expect(seen).toEqual([{ is: 'sending' }, { is: 'printing', pagesDone: 0 }, { is: 'printing', pagesDone: 1 }, { is: 'printing', pagesDone: 2 }]);
      expect(b.titles()).toEqual(['a']);
    });
    test.each(['no-paper', 'no-toner', 'cover-open', 'jam', 'offline'] as const)('%s beforehand is not printed, and printing again is safe', async (is) => {
      const b = make();
      b.trouble(is);
      expect(await b.clock.until(b.printer.status())).toEqual({ is });
      expect(await b.clock.until(print(b))).toEqual({ is: 'not-printed', problem: { is } });
      b.trouble(null);
      expect(await b.clock.until(print(b))).toEqual({ is: 'printed' });
      expect(b.titles()).toEqual(['a']);
    });
    test.each(['no-paper', 'no-toner', 'cover-open', 'jam', 'offline'] as const)('%s in the middle waits, and goes on when it was mended', async (is) => {
      const b = make();
      const seen: DocumentProgress[] = [];
      const outcome = print(b, {}, (progress) => seen.push(progress));
      await b.clock.pass(1500);
      b.trouble(is);
      await b.clock.pass(8000);
      expect(seen).toContainEqual({ is: 'waiting', problem: { is } });
      b.trouble(null);
      expect(await b.clock.until(outcome)).toEqual({ is: 'printed' });
      expect(b.titles()).toEqual(['a']);
    });
    test('no paper until the deadline is indeterminate, with the pages that came', async () => {
      const b = make();
      const outcome = print(b, { deadlineMs: 10_000 });
      await b.clock.pass(1800);
      b.trouble('no-paper');
      expect(await b.clock.until(outcome)).toEqual({ is: 'indeterminate', pagesDone: 1, problem: { is: 'no-paper' } });
      expect(b.clock.now()).toBeLessThan(10_200);
      expect(b.titles()).toEqual([]);
    });
    test('no paper from before the first page until the deadline is not printed, and does not come out later', async () => {
      const b = make();
      const outcome = print(b, { deadlineMs: 10_000 });
      await b.clock.pass(300);
      b.trouble('no-paper');
      expect(await b.clock.until(outcome)).toEqual({ is: 'not-printed', problem: { is: 'no-paper' } });
      expect(b.clock.now()).toBeLessThan(10_200);
      b.trouble(null);
      await b.clock.pass(60_000);
      expect(b.titles()).toEqual([]);
      expect(await b.clock.until(print(b, { title: 'b' }))).toEqual({ is: 'printed' });
      expect(b.titles()).toEqual(['b']);
    });
    test('a document whose turn does not come in time is not printed, and never begun', async () => {
      const b = make();
      const first = print(b, { pages: 20 });
      const second = print(b, { title: 'b', deadlineMs: 5000 });
      expect(await b.clock.until(second)).toEqual({ is: 'not-printed', problem: { is: 'busy' } });
      expect(b.clock.now()).toBeLessThan(5200);
      expect(await b.clock.until(first)).toEqual({ is: 'printed' });
      await b.clock.pass(60_000);
      expect(b.titles()).toEqual(['a']);
    });
    test('two documents at once come out one after the other', async () => {
      const b = make();
      expect(await b.clock.until(Promise.all([print(b), print(b, { title: 'b' })]))).toEqual([{ is: 'printed' }, { is: 'printed' }]);
      expect(b.titles()).toEqual(['a', 'b']);
    });
    test.each([['while it prints', null], ['while the tray is empty', 'no-paper'], ['while a cover is open', 'cover-open']] as const)('a person who leaves %s takes the job along', async (_when, is) => {
      const b = make();
      const leaving = new AbortController();
      const outcome = print(b, { signal: leaving.signal });
      await b.clock.pass(1500);
      if (is) { b.trouble(is); await b.clock.pass(3000); }
      const leftAtMs = b.clock.now();
      leaving.abort();
      expect(await b.clock.until(outcome)).toMatchObject({ is: 'indeterminate' });
      // At once, not when the deadline would have cancelled it anyway.
      expect(b.clock.now() - leftAtMs).toBeLessThan(1500);
      await b.clock.pass(2000);
      b.trouble(null);
      await b.clock.pass(60_000);
      expect(b.titles()).toEqual([]);
      expect(await b.clock.until(print(b, { title: 'b' }))).toEqual({ is: 'printed' });
      expect(b.titles()).toEqual(['b']);
    });
    test('a person who left before the turn of their document never sees it begun', async () => {
      const b = make();
      const leaving = new AbortController();
      const both = Promise.all([print(b), print(b, { title: 'b', signal: leaving.signal })]);
      await b.clock.pass(500);
      leaving.abort();
      const [first, second] = await b.clock.until(both);
      expect([first.is, second.is === 'printed']).toEqual(['printed', false]);
      await b.clock.pass(60_000);
      expect(b.titles()).toEqual(['a']);
    });
    test('tells watchers of a change, and stops when asked', async () => {
      const b = make();
      await b.clock.until(b.printer.status());
      const seen: string[] = [];
      const stop = b.printer.watch(({ is }) => seen.push(is));
      b.trouble('jam');
      await b.clock.pass(30_000);
      b.trouble(null);
      await b.clock.pass(30_000);
      expect(seen).toEqual(['jam', 'ready']);
      stop();
      b.trouble('offline');
      await b.clock.pass(30_000);
      expect(seen).toEqual(['jam', 'ready']);
    });
  });
}

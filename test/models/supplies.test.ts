import { describe, expect, test } from 'vitest';
import type { Books } from '../../kiosk/core/supplies.ts';
import { newBook } from '../../kiosk/core/supplies.ts';
import { openKiosk } from '../../kiosk/models/kiosk.ts';
import { countSupplies } from '../../kiosk/models/supplies.ts';
import { pack } from '../content/pack.ts';
import { desk, memoryBooks } from './desk.ts';

const page = (heightDots: number) => ({ widthDots: 576, heightDots, bits: new Uint8Array(72 * heightDots) });
const pdf = (pages: number) => ({ pdf: new Uint8Array(), pages, title: '' });
const now = { deadlineMs: 1000 };

function counting(kept: Partial<Books> | null = null, capacity = { rollMm: 80_000, traySheets: 250 } as { rollMm?: number; traySheets?: number }) {
  const bench = desk();
  const store = memoryBooks(kept);
  return { bench, store, ...countSupplies({ ...bench.ports, suppliesStore: store, capacity }) };
}
const settled = (bench: ReturnType<typeof desk>) => bench.time.pass(1);

describe('paper', () => {
  test('is counted by the mm and by the sheet, whoever prints', async () => {
    const { bench, store, receiptPrinter, documentPrinter, supplies } = counting();
    await receiptPrinter.print(page(800), now);
    await documentPrinter.print(pdf(3), now);
    await settled(bench);
    expect([supplies.books.value.roll.used, supplies.books.value.tray.used]).toEqual([100, 3]);
    expect(store.kept).toEqual(supplies.books.value);
    expect(supplies.forecastOf('tray')).toEqual({ is: 'left', amount: 247, days: null, soon: false });
  });
  test('of a print of which nobody knows counts whole, of one that did not happen not at all', async () => {
    const { bench, receiptPrinter, documentPrinter, supplies } = counting();
    bench.receiptPrinter.failNext({ is: 'indeterminate' });
    bench.documentPrinter.failNext({ is: 'indeterminate', pagesDone: 1 });
    expect((await receiptPrinter.print(page(80), now)).is).toBe('indeterminate');
    await documentPrinter.print(pdf(5), now);
    bench.receiptPrinter.setProblem({ is: 'no-paper' });
    expect((await receiptPrinter.print(page(80), now)).is).toBe('not-printed');
    await settled(bench);
    expect([supplies.books.value.roll.used, supplies.books.value.tray.used]).toEqual([10, 5]);
  });
  test('that was put in is noticed when the printer no longer says low or end, through an open cover too', async () => {
    const { bench, receiptPrinter, supplies } = counting();
    await receiptPrinter.print(page(8000), now);
    bench.receiptPrinter.setPaper('low');
    await settled(bench);
    expect(supplies.forecastOf('roll')).toEqual({ is: 'low' });
    bench.receiptPrinter.setProblem({ is: 'cover-open' });
    await settled(bench);
    expect(supplies.books.value.roll).toMatchObject({ used: 1000, told: 'low' });
    bench.receiptPrinter.setPaper('full');
    bench.receiptPrinter.setProblem(null);
    await settled(bench);
    expect(supplies.books.value.roll).toMatchObject({ used: 0, told: 'full', filledOn: '2026-11-23' });
  });
  test('put in while the kiosk was off is noticed from what the disk kept', async () => {
    const { bench, receiptPrinter, supplies } = counting({ roll: { ...newBook('2026-11-01'), used: 79_000, told: 'end' } });
    await receiptPrinter.status();
    await settled(bench);
    expect(supplies.books.value.roll).toMatchObject({ used: 0, filledOn: '2026-11-23' });
  });
  test('printed before the disk answered is added to what it says', async () => {
    let answer: (books: Partial<Books>) => void = () => {};
    const bench = desk();
    const store = { ...memoryBooks(), load: () => new Promise<Partial<Books>>((resolve) => { answer = resolve; }) };
    const { receiptPrinter, supplies } = countSupplies({ ...bench.ports, suppliesStore: store, capacity: {} });
    await receiptPrinter.print(page(800), now);
    answer({ roll: { ...newBook('2026-11-01'), used: 500 } });
    await settled(bench);
    expect(supplies.books.value.roll).toMatchObject({ used: 600, since: '2026-11-01' });
    expect(supplies.forecastOf('roll')).toEqual({ is: 'unknown' });
  });
  test('is begun anew by whoever put it in and says so', async () => {
    const { bench, documentPrinter, supplies } = counting();
    await documentPrinter.print(pdf(9), now);
    supplies.refilled('tray');
    await settled(bench);
    expect(supplies.books.value.tray).toMatchObject({ used: 0, filledOn: '2026-11-23' });
  });
});

test('a printer that is counted is the same printer for all else', async () => {
  const { bench, receiptPrinter, documentPrinter } = counting();
  expect([receiptPrinter.capabilities, documentPrinter.capabilities]).toEqual([bench.receiptPrinter.capabilities, bench.documentPrinter.capabilities]);
  bench.documentPrinter.setProblem({ is: 'jam' });
  expect([await receiptPrinter.selfTest(), await receiptPrinter.taken(now), (await documentPrinter.selfTest()).is]).toEqual([{ is: 'passed', device: '' }, 'unknown', 'failed']);
  const heard: string[] = [];
  const stop = documentPrinter.watch(({ is }) => heard.push(is));
  bench.documentPrinter.setProblem(null);
  stop();
  bench.documentPrinter.setProblem({ is: 'jam' });
  expect(heard).toEqual(['ready']);
});

test('what a visit prints is in the kiosk’s books', async () => {
  const bench = desk();
  const kiosk = openKiosk(pack, pack.sites['demo']!, bench.ports, { simulated: true });
  const job = kiosk.noticePaper.value;
  await bench.time.until(job.print(Array.from({ length: 80 }, () => ({ is: 'rule' as const }))));
  await bench.time.pass(1);
  expect(job.state.value).toEqual({ is: 'printed' });
  expect(kiosk.supplies.books.value.roll.used).toBe(10);
});

import { describe, expect, test } from 'vitest';
import { desk, records } from './desk.ts';

describe('a slip', () => {
  const slip = [{ is: 'title', text: '回执' }] as const;
  test('of which nobody knows whether it came out is asked about, and printed again only on the citizen’s word', async () => {
    const bench = desk();
    const { receipt } = bench.begin(records());
    bench.receiptPrinter.failNext({ is: 'indeterminate' });
    await bench.time.until(receipt.print(slip));
    expect(receipt.state.value).toEqual({ is: 'indeterminate' });
    expect(bench.receiptPrinter.papers).toHaveLength(0);
    receipt.tell(false);
    expect(receipt.state.value).toEqual({ is: 'not-printed', problem: { is: 'error', recoverable: true } });
    await bench.time.until(receipt.print(slip));
    expect(receipt.state.value).toEqual({ is: 'printed' });
    expect(bench.receiptPrinter.papers).toHaveLength(1);
  });
  test('that came out after all is not printed again', async () => {
    const bench = desk();
    const { receipt } = bench.begin(records());
    bench.receiptPrinter.failNext({ is: 'indeterminate', problem: { is: 'no-paper' } });
    await bench.time.until(receipt.print(slip));
    receipt.tell(true);
    expect(receipt.state.value).toEqual({ is: 'printed' });
    expect(bench.drawn).toHaveLength(1);
    receipt.tell(false);
    expect(receipt.state.value).toEqual({ is: 'printed' });
  });
  test('without paper says so, and may be printed when there is some', async () => {
    const bench = desk();
    const { receipt } = bench.begin(records());
    bench.receiptPrinter.setProblem({ is: 'no-paper' });
    await bench.time.until(receipt.print(slip));
    expect(receipt.state.value).toEqual({ is: 'not-printed', problem: { is: 'no-paper' } });
    bench.receiptPrinter.setProblem(null);
    await bench.time.until(receipt.print(slip));
    expect(receipt.state.value).toEqual({ is: 'printed' });
  });
  test('is printed once, however often the button is pressed', async () => {
    const bench = desk();
    bench.receiptPrinter.printMs = 2000;
    const { receipt } = bench.begin(records());
    const printing = Promise.all([receipt.print(slip), receipt.print(slip)]);
    expect(receipt.state.value).toEqual({ is: 'printing' });
    await bench.time.until(printing);
    expect(bench.receiptPrinter.papers).toHaveLength(1);
  });
  test('in a printer that watches its slot is presented, forgotten after 20 seconds, and taken', async () => {
    const bench = desk({ mediaTaken: true });
    const { receipt } = bench.begin(records());
    await bench.time.until(receipt.print(slip));
    expect(receipt.state.value).toEqual({ is: 'printed', media: 'presented' });
    await bench.time.pass(19_000);
    expect(receipt.state.value).toEqual({ is: 'printed', media: 'presented' });
    await bench.time.pass(2000);
    expect(receipt.state.value).toEqual({ is: 'printed', media: 'forgotten' });
    await bench.time.pass(60_000);
    expect(receipt.state.value).toEqual({ is: 'printed', media: 'forgotten' });
    bench.receiptPrinter.take();
    await bench.time.pass(1);
    expect(receipt.state.value).toEqual({ is: 'printed', media: 'taken' });
  });
  test('of which a silent printer tells no more is simply printed', async () => {
    const bench = desk({ mediaTaken: true });
    const { receipt } = bench.begin(records());
    await bench.time.until(receipt.print(slip));
    bench.receiptPrinter.setProblem({ is: 'offline' });
    await bench.time.pass(1);
    expect(receipt.state.value).toEqual({ is: 'printed' });
  });
  test('printed once more is followed anew', async () => {
    const bench = desk({ mediaTaken: true });
    const { receipt } = bench.begin(records());
    await bench.time.until(receipt.print(slip));
    await bench.time.pass(15_000);
    bench.receiptPrinter.printMs = 3000;
    await bench.time.until(receipt.print(slip));
    await bench.time.pass(10_000);
    expect(receipt.state.value).toEqual({ is: 'printed', media: 'presented' });
    bench.receiptPrinter.take();
    await bench.time.pass(1);
    expect(receipt.state.value).toEqual({ is: 'printed', media: 'taken' });
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ippPrinter } from '../../../drivers/document-printer/ipp/driver.ts';
import type { DocumentPrinter, DocumentProgress } from '../../../drivers/document-printer/port.ts';
import { httpPost } from '../../../drivers/transport/post.ts';
import { testPage } from '../../../kiosk/core/test-page.ts';
import { freePort } from '../programs.ts';
import { type Avahi, noIppeveprinter, pdfOf, startAvahi, startPrinter } from './real-printer.ts';

const skipped = noIppeveprinter === undefined ? '' : ` ${noIppeveprinter}`;
const deadlineMs = 40_000;
const driver = (uri: string) => ippPrinter(httpPost(uri), { uri });
const print = async (printer: DocumentPrinter, pages: number, { seen = [], ...ask }: { deadlineMs?: number; signal?: AbortSignal; seen?: DocumentProgress[] } = {}) =>
  printer.print({ pdf: await pdfOf(pages), pages, title: 'test' }, { deadlineMs, ...ask, onProgress: (progress) => seen.push(progress) });
const pagesIn = (seen: readonly DocumentProgress[]) => Math.max(0, ...seen.map((one) => (one.is === 'printing' ? one.pagesDone : 0)));

describe.skipIf(noIppeveprinter !== undefined)(`a real IPP Everywhere printer (ippeveprinter)${skipped}`, { timeout: 60_000 }, () => {
  let avahi: Avahi;
  beforeAll(async () => { avahi = await startAvahi(); }, 30_000);
  afterAll(() => avahi.stop());

  test('prints a document whole, page by page, and the test page', async () => {
    const real = await startPrinter(avahi, { msPerPage: 400 });
    const printer = driver(real.uri);
    expect(await printer.status()).toEqual({ is: 'ready', paper: 'full' });
    expect(await printer.selfTest()).toEqual({ is: 'passed', device: 'Example Printer' });
    const seen: DocumentProgress[] = [];
    expect(await print(printer, 3, { seen })).toEqual({ is: 'printed' });
    expect(seen[0]).toEqual({ is: 'sending' });
    expect(pagesIn(seen)).toBeGreaterThan(0);
    const page = testPage({ kiosk: 'SD-0001', at: '2026-11-23 09:00', model: 'IPP' });
    expect(await printer.print({ pdf: page, pages: 1, title: 'test page' }, { deadlineMs })).toEqual({ is: 'printed' });
    expect(real.printed().length).toBe(2);
    expect(real.printed()[1]).toEqual(Buffer.from(page));
  });
  test('whose tray runs low and empty says so, and takes no document until it is filled', async () => {
    const real = await startPrinter(avahi);
    const printer = driver(real.uri);
    await real.setPaper(5);
    expect(await printer.status()).toEqual({ is: 'ready', paper: 'low' });
    await real.setPaper(0);
    expect(await printer.status()).toEqual({ is: 'no-paper' });
    expect(await print(printer, 1)).toEqual({ is: 'not-printed', problem: { is: 'no-paper' } });
    await real.setPaper(250);
    expect(await print(printer, 1)).toEqual({ is: 'printed' });
    expect(real.printed().length).toBe(1);
  });
  test('whose tray is empty in the middle of a document waits, and goes on when it is refilled', async () => {
    const real = await startPrinter(avahi);
    const seen: DocumentProgress[] = [];
    const outcome = print(driver(real.uri), 5, { seen });
    await vi.waitFor(() => expect(pagesIn(seen)).toBeGreaterThan(0), 15_000);
    await real.setPaper(0);
    await vi.waitFor(() => expect(seen).toContainEqual({ is: 'waiting', problem: { is: 'no-paper' } }), 10_000);
    await sleep(1500);
    expect(real.printed().length).toBe(0);
    await real.setPaper(250);
    expect(await outcome).toEqual({ is: 'printed' });
    expect(real.printed().length).toBe(1);
  });
  test('with a jam in the middle waits, and goes on when it is cleared', async () => {
    const real = await startPrinter(avahi);
    const seen: DocumentProgress[] = [];
    const outcome = print(driver(real.uri), 4, { seen });
    await vi.waitFor(() => expect(pagesIn(seen)).toBeGreaterThan(0), 15_000);
    real.setReason('media-jam-error', true);
    await vi.waitFor(() => expect(seen).toContainEqual({ is: 'waiting', problem: { is: 'jam' } }), 10_000);
    real.setReason('media-jam-error', false);
    expect(await outcome).toEqual({ is: 'printed' });
  });
  test('cancelled because the person left stops, and prints for the next one', async () => {
    const real = await startPrinter(avahi, { msPerPage: 700 });
    const printer = driver(real.uri);
    const leaving = new AbortController();
    const seen: DocumentProgress[] = [];
    const outcome = print(printer, 6, { seen, signal: leaving.signal });
    await vi.waitFor(() => expect(pagesIn(seen)).toBeGreaterThan(0), 15_000);
    leaving.abort();
    expect(await outcome).toMatchObject({ is: 'indeterminate' });
    await sleep(6000);
    expect(real.printed().length).toBe(0);
    expect(await print(printer, 1)).toEqual({ is: 'printed' });
    expect(real.printed().length).toBe(1);
  });
  test('cancelled at the deadline with an empty tray leaves nothing to come out later', async () => {
    const real = await startPrinter(avahi);
    const seen: DocumentProgress[] = [];
    const outcome = print(driver(real.uri), 5, { seen, deadlineMs: 8000 });
    await vi.waitFor(() => expect(pagesIn(seen)).toBeGreaterThan(0), 7000);
    await real.setPaper(0);
    expect(await outcome).toMatchObject({ is: 'indeterminate', problem: { is: 'no-paper' } });
    await real.setPaper(250);
    await sleep(3000);
    expect(real.printed().length).toBe(0);
  });
  test('busy with somebody else\'s job says so, and prints when that is over', async () => {
    const real = await startPrinter(avahi, { msPerPage: 700 });
    const seen: DocumentProgress[] = [];
    const other = print(driver(real.uri), 4, { seen });
    await vi.waitFor(() => expect(seen.some(({ is }) => is === 'printing')).toBe(true), 15_000);
    const mine = driver(real.uri);
    expect(await print(mine, 1)).toEqual({ is: 'not-printed', problem: { is: 'busy' } });
    expect(await other).toEqual({ is: 'printed' });
    expect(await print(mine, 1)).toEqual({ is: 'printed' });
  });
  test('that loses power in the middle of a document leaves its end unknown, and is offline', async () => {
    const real = await startPrinter(avahi);
    const printer = driver(real.uri);
    const seen: DocumentProgress[] = [];
    const outcome = print(printer, 6, { seen });
    await vi.waitFor(() => expect(pagesIn(seen)).toBeGreaterThan(0), 15_000);
    await real.kill();
    expect(await outcome).toMatchObject({ is: 'indeterminate', problem: { is: 'offline' } });
    expect(seen).toContainEqual({ is: 'waiting', problem: { is: 'offline' } });
    expect(await printer.status()).toEqual({ is: 'offline' });
  });
  test('that counts no pages is never believed to have printed', async () => {
    const real = await startPrinter(avahi, { counts: false });
    expect(await print(driver(real.uri), 2)).toEqual({ is: 'indeterminate', pagesDone: 0 });
  });
});

test('where no printer is, it is offline and nothing is printed', async () => {
  const printer = driver(`ipp://127.0.0.1:${await freePort()}/ipp/print`);
  expect(await printer.status()).toEqual({ is: 'offline' });
  expect(await print(printer, 1)).toEqual({ is: 'not-printed', problem: { is: 'offline' } });
});

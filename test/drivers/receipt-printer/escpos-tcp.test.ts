import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { simEscpos, type SimEscpos } from '../../../drivers/receipt-printer/escpos/device.ts';
import { escposPrinter } from '../../../drivers/receipt-printer/escpos/driver.ts';
import { socketWire, tcpWire } from '../../../drivers/transport/tcp.ts';
import type { Wire } from '../../../drivers/transport/wire.ts';
import { noisePage } from '../pages.ts';

const ends: (() => void)[] = [];
afterEach(() => { for (const end of ends.splice(0)) end(); });

async function bench(widthDots = 576) {
  const devices: SimEscpos[] = [];
  const far: Wire[] = [];
  const server = createServer((socket) => {
    const wire = socketWire(socket);
    far.push(wire);
    devices.push(simEscpos(wire, { widthDots }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const wire = tcpWire('127.0.0.1', (server.address() as AddressInfo).port);
  ends.push(() => { wire.close(); for (const one of far) one.close(); server.close(); });
  return { devices, far, printer: escposPrinter(wire, { widthDots }) };
}

test('a receipt goes through a real socket dot for dot', async () => {
  const { devices, printer } = await bench();
  const page = noisePage(576, 900);
  // The first attempt to connect is still under way: then the printer is starting, and soon ready.
  await expect.poll(async () => (await printer.status()).is, { interval: 20 }).toBe('ready');
  expect(await printer.print(page, { deadlineMs: 5000 })).toEqual({ is: 'printed' });
  expect(devices[0]?.papers).toEqual([{ bitmap: page, lines: [], cut: true }]);
});

test('a printer that drops the connection in the middle leaves it indeterminate, and is found again', async () => {
  const { devices, far, printer } = await bench();
  await expect.poll(async () => (await printer.status()).is, { interval: 20 }).toBe('ready');
  devices[0]!.msPerRow = 5;
  const outcome = printer.print(noisePage(576, 900), { deadlineMs: 5000 });
  setTimeout(() => far[0]!.close(), 100);
  expect(await outcome).toEqual({ is: 'indeterminate', problem: { is: 'offline' } });
  await expect.poll(async () => (await printer.status()).is, { interval: 50, timeout: 3000 }).toBe('ready');
  expect(await printer.print(noisePage(576, 50), { deadlineMs: 5000 })).toEqual({ is: 'printed' });
  expect(devices.at(-1)?.papers.at(-1)?.bitmap).toEqual(noisePage(576, 50));
});

describe('over a real socket', () => {
  const ready = async (widthDots: number, set: (device: SimEscpos) => void = () => undefined) => {
    const b = await bench(widthDots);
    await expect.poll(async () => (await b.printer.status()).is, { interval: 20 }).toBe('ready');
    set(b.devices[0]!);
    return { ...b, device: b.devices[0]!, print: (rows: number, deadlineMs = 10_000) => b.printer.print(noisePage(widthDots, rows), { deadlineMs }) };
  };
  test('58 mm paper takes a page of 384 dots, and none of 576', async () => {
    const { printer, device, print } = await ready(384);
    expect(printer.capabilities).toMatchObject({ widthDots: 384, mediaTaken: false });
    expect(await print(300)).toEqual({ is: 'printed' });
    expect(device.papers[0]?.bitmap).toEqual(noisePage(384, 300));
    expect(await printer.print(noisePage(576, 10), { deadlineMs: 5000 })).toEqual({ is: 'not-printed', problem: { is: 'error', recoverable: false } });
  });
  test('is told of low paper, its end and the open cover by reports, and says them apart', async () => {
    const { printer, device, print } = await ready(576);
    const seen: unknown[] = [];
    ends.push(printer.watch((status) => seen.push(status)));
    device.setPaper('low');
    await expect.poll(() => seen, { interval: 10 }).toEqual([{ is: 'ready', paper: 'low' }]);
    expect(await print(60)).toEqual({ is: 'printed' });
    device.setPaper('end');
    device.setCover('open');
    device.setCover('closed');
    await expect.poll(() => seen.slice(1), { interval: 10 }).toEqual([{ is: 'no-paper' }, { is: 'cover-open' }, { is: 'no-paper' }]);
    expect(await print(60)).toEqual({ is: 'not-printed', problem: { is: 'no-paper' } });
  });
  test('a jammed knife, a hot head and a lasting fault are told apart, and a freed knife is recovered from', async () => {
    const { device, print, printer } = await ready(576);
    // The first slip of a driver is preceded by a cut; a knife that jams then has nothing of the slip on paper.
    expect(await print(60)).toEqual({ is: 'printed' });
    device.setCutterFault(true);
    expect(await print(60)).toEqual({ is: 'indeterminate', problem: { is: 'cutter' } });
    expect(await print(60)).toEqual({ is: 'not-printed', problem: { is: 'cutter' } });
    device.setCutterFault(false);
    expect(await print(60)).toEqual({ is: 'printed' });
    device.setError('lasting');
    await expect.poll(() => printer.status(), { interval: 20 }).toEqual({ is: 'error', recoverable: false });
    expect(await print(60)).toEqual({ is: 'not-printed', problem: { is: 'error', recoverable: false } });
    device.setError('passing');
    await expect.poll(() => printer.status(), { interval: 20 }).toEqual({ is: 'error', recoverable: true });
    device.setError(null);
    expect(await print(60)).toEqual({ is: 'printed' });
  });
  test('printed is not said before the printer has worked through the last row and the cut', async () => {
    const { device, print } = await ready(576, (d) => { d.msPerRow = 2; });
    const ended = async () => ({ outcome: await print(200), cut: device.papers.length, buffered: device.buffered });
    expect(await ended()).toEqual({ outcome: { is: 'printed' }, cut: 1, buffered: 0 });
  });
  test('paper that ends in the middle is indeterminate, and the refilled printer starts clean', async () => {
    const { device, print } = await ready(576, (d) => d.endPaperAfterRows(90));
    expect(await print(300)).toEqual({ is: 'indeterminate', problem: { is: 'no-paper' } });
    device.setPaper('full');
    expect(await print(50)).toEqual({ is: 'printed' });
    expect(device.papers.at(-1)?.bitmap).toEqual(noisePage(576, 50));
  });
  test('a printer that answers DLE EOT but sends no reports is understood just as well', async () => {
    const { device, print, printer } = await ready(576, (d) => { d.reports = false; });
    device.setPaper('low');
    expect(await printer.status()).toEqual({ is: 'ready', paper: 'low' });
    expect(await print(60)).toEqual({ is: 'printed' });
    device.endPaperAfterRows(100);
    expect(await print(300, 12_000)).toEqual({ is: 'indeterminate', problem: { is: 'no-paper' } });
    expect(await print(60)).toEqual({ is: 'not-printed', problem: { is: 'no-paper' } });
  });
});

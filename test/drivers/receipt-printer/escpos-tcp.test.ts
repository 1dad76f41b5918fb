import { type AddressInfo, createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { simEscpos, type SimEscpos } from '../../../drivers/receipt-printer/escpos/device.ts';
import { escposPrinter } from '../../../drivers/receipt-printer/escpos/driver.ts';
import { socketWire, tcpWire } from '../../../drivers/transport/tcp.ts';
import type { Wire } from '../../../drivers/transport/wire.ts';
import { noisePage } from '../pages.ts';

const ends: (() => void)[] = [];
afterEach(() => { for (const end of ends.splice(0)) end(); });

async function bench() {
  const devices: SimEscpos[] = [];
  const far: Wire[] = [];
  const server = createServer((socket) => {
    const wire = socketWire(socket);
    far.push(wire);
    devices.push(simEscpos(wire, { widthDots: 576 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const wire = tcpWire('127.0.0.1', (server.address() as AddressInfo).port);
  ends.push(() => { wire.close(); for (const one of far) one.close(); server.close(); });
  return { devices, far, printer: escposPrinter(wire, { widthDots: 576 }) };
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

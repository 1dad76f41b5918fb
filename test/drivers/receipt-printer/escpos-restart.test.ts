// A driver that comes up while the printer is still in the middle of what another one sent: the host before it was killed.
import { expect, test } from 'vitest';
import { rasterBands } from '../../../drivers/receipt-printer/escpos/raster.ts';
import { simEscpos } from '../../../drivers/receipt-printer/escpos/device.ts';
import { escposPrinter } from '../../../drivers/receipt-printer/escpos/driver.ts';
import { joined } from '../../../drivers/transport/bytes.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import { noisePage } from '../pages.ts';
import { virtualClock } from '../virtual-clock.ts';

test.each([0, 9, 700, 1000, 1159, 1160, 1161, 5000, 16_000])('half a slip left by a killed host (%i bytes of it) is cut off and is no part of the next one', async (bytes) => {
  const clock = virtualClock();
  const { near, far } = wirePair({ clock });
  const device = simEscpos(far, { clock, widthDots: 384 });
  const bands = rasterBands(noisePage(384, 512, 9));
  await near.send(joined(...bands).slice(0, bytes));
  await clock.pass(10);
  const printer = escposPrinter(near, { clock, widthDots: 384 });
  expect(await clock.until(printer.print(noisePage(384, 30), { deadlineMs: 60_000 }))).toEqual({ is: 'printed' });
  expect(device.papers.at(-1)).toMatchObject({ bitmap: noisePage(384, 30), cut: true });
});

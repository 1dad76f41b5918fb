import { describe, expect, test } from 'vitest';
import { openKiosk } from '../../kiosk/models/kiosk.ts';
import { pack } from '../content/pack.ts';
import { desk, records } from './desk.ts';

/** A kiosk whose citizen printed a slip, left it hanging and went away. */
async function left(mediaTaken: boolean) {
  const bench = desk({ mediaTaken });
  const kiosk = openKiosk(pack, pack.sites.demo!, bench.ports, { simulated: true });
  kiosk.start(records());
  const place = kiosk.place.value;
  if (place.is !== 'visit') throw new Error(`at ${place.is}`);
  await bench.time.until(place.visit.receipt.print([{ is: 'title', text: '回执' }]));
  kiosk.leave();
  await bench.time.pass(100);
  return { bench, kiosk };
}

describe('a slip left in the slot', () => {
  test('is called after, until it is taken', async () => {
    const { bench, kiosk } = await left(true);
    expect(kiosk.slipLeft.value).toBe(true);
    await bench.time.pass(10_000);
    expect(kiosk.slipLeft.value).toBe(true);
    bench.receiptPrinter.take();
    await bench.time.pass(3100);
    expect(kiosk.slipLeft.value).toBe(false);
  });
  test('is no longer called after once the next person began', async () => {
    const { bench, kiosk } = await left(true);
    kiosk.home();
    await bench.time.pass(3100);
    expect(kiosk.slipLeft.value).toBe(false);
  });
  test('is not claimed by a printer that has no eye for it', async () => {
    const { bench, kiosk } = await left(false);
    await bench.time.pass(10_000);
    expect(kiosk.slipLeft.value).toBe(false);
  });
});

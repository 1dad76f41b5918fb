import { describe, expect, test } from 'vitest';
import { simPresenceSensor } from '../../drivers/presence/sim.ts';
import { awayAskAfterMs } from '../../kiosk/models/away.ts';
import { openKiosk } from '../../kiosk/models/kiosk.ts';
import { pack } from '../content/pack.ts';
import { adult, desk, records, walk } from './desk.ts';

/** A kiosk with a sensor, and somebody who stands in front of it and began a visit. */
async function open() {
  const bench = desk();
  const sensor = simPresenceSensor({ clock: bench.time, somebody: true });
  const kiosk = openKiosk(pack, pack.sites['demo']!, { ...bench.ports, presence: sensor, fitted: new Set([...bench.ports.fitted, 'presence'] as const) }, { simulated: true });
  await bench.time.pass(100);
  kiosk.touched();
  kiosk.start(records());
  const visit = () => { const place = kiosk.place.value; if (place.is !== 'visit') throw new Error(`at ${place.is}`); return place.visit; };
  return { bench, sensor, kiosk, visit, now: () => [kiosk.asking.value, kiosk.place.value.is] };
}

describe('somebody who walks away from a visit', () => {
  test('is asked after fifteen seconds whether they are still there, and has half a minute to answer', async () => {
    const { bench, sensor, now } = await open();
    sensor.stand(false);
    await bench.time.pass(2000 + awayAskAfterMs - 200);
    expect(now()).toEqual([false, 'visit']);
    await bench.time.pass(400);
    expect(now()).toEqual([true, 'visit']);
    await bench.time.pass(29_000);
    expect(now()).toEqual([true, 'visit']);
    await bench.time.pass(1200);
    expect(now()).toEqual([false, 'idle']);
  });
  test('is not asked when they come back in time', async () => {
    const { bench, sensor, now } = await open();
    sensor.stand(false);
    await bench.time.pass(12_000);
    sensor.stand(true);
    await bench.time.pass(60_000);
    expect(now()).toEqual([false, 'visit']);
    sensor.stand(false);
    await bench.time.pass(10_000);
    expect(now()).toEqual([false, 'visit']);
  });
  test('is not put out by coming back: the question stays until it is answered', async () => {
    const { bench, sensor, kiosk, now } = await open();
    sensor.stand(false);
    await bench.time.pass(20_000);
    sensor.stand(true);
    await bench.time.pass(1000);
    expect(now()).toEqual([true, 'visit']);
    kiosk.touched();
    kiosk.stillHere();
    await bench.time.pass(60_000);
    expect(now()).toEqual([false, 'visit']);
  });
  test('is not asked while something prints for them, but as soon as it is done', async () => {
    const { bench, sensor, kiosk, visit, now } = await open();
    await walk(bench, visit(), adult, { 'query-years': '2026,2025,2024' }, 'print:social-insurance-rights');
    bench.documentPrinter.msPerPage = 20_000;
    void visit().printDocument('social-insurance-rights', 'query-years');
    await bench.time.pass(100);
    expect(visit().busy.value).toBe(true);
    sensor.stand(false);
    await bench.time.pass(40_000);
    expect([visit().busy.value, kiosk.asking.value]).toEqual([true, false]);
    await bench.time.pass(40_000);
    expect([visit().busy.value, ...now()]).toEqual([false, true, 'visit']);
  });
});

describe('a sensor that errs', () => {
  test('and does not see who touches the screen is not believed until it sees somebody', async () => {
    const { bench, sensor, kiosk, now } = await open();
    sensor.stand(false);
    await bench.time.pass(10_000);
    kiosk.touched();
    await bench.time.pass(80_000);
    expect(now()).toEqual([false, 'visit']);
    kiosk.touched();
    sensor.stand(true);
    await bench.time.pass(1000);
    sensor.stand(false);
    await bench.time.pass(18_000);
    expect(now()).toEqual([true, 'visit']);
  });
  test('and never saw the one who began the visit by a touch asks nobody early', async () => {
    const { bench, sensor, kiosk, now } = await open();
    kiosk.leave();
    sensor.stand(false);
    await bench.time.pass(10_000);
    kiosk.touched();
    kiosk.start(records());
    await bench.time.pass(60_000);
    expect(now()).toEqual([false, 'visit']);
  });
  test('or fails changes nothing: ninety seconds it is', async () => {
    const { bench, sensor, now } = await open();
    sensor.stand(false);
    await bench.time.pass(5000);
    sensor.setOffline(true);
    await bench.time.pass(80_000);
    expect(now()).toEqual([false, 'visit']);
    await bench.time.pass(6000);
    expect(now()).toEqual([true, 'visit']);
  });
  test('has no say where no visit is under way', async () => {
    const { bench, sensor, kiosk, now } = await open();
    kiosk.leave();
    kiosk.home();
    sensor.stand(false);
    await bench.time.pass(60_000);
    expect(now()).toEqual([false, 'home']);
  });
});

test('loudness goes in five steps, sounds again when turned up, and is the usual one for the next person', () => {
  const kiosk = openKiosk(pack, pack.sites['demo']!, desk().ports, { simulated: true });
  kiosk.home();
  for (let i = 0; i < 9; i++) kiosk.softer();
  expect(kiosk.loudness.value).toBe(1);
  kiosk.switchSound();
  for (let i = 0; i < 9; i++) kiosk.louder();
  expect([kiosk.loudness.value, kiosk.sound.value]).toEqual([5, true]);
  kiosk.leave();
  expect(kiosk.loudness.value).toBe(3);
});

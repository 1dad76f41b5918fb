// The benchmarks of `npm run bench`, a few rounds of each: that they measure what they say. Their figures are for people; here
// only what no machine can beat is held against them.
import { expect, test } from 'vitest';
import { fleetIngestion } from '../bench/fleet.ts';
import { hostRoundTrip } from '../bench/host-round-trip.ts';
import { idRead } from '../bench/id-read.ts';
import { receiptCost } from '../bench/receipt.ts';
import { noPty } from '../drivers/pty.ts';

test.skipIf(noPty !== undefined)(`no card is read faster than its bytes can come over the line${noPty ? ` (skipped: ${noPty})` : ''}`, async () => {
  const { readMs, bareMs, limitMs, allLimitMs } = await idRead({ rounds: 3 });
  expect([limitMs.toFixed(1), allLimitMs > limitMs]).toEqual(['112.4', true]);
  // The last fragment is paced before it is sent, the clock of the machine rounds: a tenth less at most.
  expect(readMs).toBeGreaterThan(limitMs * 0.9);
  expect(bareMs).toBeGreaterThan(limitMs * 0.9);
  expect(readMs).toBeLessThan(10_000);
}, 60_000);
test('a question through the host takes some time, and some are slower than others', async () => {
  const { host, bare } = await hostRoundTrip({ rounds: 40 });
  for (const { p50Ms, p99Ms } of [host, bare]) expect([p50Ms > 0, p99Ms >= p50Ms, p99Ms < 5000]).toEqual([true, true, true]);
}, 60_000);

test('a receipt is fewer bytes as dots than bare rows, and fewer still as text', async () => {
  const { first100mm, whole } = await receiptCost({ rounds: 2 });
  expect(first100mm.rows).toBe(800);
  for (const { rows, naiveBytes, rasterBytes, textBytes } of [first100mm, whole]) {
    expect(naiveBytes).toBeGreaterThanOrEqual(rows * 72);
    expect(rasterBytes).toBeLessThan(naiveBytes);
    expect(textBytes).toBeLessThan(rasterBytes);
    expect(textBytes).toBeGreaterThan(0);
  }
}, 60_000);

test('heartbeats are taken by every store that is here, together and one after the other', async () => {
  const all = await fleetIngestion({ rounds: 1, together: 50, one: 5 });
  expect(all.map(({ store }) => store).slice(0, 2)).toEqual(['memory', 'SQLite']);
  for (const { togetherPerSecond, onePerSecond } of all) expect([togetherPerSecond > 0, onePerSecond > 0]).toEqual([true, true]);
}, 60_000);

// The reckoning of fleets, and the virtual kiosks it stands on.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { costOf, dayOf, type Measured } from '../../content/catalog/fleet/arithmetic.ts';
import { busiest, looks } from '../../content/catalog/fleet/schedule.ts';
import { askAll } from '../../content/catalog/fleet/virtual-fleet.ts';
import { seeded } from './seeded.ts';

const measured: Measured = { look: { requests: 2, upBytes: 1000, downBytes: 600 }, change: { requests: 5, upBytes: 2500, downBytes: 20_000 }, heartbeat: { requests: 1, upBytes: 1500, downBytes: 200 } };
const habits = { pollSeconds: 300, reportSeconds: 300, publicationsPerDay: 5, connection: { upBytes: 0, downBytes: 0 } };
const cdn = { edges: 50, holdSeconds: 15, filesPerPublication: 5 };

test('a day of one kiosk, by hand', () => {
  const day = dayOf(1, measured, habits, cdn);
  // 288 looks of two requests, 288 reports, 5 publications of 5 files.
  expect(day).toMatchObject({ looks: 288, heartbeats: 288, requests: 288 * 3 + 25, upBytes: 288 * 2500 + 5 * 2500, downBytes: 288 * 800 + 5 * 20_000, historyRows: 34 });
  expect(dayOf(1, measured, { ...habits, connection: { upBytes: 900, downBytes: 4500 } }, cdn).downBytes - day.downBytes).toBe(2 * 288 * 4500);
});
test('what a kiosk costs does not grow with the fleet, and an origin behind a CDN hardly notices a million', () => {
  const [one, million] = [1, 1_000_000].map((kiosks) => dayOf(kiosks, measured, habits, cdn));
  expect(million!.requests / one!.requests).toBeCloseTo(1_000_000, 0);
  expect(million!.downBytes / one!.downBytes).toBeCloseTo(1_000_000, 0);
  expect(million!.originRequests.withoutCdn).toBe(1_000_000 * (576 + 25));
  // 50 edges, two files that may change, every 15 s; each new file once an edge.
  expect(million!.originRequests.withCdn).toBe(2 * 50 * 5760 + 50 * 5 * 5);
});
test('a CDN never asks the origin more than the kiosks ask it', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 3600 }), (kiosks, edges, holdSeconds) => {
    const { originRequests } = dayOf(kiosks, measured, habits, { ...cdn, edges, holdSeconds });
    expect(originRequests.withCdn).toBeLessThanOrEqual(originRequests.withoutCdn);
  }));
});
test('cost is quantity times price, from low to high', () => {
  const day = dayOf(10_000, measured, habits, cdn);
  const cost = costOf(10_000, day, { perGigabyteDown: { low: 0.1, high: 0.5 }, perTenThousandRequests: { low: 0, high: 0.1 }, perServerDay: { low: 10, high: 50 } }, 2);
  expect(cost.servers).toEqual({ low: 20, high: 100 });
  expect(cost.traffic.high).toBeCloseTo(0.5 * (10_000 * (288 * 800 + 100_000)) / 1e9, 9);
  expect(cost.requests).toEqual({ low: 0, high: expect.closeTo(0.1 * 10_000 * (576 + 25) / 10_000, 6) });
  expect(cost.perKiosk.high * 10_000).toBeCloseTo(cost.all.high, 9);
});

test('kiosks that started at once come all at once for ever without jitter, and spread with it', () => {
  const rhythm = { everySeconds: 300, startWithinSeconds: 0, random: seeded(7) };
  const second = { fromSeconds: 3600, untilSeconds: 7200 };
  const herd = busiest(10_000, { ...rhythm, jitter: 0 }, second);
  const spread = busiest(10_000, { ...rhythm, jitter: 0.2 }, second);
  expect(herd).toEqual({ peak: 10_000, mean: 10_000 / 300 });
  expect(herd.peak / herd.mean).toBe(300);
  expect(spread.mean).toBeCloseTo(10_000 / 300, -0.5);
  expect(spread.peak / spread.mean).toBeLessThan(4);
});
test('a kiosk’s looks lie between 80 % and 120 % of the interval apart', () => {
  const at = [...looks({ everySeconds: 300, jitter: 0.2, startWithinSeconds: 60, random: seeded(3) }, 86_400)];
  const gaps = at.slice(1).map((one, n) => one - at[n]!);
  expect(at[0]).toBeLessThan(60);
  expect(gaps.length).toBeGreaterThan(250);
  for (const gap of gaps) { expect(gap).toBeGreaterThanOrEqual(240); expect(gap).toBeLessThanOrEqual(360); }
});

test('virtual kiosks count every request and every byte on the socket, and a wrong answer is no measurement', async () => {
  let seen = 0;
  const server = createServer((request, response) => { seen++; request.resume(); response.writeHead(request.url === '/wrong' ? 500 : 200, { 'Content-Length': 1000 }).end(Buffer.alloc(1000)); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => { server.closeAllConnections(); server.close(); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (path: string) => ({ method: 'GET' as const, url: url + path, headers: {}, expect: 200 });
  const few = await askAll(Array.from({ length: 10 }, () => [ask('/a'), ask('/b')]));
  expect([few.requests, seen]).toEqual([20, 20]);
  expect(few.downBytes).toBeGreaterThan(20 * 1000);
  const many = await askAll(Array.from({ length: 300 }, () => [ask('/a'), ask('/b')]));
  expect(many.downBytes / 300 / (few.downBytes / 10)).toBeCloseTo(1, 2);
  expect(many.upBytes / 300 / (few.upBytes / 10)).toBeCloseTo(1, 2);
  await expect(askAll([[ask('/wrong')]])).rejects.toThrow('/wrong: 500, not 200');
});

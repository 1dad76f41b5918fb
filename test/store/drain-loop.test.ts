import { expect, test } from 'vitest';
import type { Platform } from '../../kiosk/platform/port.ts';
import { startDrainLoop } from '../../kiosk/store/drain-loop.ts';
import type { Outbox } from '../../kiosk/store/outbox.ts';

const platform = {} as Platform;

/** A loop over an outbox that only notes when it is drained; `nextAt` answers each drain. */
function loop(nextAt: () => number | null | 'storage') {
  let now = 0;
  let due: { at: number; call: () => void } | null = null;
  const drains: number[] = [];
  const problems: number[] = [];
  const network = new EventTarget();
  const outbox = {
    async drain() {
      drains.push(now);
      const next = nextAt();
      return next === 'storage' ? { ok: false, problem: 'storage' } : { ok: true, value: { nextAt: next } };
    },
  } as unknown as Outbox;
  const running = startDrainLoop({
    outbox, platform, network, random: () => 0, onStorageProblem: () => problems.push(now),
    clock: { now: () => now, after(ms, call) { const mine = { at: now + ms, call }; due = mine; return () => { if (due === mine) due = null; }; } },
  });
  const passes = async (ms: number) => {
    for (const end = now + ms; due && due.at <= end;) {
      const { at, call } = due;
      [now, due] = [at, null];
      call();
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  return { running, passes, drains, problems, network };
}

test('drains at the start, then when the next record is due, and at least every minute', async () => {
  const { passes, drains } = loop(() => (drains.length === 1 ? 20_000 : null));
  await passes(100_000);
  expect(drains).toEqual([0, 20_000, 80_000]);
});

test('does not spin when a record stays due or the disk fails', async () => {
  const stuck = loop(() => 0);
  await stuck.passes(5000);
  expect(stuck.drains).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
  const broken = loop(() => 'storage');
  await broken.passes(60_000);
  expect(broken.problems).toEqual([0, 60_000]);
});

test('looks at once when the network returns, and not after it was stopped', async () => {
  const { running, passes, drains, network } = loop(() => null);
  await passes(1000);
  network.dispatchEvent(new Event('online'));
  await passes(1000);
  expect(drains).toEqual([0, 0]);
  await running.stop();
  network.dispatchEvent(new Event('online'));
  await passes(100_000);
  expect(drains).toHaveLength(2);
});

// The fleet's simulation against the real catalog server: what one kiosk costs is the same in a small fleet and in a larger one.
import { expect, test } from 'vitest';
import { simulate } from '../../content/catalog/fleet/simulate.ts';

test('a kiosk costs as much among sixty as among six, and fetches what changed, not the catalogue', async () => {
  const [six, sixty] = (await simulate([6, 60])).map(({ measured }) => measured);
  for (const what of ['look', 'heartbeat', 'change'] as const) {
    for (const of of ['requests', 'upBytes', 'downBytes'] as const) expect(sixty![what][of] / six![what][of], `${what} ${of}`).toBeCloseTo(1, 1);
  }
  expect(six!.look).toMatchObject({ requests: 2 });
  expect(six!.look.downBytes).toBeLessThan(1500);
  expect(six!.change.requests).toBeLessThan(10);
  expect(six!.change.downBytes).toBeLessThan(40_000);
}, 120_000);

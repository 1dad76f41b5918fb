// The watch over a real store: halts once, by itself, and a bad version does not get far.
import { expect, onTestFinished, test, vi } from 'vitest';
import { haltWatch, placeIn } from '../../content/catalog/fleet/halt-watch.ts';
import { openFleetStore } from '../../content/catalog/fleet/open-store.ts';
import type { OpenRollout } from '../../content/schema/rollout.ts';
import { beat, noon } from './heartbeats.ts';
import { type Fault, spread } from './spreading.ts';

const pack = 'police/person-1-1';
const minute = 60_000;
const rolling = (more: Partial<OpenRollout> = {}): OpenRollout => ({ id: 'r17', title: '改时限', packs: { [pack]: { to: 12, before: 11 } }, state: 'running', to: { channels: ['canary'], sites: [], percent: 0 }, ...more });

async function watched(open: OpenRollout[], halt?: () => Promise<void>) {
  let at = noon;
  const store = await openFleetStore('sqlite::memory:');
  const halted: { id: string; why: string }[] = [];
  const watch = haltWatch({
    store, now: () => at, page: 3, everyMs: minute,
    rollouts: {
      open: async () => open,
      halt: async (id, why) => {
        await halt?.();
        halted.push({ id, why });
        open.splice(0, open.length, ...open.map((one) => (one.id === id ? { ...one, state: 'halted' as const, why } : one)));
      },
    },
  });
  onTestFinished(async () => { await watch.stop(); await store.close(); });
  return {
    watch, halted, wait: (ms: number) => { at += ms; },
    hear: async (ids: readonly string[], version: number, content: { fellBack?: number } = {}, channel: 'canary' | 'stable' = 'canary') => {
      for (const id of ids) await store.keep(beat(id, at, { channel, generation: version, content: { packs: { [pack]: version }, ...content } }), at);
    },
  };
}

test('it halts once what makes canaries fall back, says why, and leaves the other rollout running', async () => {
  const open = [rolling(), rolling({ id: 'r18', packs: { 'office/texts-zh': { to: 3, before: 2 } }, to: { channels: [], sites: ['town'], percent: 0 } })];
  const { watch, halted, hear, wait } = await watched(open);
  await hear(['C-1', 'C-2', 'C-3'], 11);
  await hear(['S-1', 'S-2', 'S-3', 'S-4', 'S-5'], 11, {}, 'stable');
  expect(await watch.look()).toEqual([]);
  wait(minute);
  await hear(['C-1'], 12);
  await hear(['C-2', 'C-3'], 11, { fellBack: 1 });
  expect(await watch.look()).toEqual([{ id: 'r17', why: '自动暂停：试用新版的 3 台中有 2 台退回了上一代内容（66.7%），其余终端 0%，超过设定的 10%' }]);
  expect(await watch.look()).toEqual([]);
  expect(halted).toHaveLength(1);
  expect(open.map(({ state }) => state)).toEqual(['halted', 'running']);
});
test('two looks at once halt it once', async () => {
  const { watch, halted, hear } = await watched([rolling()]);
  await watch.look();
  await hear(['C-1', 'C-2'], 11, { fellBack: 1 });
  await Promise.all([watch.look(), watch.look(), watch.look()]);
  expect(halted).toHaveLength(1);
});
test('what a person resumes is not halted again for the old evidence, but for the new', async () => {
  const open = [rolling()];
  const { watch, halted, hear, wait } = await watched(open);
  await watch.look();
  await hear(['C-1', 'C-2'], 11, { fellBack: 1 });
  await watch.look();
  wait(10 * minute);
  await watch.look();
  open[0] = rolling();
  await hear(['C-1', 'C-2'], 11, { fellBack: 1 });
  expect(await watch.look()).toEqual([]);
  wait(2 * minute);
  await hear(['C-1', 'C-2'], 11, { fellBack: 2 });
  expect(await watch.look()).toHaveLength(1);
  expect(halted).toHaveLength(2);
});
test('a halt that cannot be signed is told, the next rollout is halted all the same, and the next look tries again', async () => {
  let broken = true;
  const { watch, halted, hear } = await watched([rolling(), rolling({ id: 'r18' })], async () => { if (broken) { broken = false; throw new Error('no signer'); } });
  await watch.look();
  await hear(['C-1', 'C-2'], 11, { fellBack: 1 });
  await expect(watch.look()).rejects.toThrow('no signer');
  expect(halted.map(({ id }) => id)).toEqual(['r18']);
  await watch.look();
  expect(halted.map(({ id }) => id)).toEqual(['r18', 'r17']);
});
test('it looks by itself, and a database that does not answer does not end it', async () => {
  vi.useFakeTimers();
  onTestFinished(() => { vi.useRealTimers(); });
  const troubles: unknown[] = [];
  let looks = 0;
  const watch = haltWatch({ store: { watching: async () => { looks++; throw new Error('gone'); }, standings: async () => [] }, rollouts: { open: async () => [], halt: async () => undefined }, everyMs: 1000, onTrouble: (error) => troubles.push(error) });
  await vi.advanceTimersByTimeAsync(3500);
  await watch.stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect([looks, troubles.length]).toEqual([3, 3]);
});

// 1,000 kiosks, 20 canaries and 60 pilots among them, poll and report by the rules the real ones follow; the stages come half an hour apart.
const stages: readonly OpenRollout['to'][] = [
  { channels: ['canary'], sites: [], percent: 0 }, { channels: ['canary', 'pilot'], sites: [], percent: 0 },
  ...[5, 25, 100].map((percent) => ({ channels: ['canary' as const, 'pilot' as const], sites: [], percent })),
];
const canaries = 20;
const pilots = 60;
test.each<[string, Fault, most: number]>([
  ['that no kiosk can show reaches canaries only', { falls: () => 1 }, canaries],
  ['that one kiosk in three cannot show reaches canaries only', { falls: (kiosk) => (placeIn('fault', kiosk) < 33 ? 1 : 0) }, canaries],
  ['whose pages err now and then reaches canaries only', { errs: () => 0.3 }, canaries],
  ['that fails where there is no canary reaches canaries, pilots and 6 % of the others', { falls: (kiosk, channel) => (channel === 'stable' && placeIn('fault', kiosk) < 50 ? 1 : 0) }, canaries + pilots + 60],
])('a bad version %s before it is halted', async (_what, fault, most) => {
  const { reached, halts } = await spread({ kiosks: 1000, canaries, pilots, stages, stageMs: 30 * minute, fault });
  expect(halts).toHaveLength(1);
  expect(reached).toBeGreaterThan(0);
  expect(reached).toBeLessThanOrEqual(most);
}, 60_000);
test('a good version reaches everybody, through an outage of network and platform and with the errors kiosks have anyway', async () => {
  const { reached, halts } = await spread({ kiosks: 1000, canaries, pilots, stages, stageMs: 30 * minute, fault: { errsAnyway: 0.01, outage: { fromMs: 40 * minute, toMs: 55 * minute } } });
  expect(halts).toEqual([]);
  expect(reached).toBe(1000);
}, 60_000);

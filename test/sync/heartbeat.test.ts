import * as v from 'valibot';
import { expect, test } from 'vitest';
import { Heartbeat, mostHeartbeatBytes } from '../../content/schema/heartbeat.ts';
import { deviceKinds } from '../../content/schema/site.ts';
import { heartbeatOf, type Pulse, sendHeartbeats } from '../../kiosk/sync/heartbeat.ts';
import type { SyncState } from '../../kiosk/sync/state.ts';

const now = Date.parse('2026-11-30T08:00:00Z');
const sync: SyncState = {
  generation: 3, waiting: null, receiving: null, lookedAt: null, newest: '2026-11-30T07:00:00.000Z', timestamp: 9, snapshot: 4,
  trouble: { is: 'refused', detail: { is: 'wrong-hash', name: 'blobs/aa/aaaa' } }, fellBack: 1, packs: { 'police/person-1-1': 2 }, reportSeconds: 60, quiet: [],
};
const pulse: Pulse = {
  kiosk: 'SD-0001', site: 'demo', channel: 'stable', version: '0.1.0', now, startedAt: now - 90_500, generation: 3, sync, persisted: true,
  devices: { ...Object.fromEntries(deviceKinds.map((kind) => [kind, { is: 'ready' }])), network: { is: 'offline' }, storage: { is: 'ready' } },
  counts: { visits: 5, finished: 3, left: 1, timedOut: 1, errors: 0 }, outbox: { waiting: 1, rejected: 0, oldestWaitingAt: now - 60_000 },
};

test('a heartbeat is one that the catalog takes, with the trouble as a word', () => {
  const beat = heartbeatOf(pulse);
  expect(v.parse(Heartbeat, beat)).toEqual(beat);
  expect(beat).toMatchObject({ content: { trouble: 'refused.wrong-hash' }, upSeconds: 90, outbox: { oldestSeconds: 60 }, devices: { network: 'offline' } });
});

test('it is taken before the worker first spoke, from a clock that was set back, and with every pack of a large catalog in it', () => {
  const many = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`department-number-${i}/person-11-4-b${i}`, i]));
  const beat = heartbeatOf({ ...pulse, now: now - 1e9, sync: { ...sync, packs: many } });
  expect(v.is(Heartbeat, beat)).toBe(true);
  expect(beat).toMatchObject({ upSeconds: 0, outbox: { oldestSeconds: 0 } });
  expect(JSON.stringify(beat).length).toBeLessThan(mostHeartbeatBytes);
  expect(v.is(Heartbeat, heartbeatOf({ ...pulse, sync: null, outbox: { ...pulse.outbox, oldestWaitingAt: null } }))).toBe(true);
});

test('whatever is handed in beside, nothing goes out that is not named', () => {
  const more = { ...pulse, person: '甲', counts: { ...pulse.counts, number: '370499197908301065' }, devices: { 'id-reader': { is: 'ready', card: '370499197908301065' } } };
  expect(JSON.stringify(heartbeatOf(more))).not.toMatch(/3704|甲/);
});

test('it is sent again and again, with the token, and nothing rejects when nobody listens', async () => {
  const sent: { url: string; init: RequestInit }[] = [];
  const due: (() => void)[] = [];
  const waits: number[] = [];
  sendHeartbeats({ url: 'http://catalog/v1/heartbeat', token: 'a-token-of-this-kiosk' }, {
    clock: { after(ms, call) { waits.push(ms); due.push(call); return () => {}; } }, random: () => 1, everySeconds: () => 60, build: async () => heartbeatOf(pulse),
    fetch: async (url, init) => { sent.push({ url: String(url), init: init! }); throw new TypeError('no network'); },
  });
  for (let i = 0; i < 2; i++) {
    due.shift()!();
    await new Promise((resolve) => { setTimeout(resolve); });
  }
  expect(waits).toEqual([6000, 72_000, 72_000]);
  expect(sent.map(({ init }) => (init.headers as Record<string, string>)['Authorization'])).toEqual(['Bearer a-token-of-this-kiosk', 'Bearer a-token-of-this-kiosk']);
});

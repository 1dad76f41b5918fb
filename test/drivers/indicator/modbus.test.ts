import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indicators } from '../../../drivers/index.ts';
import { modbusLights } from '../../../drivers/indicator/modbus/driver.ts';
import type { Flash, GuideLight } from '../../../drivers/indicator/port.ts';
import { modbusPresence } from '../../../drivers/presence/modbus/driver.ts';
import { testIndicator } from '../contract/indicator.ts';
import { boardBench } from '../modbus-io/bench.ts';
import { nearTo } from '../near.ts';
import { looksLike } from './watching.ts';

const channels = { 'id-reader': 0, 'receipt-printer': 1, 'in-service': 5 } as const;
function bench(ask: Parameters<typeof boardBench>[0] & { channels?: Partial<Record<GuideLight, number>> } = {}) {
  const b = boardBench(ask);
  const changes: { readonly channel: number; readonly on: boolean; readonly atMs: number }[] = [];
  b.board.watchCoils(({ channel, on }) => changes.push({ channel, on, atMs: b.clock.now() }));
  const named: Partial<Record<GuideLight, number>> = ask.channels ?? channels;
  return {
    ...b, changes, missing: 'camera' as const,
    indicator: modbusLights(b.near, { clock: b.clock, channels: named }),
    async seen(light: GuideLight): Promise<Flash> {
      const from = changes.length;
      await b.clock.pass(8000);
      return looksLike(changes.slice(from).filter(({ channel }) => channel === named[light]).map(({ atMs }) => atMs), b.board.coils[named[light]!]!);
    },
  };
}
for (const [name, ask] of Object.entries({ 'guide lights on a Modbus board': {}, 'guide lights on a slow line in pieces of 3': { chunkBytes: 3, latencyMs: 15 } })) testIndicator(name, () => bench(ask));

describe('lights on a board', () => {
  test('are told which relay is theirs by the configuration, and touch no other', async () => {
    const b = boardBench();
    b.board.setFault(null);
    const lights = await indicators['modbus-io']!(nearTo({ wire: b.near, settings: { idReader: 3, receiptPrinter: 1, attention: -1, inService: 'x' } }));
    expect(lights.capabilities.lights).toEqual(['id-reader', 'receipt-printer']);
    await lights.set('id-reader', 'continuous');
    expect(b.board.coils.map(Number)).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
    const written = b.board.heard.flatMap((one) => (one.is === 'write-coil' ? [one.at] : one.is === 'write-coils' ? one.bits.map((_, i) => one.from + i) : []));
    expect(new Set(written)).toEqual(new Set([1, 3]));
  });
  test('beyond the last relay are no lights, and the others burn all the same', async () => {
    const b = bench({ channels: { 'id-reader': 6, 'receipt-printer': 7, 'in-service': 8 } });
    expect(await b.clock.until(b.indicator.set('in-service', 'continuous'))).toBe('no-light');
    expect(await b.clock.until(b.indicator.set('receipt-printer', 'continuous'))).toBe('set');
    expect(b.board.coils[7]).toBe(true);
    expect(await b.clock.until(b.indicator.selfTest())).toEqual({ is: 'failed', why: 'not-ready' });
  });
  test('that a power cut at the board put out burn again within seconds', async () => {
    const b = bench();
    await b.clock.until(b.indicator.set('in-service', 'continuous'));
    b.board.restart();
    expect(b.board.coils[5]).toBe(false);
    await b.clock.pass(6000);
    expect(b.board.coils[5]).toBe(true);
  });
  test('on a board that falls silent are offline, and burn again when it speaks', async () => {
    const b = bench();
    await b.clock.until(b.indicator.set('in-service', 'continuous'));
    b.board.setFault('silent');
    expect(await b.clock.until(b.indicator.set('id-reader', 'medium'))).toBe('offline');
    expect(await b.clock.until(b.indicator.status())).toEqual({ is: 'offline', why: 'no-answer' });
    b.board.setFault(null);
    b.board.restart();
    expect([await b.seen('in-service'), await b.seen('id-reader')]).toEqual(['continuous', 'medium']);
  });
  test.each(['noise', 'busy', 'crc', 'garbage', 'failure'] as const)('with %s on the line say only what is true', async (fault) => {
    const b = bench();
    await b.clock.until(b.indicator.status());
    await b.clock.pass(100);
    b.board.setFault(fault);
    const end = await b.clock.until(b.indicator.set('id-reader', 'continuous'));
    expect(end).toBe(fault === 'noise' ? 'set' : fault === 'busy' || fault === 'failure' ? 'no-light' : 'offline');
    expect(b.clock.now()).toBeLessThan(5000);
    b.board.setFault(null);
    b.board.restart();
    expect(await b.clock.until(b.indicator.set('receipt-printer', 'continuous'))).toBe('set');
  });
  test('leave the line alone while nothing burns and nobody watches', async () => {
    const b = bench();
    await b.clock.until(b.indicator.set('id-reader', 'slow'));
    await b.clock.until(b.indicator.clear());
    await b.clock.pass(1000);
    const heard = b.board.heard.length;
    await b.clock.pass(60_000);
    expect(b.board.heard.length).toBe(heard);
  });
  test('share the board with a sensor that is read all the while', async () => {
    const b = bench();
    const sensor = modbusPresence(b.near, { clock: b.clock, input: 2 });
    const seen: string[] = [];
    sensor.watch((status) => seen.push(status.is === 'ready' ? status.somebody : status.is));
    await b.clock.until(b.indicator.set('id-reader', 'medium'));
    await b.clock.pass(3000);
    b.board.setInput(2, true);
    expect(await b.seen('id-reader')).toBe('medium');
    expect(seen).toEqual(['away', 'near']);
  });
  test('never change faster than 3 Hz, whatever is asked for at whatever moment, on a slow line too', async () => {
    const light = fc.constantFrom<GuideLight>('id-reader', 'receipt-printer', 'in-service');
    const flash = fc.constantFrom<Flash>('slow', 'medium');
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(light, flash, fc.integer({ min: 0, max: 1500 })), { maxLength: 12 }), fc.integer({ min: 0, max: 120 }), async (asks, latencyMs) => {
      const b = bench({ latencyMs });
      for (const [which, how, afterMs] of asks) { void b.indicator.set(which, how); await b.clock.pass(afterMs); }
      await b.clock.pass(5000);
      for (const channel of Object.values(channels)) {
        const on = b.changes.filter((change) => change.channel === channel && change.on).map(({ atMs }) => atMs);
        expect(on.filter((at, i) => i >= 3 && at - on[i - 3]! <= 1000)).toEqual([]);
      }
    }), { numRuns: 60 });
  });
});

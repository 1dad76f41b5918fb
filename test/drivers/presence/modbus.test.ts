import { describe, expect, test } from 'vitest';
import { modbusAudio } from '../../../drivers/audio/modbus/driver.ts';
import { modbusPresence } from '../../../drivers/presence/modbus/driver.ts';
import { testPresenceSensor } from '../contract/presence.ts';
import { boardBench } from '../modbus-io/bench.ts';

function bench({ invert = false, input = 2, ...ask }: Parameters<typeof boardBench>[0] & { invert?: boolean; input?: number } = {}) {
  const b = boardBench(ask);
  b.board.setInput(input, invert);
  return { ...b, sensor: modbusPresence(b.near, { clock: b.clock, input, invert }), stand: (somebody: boolean) => b.board.setInput(input, somebody !== invert) };
}
for (const [name, ask] of Object.entries({ 'presence on a Modbus input': {}, 'presence on an input that opens when somebody is near': { invert: true }, 'presence over a slow line, byte by byte': { chunkBytes: 1, latencyMs: 20 } })) testPresenceSensor(name, () => bench(ask));

describe('a sensor on a board', () => {
  test('is read only while somebody watches', async () => {
    const b = bench();
    await b.clock.until(b.sensor.status());
    await b.clock.pass(500);
    const heard = b.board.heard.length;
    await b.clock.pass(30_000);
    expect(b.board.heard.length).toBe(heard);
    const stop = b.sensor.watch(() => {});
    await b.clock.pass(10_000);
    expect(b.board.heard.length - heard).toBeGreaterThan(30);
    stop();
    await b.clock.pass(500);
    const after = b.board.heard.length;
    await b.clock.pass(30_000);
    expect(b.board.heard.length).toBe(after);
  });
  test('on an input that the board does not have knows nothing and says so', async () => {
    const b = bench({ input: 9 });
    expect(await b.clock.until(b.sensor.status())).toEqual({ is: 'ready', somebody: 'unknown' });
    expect(await b.clock.until(b.sensor.selfTest())).toEqual({ is: 'failed', why: 'not-ready' });
  });
  test.each(['silent', 'crc', 'garbage'] as const)('behind a board with %s is offline, never away, and sees again', async (fault) => {
    const b = bench();
    b.stand(true);
    const seen: string[] = [];
    b.sensor.watch((status) => seen.push(status.is === 'ready' ? status.somebody : status.is));
    await b.clock.pass(1000);
    b.board.setFault(fault);
    await b.clock.pass(8000);
    b.board.setFault(null);
    await b.clock.pass(2000);
    expect(seen).toEqual(['near', 'offline', 'near']);
  });
});

test('a sensor goes on seeing beside another device whose input the board does not have', async () => {
  const b = bench();
  const audio = modbusAudio(b.near, { clock: b.clock, input: 20 });
  audio.watch(() => {});
  expect(await b.clock.until(audio.status())).toEqual({ is: 'ready', earphone: 'unknown' });
  b.stand(true);
  expect(await b.clock.until(b.sensor.status())).toEqual({ is: 'ready', somebody: 'near' });
});

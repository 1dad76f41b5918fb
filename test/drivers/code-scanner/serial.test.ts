import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineParser } from '../../../drivers/code-scanner/serial/codec.ts';
import { simSerialScanner } from '../../../drivers/code-scanner/serial/device.ts';
import { serialScanner } from '../../../drivers/code-scanner/serial/driver.ts';
import { joined } from '../../../drivers/transport/bytes.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import { bytesOf, testCodeScanner, token } from '../contract/code-scanner.ts';
import { virtualClock } from '../virtual-clock.ts';

function bench({ end = '\r', aim = false, chunkBytes = 0 }: { end?: string; aim?: boolean; chunkBytes?: number } = {}) {
  const clock = virtualClock();
  const { near, far, line } = wirePair({ clock });
  line.chunkBytes = chunkBytes;
  const send = async (bytes: Uint8Array) => { await clock.pass(1); await far.send(bytes); await clock.pass(1); };
  const coded = (code: string) => bytesOf(`${aim ? ']Q1' : ''}${code}${end}`);
  return {
    clock, line, send, scanner: serialScanner(near, { clock, aim }),
    show: (code: string) => send(coded(code)),
    async showHalf(code: string) {
      const bytes = coded(code);
      await send(bytes.subarray(0, 5));
      return () => send(bytes.subarray(5));
    },
    setUnplugged: (unplugged: boolean) => { if (unplugged) line.unplug(); else line.plug(); },
  };
}
testCodeScanner('simulated serial scanner at the other end, at 9600 baud', () => {
  const clock = virtualClock();
  const { near, far, line } = wirePair({ clock });
  const device = simSerialScanner(far, { clock, baud: 9600, chunkBytes: 16 });
  return {
    clock, scanner: serialScanner(near, { clock }),
    async show(code) { await clock.until(device.holdUp(code)); await clock.pass(1); },
    setUnplugged: (unplugged: boolean) => { if (unplugged) line.unplug(); else line.plug(); },
  };
});
for (const [name, ask] of Object.entries({ 'serial, CR': {}, 'serial, CR LF in pieces of 3': { end: '\r\n', chunkBytes: 3 }, 'serial, LF with AIM identifiers': { end: '\n', aim: true } })) testCodeScanner(name, () => bench(ask));

describe('bytes', () => {
  test.each([['GB 18030', 'c9bdb6ab95 34b235fe9f'], ['UTF-8', 'e5b1b1e4b89cf0a0aeb7'], ['neither', '00ff80c0fe1d1e']])('of %s come through as they are', async (_name, hex) => {
    const b = bench();
    const bytes = Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
    const outcome = b.scanner.scan({ deadlineMs: 5000 });
    await b.send(joined(bytes, Uint8Array.of(0x0d)));
    expect(await b.clock.until(outcome)).toEqual({ is: 'scanned', code: { kind: 'token', bytes, goodForMs: 60_000 } });
  });
  test('two codes in one chunk are two codes: the first is given, the second is nobody\'s', async () => {
    const b = bench();
    const outcome = b.scanner.scan({ deadlineMs: 5000 });
    await b.send(bytesOf('first-code\rsecond-code\r'));
    expect(await b.clock.until(outcome)).toEqual(token('first-code'));
    expect(await b.clock.until(b.scanner.scan({ deadlineMs: 1000 }))).toEqual({ is: 'timed-out' });
  });
  test('of a line that broke off are forgotten after a second', async () => {
    const b = bench();
    const outcome = b.scanner.scan({ deadlineMs: 9000 });
    await b.send(bytesOf('broken-'));
    await b.clock.pass(1100);
    await b.send(bytesOf('whole-code\r'));
    expect(await b.clock.until(outcome)).toEqual(token('whole-code'));
  });
  test('without the AIM identifier the scanner was set to send are damaged', async () => {
    const b = bench({ aim: true });
    const outcome = b.scanner.scan({ deadlineMs: 5000 });
    await b.send(bytesOf('no-identifier\r'));
    expect(await b.clock.until(outcome)).toEqual({ is: 'unreadable' });
  });
  test('of noise shorter than four are no code', async () => {
    const b = bench();
    const outcome = b.scanner.scan({ deadlineMs: 5000 });
    await b.send(bytesOf('\r\nab\rxyz\n\n'));
    await b.send(bytesOf('abcd\r'));
    expect(await b.clock.until(outcome)).toEqual(token('abcd'));
  });
});

describe('whatever arrives', () => {
  const garbage = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 12 });
  test('every line between terminators is given once and in order, however it was cut', () => {
    const inside = fc.uint8Array({ minLength: 4, maxLength: 50 }).map((bytes) => bytes.map((byte) => (byte === 0x0d || byte === 0x0a ? 0x20 : byte)));
    fc.assert(fc.property(fc.array(fc.tuple(inside, fc.constantFrom('\r', '\n', '\r\n')), { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (lines, size) => {
      const parser = lineParser();
      const stream = joined(...lines.flatMap(([bytes, end]) => [bytes, bytesOf(end)]));
      const found = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) => parser.push(stream.subarray(i * size, (i + 1) * size))).flat();
      expect(found).toEqual(lines.map(([bytes]) => ({ is: 'line', bytes })));
    }), { numRuns: 10_000 });
  });
  test('nothing makes it throw or give a line out of bounds, and the next code is read', async () => {
    await fc.assert(fc.asyncProperty(garbage, async (chunks) => {
      const b = bench();
      const first = b.scanner.scan({ deadlineMs: 1000 });
      for (const chunk of chunks) await b.send(chunk);
      const outcome = await b.clock.until(first);
      expect(['scanned', 'timed-out']).toContain(outcome.is);
      if (outcome.is === 'scanned' && outcome.code.kind === 'token') expect(outcome.code.bytes.some((byte) => byte === 0x0d || byte === 0x0a)).toBe(false);
      await b.clock.pass(1100);
      const next = b.scanner.scan({ deadlineMs: 1000 });
      await b.show('code-after-garbage');
      expect(await b.clock.until(next)).toEqual(token('code-after-garbage'));
    }), { numRuns: 300 });
  });
  test('a stream without end takes no memory', () => {
    const parser = lineParser({ longest: 100 });
    for (let i = 0; i < 1000; i++) expect(parser.push(new Uint8Array(1000).fill(0x41))).toEqual([]);
    expect(parser.push(bytesOf('\rgood\r'))).toEqual([{ is: 'spoilt' }, { is: 'line', bytes: bytesOf('good') }]);
  });
});

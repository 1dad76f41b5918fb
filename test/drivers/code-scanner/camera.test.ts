import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { simCamera } from '../../../drivers/camera/sim.ts';
import { codeIn, prepareDecoder } from '../../../drivers/code-scanner/camera/decode.ts';
import { cameraScanner } from '../../../drivers/code-scanner/camera/driver.ts';
import type { Read, ReadCodes } from '../../../drivers/code-scanner/camera/read.ts';
import { longestCodeBytes } from '../../../drivers/code-scanner/code.ts';
import { blank, type Grey, inColour, qrPicture } from '../camera/drawn-codes.ts';
import { bytesOf, testCodeScanner, token } from '../contract/code-scanner.ts';
import { virtualClock } from '../virtual-clock.ts';

const wasmOf = (name: string) => Uint8Array.from(readFileSync(createRequire(import.meta.url).resolve(`zxing-wasm/${name}`))).buffer;
beforeAll(() => prepareDecoder(wasmOf('reader/zxing_reader.wasm')));
const seenIn = (picture: Grey) => codeIn({ width: picture.widthPx, height: picture.heightPx, data: inColour(picture) });

/** A camera of memory and the real decoder; a code is drawn, held up until it was seen, and taken away. */
function bench() {
  const clock = virtualClock();
  const camera = simCamera({ clock, preview: new EventTarget() as MediaStream });
  const reading = new Set<(read: Read) => void>();
  const readCodes: ReadCodes = (preview, tell) => {
    reading.add(tell);
    if (!preview) queueMicrotask(() => tell({ is: 'ready' }));
    return () => { reading.delete(tell); };
  };
  const tell = (read: Read) => { for (const one of new Set(reading)) one(read); };
  return {
    clock, camera, reading, tell, scanner: cameraScanner(camera, readCodes, { clock }),
    async show(code: string) {
      await clock.pass(1);
      // No drawn code holds more; a decoder gone wrong might say so.
      const bytes = code.length > longestCodeBytes ? Uint8Array.from(bytesOf(code)) : await seenIn(qrPicture(code));
      if (bytes) tell({ is: 'code', bytes });
      await clock.pass(1);
    },
    setUnplugged: (unplugged: boolean) => camera.setTrouble(unplugged ? 'no-wire' : null),
  };
}
testCodeScanner('camera as a scanner', bench);

describe('the camera', () => {
  test('films only while somebody waits: off before, and after a code, the deadline and a call off', async () => {
    const { clock, camera, reading, scanner, show } = bench();
    const films = () => [camera.isOn, reading.size];
    expect(films()).toEqual([false, 0]);
    const first = scanner.scan({ deadlineMs: 5000 });
    await clock.pass(10);
    expect(films()).toEqual([true, 1]);
    await show('a-code-of-somebody');
    expect(films()).toEqual([false, 0]);
    await clock.until(first);
    expect(await clock.until(scanner.scan({ deadlineMs: 3000 }))).toEqual({ is: 'timed-out' });
    await clock.pass(1);
    expect(films()).toEqual([false, 0]);
    const stop = new AbortController();
    const last = scanner.scan({ deadlineMs: 5000, signal: stop.signal });
    await clock.pass(10);
    expect(films()).toEqual([true, 1]);
    stop.abort();
    await clock.until(last);
    await clock.pass(1);
    expect(films()).toEqual([false, 0]);
  });
  test('is off within the same breath as a code is seen, before anybody hears of it', async () => {
    const { clock, camera, tell, scanner } = bench();
    const outcome = scanner.scan({ deadlineMs: 5000 });
    await clock.pass(10);
    tell({ is: 'code', bytes: Uint8Array.from(bytesOf('a-code-of-somebody')) });
    expect(camera.isOn).toBe(false);
    expect(await clock.until(outcome)).toEqual(token('a-code-of-somebody'));
  });
  test('that is slow to come on for a wait that is over stays off, and the next wait gets it', async () => {
    const { clock, camera, scanner, show } = bench();
    camera.setTrouble('mute');
    expect(await clock.until(scanner.scan({ deadlineMs: 500 }))).toEqual({ is: 'timed-out' });
    camera.setTrouble(null);
    const next = scanner.scan({ deadlineMs: 5000 });
    await show('a-code-of-somebody');
    expect(await clock.until(next)).toEqual(token('a-code-of-somebody'));
  });
  test('that does not answer, and a decoder that breaks, end the wait as a scanner that is not there', async () => {
    const { clock, camera, tell, scanner, show } = bench();
    camera.setTrouble('mute');
    expect(await clock.until(scanner.scan({ deadlineMs: 60_000 }))).toEqual({ is: 'offline', why: 'no-wire' });
    camera.setTrouble(null);
    const broken = scanner.scan({ deadlineMs: 5000 });
    await clock.pass(10);
    tell({ is: 'broken' });
    expect(await clock.until(broken)).toEqual({ is: 'offline', why: 'no-wire' });
    expect(camera.isOn).toBe(false);
    const next = scanner.scan({ deadlineMs: 5000 });
    await show('a-code-of-somebody');
    expect(await clock.until(next)).toEqual(token('a-code-of-somebody'));
  });
  test('and the decoder are both tried by the self-test', async () => {
    const { clock, camera, scanner } = bench();
    expect(await clock.until(scanner.selfTest())).toEqual({ is: 'passed', device: 'sim' });
    expect(camera.isOn).toBe(false);
    camera.setTrouble('forbidden');
    expect(await clock.until(scanner.selfTest())).toEqual({ is: 'failed', why: 'not-authorised' });
    const deaf = cameraScanner(simCamera(), (_preview, tell) => { queueMicrotask(() => tell({ is: 'broken' })); return () => {}; });
    expect(await deaf.selfTest()).toEqual({ is: 'failed', why: 'self-test-failed' });
  });
  test('without a moving picture is no scanner', async () => {
    const scanner = cameraScanner(simCamera(), () => () => {});
    expect(await scanner.scan({ deadlineMs: 1000 })).toEqual({ is: 'offline', why: 'no-wire' });
  });
});

describe('the decoder', () => {
  test.each([
    ['of ours', bytesOf('SD-0001-20261104-0042-0')], ['in UTF-8', bytesOf('办件回执：山亭区𠮷')], ['in GB 18030', Uint8Array.of(0xc9, 0xbd, 0xb6, 0xab, 0x95, 0x34, 0xb2, 0x35)],
    ['neither, with zeros and line ends', Uint8Array.of(0, 0xff, 0x0d, 0x0a, 0x80, 0, 0x1d, 0xfe)], ['long', Uint8Array.from({ length: 600 }, (_, i) => (i * 7) & 0xff)],
  ])('gives the bytes of a QR code exactly: %s', async (_name, bytes) => {
    expect(await seenIn(qrPicture(bytes))).toEqual(bytes);
  });
  test('reads it light on dark, upside down and small', async () => {
    const plain = qrPicture('TOKEN-abc-123');
    const dark = { ...plain, dots: plain.dots.map((dot) => 255 - dot) };
    const turned = { ...plain, dots: plain.dots.toReversed() };
    const small = blank();
    for (let y = 0; y < 160; y++) for (let x = 0; x < 213; x++) small.dots[(y + 200) * 640 + x + 50] = plain.dots[y * 3 * 640 + x * 3]!;
    for (const picture of [dark, turned, small]) expect(await seenIn(picture)).toEqual(bytesOf('TOKEN-abc-123'));
  });
  test.each(['DataMatrix', 'Code128'] as const)('reads %s too', async (format) => {
    await prepareZXingModule({ overrides: { wasmBinary: wasmOf('writer/zxing_writer.wasm') }, fireImmediately: true });
    const { symbol } = await writeBarcode('SD-0001-20261104-0042-0', { format, scale: 1 });
    const picture = blank();
    const dotPx = Math.floor(Math.min(600 / symbol.width, 400 / symbol.height));
    const tall = format === 'Code128' ? Math.ceil(120 / symbol.height) : dotPx;
    for (let y = 0; y < symbol.height * tall; y++) for (let x = 0; x < symbol.width * dotPx; x++) picture.dots[(y + 40) * 640 + x + 20] = symbol.data[Math.floor(y / tall) * symbol.width + Math.floor(x / dotPx)]!;
    expect(await seenIn(picture)).toEqual(bytesOf('SD-0001-20261104-0042-0'));
  });
  test('sees nothing on an empty sheet, in noise, and in half a code', async () => {
    const noise = blank();
    noise.dots.forEach((_, i) => { noise.dots[i] = (Math.imul(i, 2_654_435_761) >>> 24); });
    const half = qrPicture('TOKEN-abc-123');
    half.dots.fill(255, half.dots.length / 2);
    for (const picture of [blank(), noise, half]) expect(await seenIn(picture)).toBeUndefined();
  });
  test('takes the larger of two: the one held up, not the one on the wall behind', async () => {
    const two = qrPicture('on-the-wall', 'held-up-here');
    const [small, large] = [qrPicture('on-the-wall', 'x'), qrPicture('y', `held-up-here ${'z'.repeat(4)}`)];
    for (let y = 0; y < 480; y++) {
      for (let x = 0; x < 320; x++) two.dots[y * 640 + x] = y < 240 && x < 160 ? small.dots[y * 2 * 640 + x * 2]! : 255;
      for (let x = 320; x < 640; x++) two.dots[y * 640 + x] = large.dots[y * 640 + x]!;
    }
    expect(await seenIn(two)).toEqual(bytesOf('held-up-here zzzz'));
  });
});

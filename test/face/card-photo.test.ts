import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameLimits, photoLimits, type Unpack, unpackFile, unpackPhoto } from '../../kiosk/face/card-photo.ts';
import { bmp, claim } from './picture-files.ts';

const notAsked: Unpack = () => { throw new Error('it was to be refused by its header alone'); };
const grey = (widthPx: number, heightPx: number) => ({ widthPx, heightPx, rgba: new Uint8ClampedArray(widthPx * heightPx * 4) });
const file = (bytes: Uint8Array, unpack: Unpack = notAsked) => unpackFile(bytes, unpack);

test('a bitmap as a card’s decoder hands it over comes out pixel by pixel, upside down or not', async () => {
  for (const height of [126, -126]) {
    const read = await file(bmp(102, height, [10, 20, 30]));
    expect(read).toMatchObject({ ok: true, value: { widthPx: 102, heightPx: 126 } });
    if (read.ok) expect([...read.value.rgba.subarray(0, 4)]).toEqual([10, 20, 30, 255]);
  }
});
test.each(['jpeg', 'png', 'bmp'] as const)('a %s that says it is 10,000 × 10,000 or 1 × 1 is refused before it is unpacked', async (kind) => {
  expect(await file(claim(kind, 10_000, 10_000))).toEqual({ ok: false, problem: 'too-large' });
  expect(await file(claim(kind, 1, 1))).toEqual({ ok: false, problem: 'too-small' });
  expect(await file(claim(kind, 0, 126))).toEqual({ ok: false, problem: 'too-small' });
});
test('a JPEG of the right size is handed on to the browser, once', async () => {
  let asked = 0;
  const read = await file(claim('jpeg', 102, 126), async (_bytes, kind) => { asked++; expect(kind).toBe('jpeg'); return grey(102, 126); });
  expect([read.ok, asked]).toEqual([true, 1]);
});
test('a file that unpacks to another size than its header said is not believed', async () => {
  expect(await file(claim('png', 102, 126), async () => grey(5000, 5000))).toEqual({ ok: false, problem: 'unreadable' });
});
test('more bytes than a photo may have are refused unread', async () => {
  expect(await file(new Uint8Array(photoLimits.mostBytes + 1))).toEqual({ ok: false, problem: 'too-large' });
});
test('decoded rows are believed only as far as they go', async () => {
  const rgba = new Uint8ClampedArray(102 * 126 * 4);
  expect(await unpackPhoto({ is: 'pixels', widthPx: 102, heightPx: 126, rgba }, notAsked)).toMatchObject({ ok: true });
  expect(await unpackPhoto({ is: 'pixels', widthPx: 102, heightPx: 127, rgba }, notAsked)).toEqual({ ok: false, problem: 'unreadable' });
  expect(await unpackPhoto({ is: 'pixels', widthPx: 10.5, heightPx: 126, rgba }, notAsked)).toEqual({ ok: false, problem: 'unreadable' });
  expect(await unpackPhoto({ is: 'pixels', widthPx: 1e9, heightPx: 1e9, rgba }, notAsked)).toEqual({ ok: false, problem: 'too-large' });
});

test('a cut off, mutilated or invented file never throws, and nothing larger than allowed comes out of it', async () => {
  const seeds = [bmp(102, 126), claim('jpeg', 102, 126), claim('png', 102, 126), claim('bmp', 500, 500)];
  const mutilated = fc.tuple(fc.constantFrom(...seeds), fc.nat(60_000), fc.array(fc.tuple(fc.nat(120), fc.integer({ min: 0, max: 255 })), { maxLength: 12 })).map(([seed, length, hits]) => {
    const bytes = seed.slice(0, length);
    for (const [at, value] of hits) if (at < bytes.length) bytes[at] = value;
    return bytes;
  });
  let unpacked = 0;
  await fc.assert(fc.asyncProperty(fc.oneof(mutilated, fc.uint8Array({ maxLength: 400 })), async (bytes) => {
    for (const limits of [photoLimits, frameLimits]) {
      const read = await unpackFile(bytes, async () => null, limits);
      if (!read.ok) { expect(['too-small', 'too-large', 'unreadable']).toContain(read.problem); continue; }
      unpacked++;
      expect(Math.max(read.value.widthPx, read.value.heightPx)).toBeLessThanOrEqual(limits.mostPx);
      expect(read.value.rgba.length).toBe(read.value.widthPx * read.value.heightPx * 4);
    }
  }), { numRuns: 2000 });
  expect(unpacked).toBeGreaterThan(0);
});

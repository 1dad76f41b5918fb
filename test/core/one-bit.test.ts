import { describe, expect, test } from 'vitest';
import { oneBit } from '../../kiosk/papers/one-bit.ts';

/** A picture of rows of greys, 0 black to 255 white. */
function greys(...rows: readonly (readonly number[])[]) {
  const width = rows[0]!.length;
  return { width, height: rows.length, data: Uint8ClampedArray.from(rows.flatMap((row) => row.flatMap((g) => [g, g, g, 255]))) };
}
const bitsOf = (picture: Parameters<typeof oneBit>[0]) => [...oneBit(picture).bits].map((byte) => byte.toString(2).padStart(8, '0'));

describe('a picture in one bit', () => {
  test('is black where it is dark, the leftmost dot in the highest bit', () => {
    expect(bitsOf(greys([0, 255, 255, 255, 255, 255, 255, 0]))).toEqual(['10000001']);
  });
  test('keeps the grey edge of a thin stroke, and drops the haze around it', () => {
    expect(bitsOf(greys([0, 100, 169, 170, 200, 255, 255, 255]))).toEqual(['11100000']);
  });
  test('starts each row on a new byte, and leaves what is beyond the edge white', () => {
    const dark = Array.from({ length: 10 }, () => 0);
    expect(oneBit(greys(dark, dark))).toMatchObject({ widthDots: 10, heightDots: 2 });
    expect(bitsOf(greys(dark, dark))).toEqual(['11111111', '11000000', '11111111', '11000000']);
  });
  test('weighs colours as the eye does: yellow is paper, blue is ink', () => {
    const pixel = (...rgb: readonly number[]) => ({ width: 1, height: 1, data: Uint8ClampedArray.from([...rgb, 255]) });
    expect([bitsOf(pixel(255, 255, 0)), bitsOf(pixel(0, 0, 255)), bitsOf(pixel(255, 0, 0)), bitsOf(pixel(0, 255, 0))]).toEqual([['00000000'], ['10000000'], ['10000000'], ['10000000']]);
  });
  test('of nothing is nothing', () => {
    expect(oneBit({ width: 0, height: 0, data: new Uint8ClampedArray() })).toEqual({ widthDots: 0, heightDots: 0, bits: new Uint8Array() });
  });
});

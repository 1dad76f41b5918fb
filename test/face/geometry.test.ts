import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply, inverse, similarity, warp } from '../../kiosk/face/align.ts';
import { resize, surroundings } from '../../kiosk/face/crop.ts';
import { fitInto, letterbox } from '../../kiosk/face/letterbox.ts';
import { emptyInput } from '../../kiosk/face/model-input.ts';
import type { Face, Picture, Point } from '../../kiosk/face/picture.ts';
import { yunetFaces } from '../../kiosk/face/yunet.ts';

/** A picture whose red is the column and whose green the row. */
function ramp(widthPx: number, heightPx: number): Picture {
  const rgba = new Uint8ClampedArray(widthPx * heightPx * 4);
  for (let y = 0; y < heightPx; y++) for (let x = 0; x < widthPx; x++) rgba.set([x, y, 9, 255], (y * widthPx + x) * 4);
  return { widthPx, heightPx, rgba };
}
const asIs = { order: 'rgb', scale: 1, shift: 0 } as const;
const target: readonly Point[] = [[38.3, 51.7], [73.5, 51.5], [56, 71.7], [41.5, 92.4], [70.7, 92.2]];

describe('the five points', () => {
  test('moved, turned and scaled are brought back to where they belong', () => {
    fc.assert(fc.property(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: 0.2, max: 8, noNaN: true }), fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }), (angle, scale, e, f) => {
      const move = { a: scale * Math.cos(angle), b: scale * Math.sin(angle), e, f };
      const back = similarity(target.map((point) => apply(move, point)), target);
      for (const point of target) {
        const [x, y] = apply(back, apply(move, point));
        expect(Math.hypot(x - point[0], y - point[1])).toBeLessThan(1e-6);
      }
      expect(apply(inverse(move), apply(move, [3, 4]))[0]).toBeCloseTo(3, 6);
    }));
  });
  test('that all lie on one spot make no infinite picture', () => {
    expect(similarity(target.map(() => [5, 5] as const), target)).toMatchObject({ a: 1, b: 0 });
  });
  test('a picture moved by whole pixels is the same picture, and black outside it', () => {
    const out = emptyInput(8, 8);
    warp(ramp(20, 20), { a: 1, b: 0, e: -15, f: -3 }, asIs, out);
    expect([out.values[0], out.values[64], out.values[4]]).toEqual([15, 3, 19]);
    expect(out.values[6]).toBe(0);
  });
});

describe('channels', () => {
  test('stand in the order the manifest says, scaled and shifted', () => {
    const picture: Picture = { widthPx: 1, heightPx: 1, rgba: Uint8ClampedArray.of(10, 20, 30, 255) };
    for (const [order, expected] of [['rgb', [10, 20, 30]], ['bgr', [30, 20, 10]]] as const) {
      const out = emptyInput(1, 1);
      resize(picture, { left: 0, top: 0, right: 0, bottom: 0 }, { order, scale: 2, shift: -1 }, out);
      expect([...out.values]).toEqual(expected.map((value) => value * 2 - 1));
      letterbox(picture, { widthPx: 1, heightPx: 1, scale: 1 }, { order, scale: 2, shift: -1 }, out);
      expect([...out.values]).toEqual(expected.map((value) => value * 2 - 1));
      warp(picture, { a: 1, b: 0, e: 0, f: 0 }, { order, scale: 2, shift: -1 }, out);
      expect([...out.values]).toEqual(expected.map((value) => value * 2 - 1));
    }
  });
});

describe('letterboxing', () => {
  test('keeps proportions and fills to whole strides', () => {
    expect(fitInto({ widthPx: 640, heightPx: 480 }, { sides: 'any', multipleOf: 32, longestPx: 320 })).toEqual({ widthPx: 320, heightPx: 256, scale: 0.5 });
    expect(fitInto({ widthPx: 102, heightPx: 126 }, { sides: 'any', multipleOf: 32, longestPx: 320 })).toMatchObject({ widthPx: 288, heightPx: 320 });
    expect(fitInto({ widthPx: 1280, heightPx: 720 }, { sides: 'fixed', widthPx: 640, heightPx: 640 })).toEqual({ widthPx: 640, heightPx: 640, scale: 0.5 });
  });
  test('of any size to any other keeps a plain colour plain, to the last pixel', () => {
    const side = fc.integer({ min: 1, max: 200 });
    fc.assert(fc.property(side, side, (widthPx, heightPx) => {
      const picture: Picture = { widthPx, heightPx, rgba: new Uint8ClampedArray(widthPx * heightPx * 4).fill(77) };
      const fit = fitInto(picture, { sides: 'any', multipleOf: 32, longestPx: 64 });
      const out = emptyInput(fit.widthPx, fit.heightPx);
      letterbox(picture, fit, asIs, out);
      for (const value of out.values) expect(Math.abs(value - 77) < 0.01 || value === 0).toBe(true);
      expect(out.values[0]).toBeCloseTo(77, 3);
    }), { numRuns: 50 });
  });
});

describe('YuNet’s outputs', () => {
  /** One cell of the coarsest grid of a 64 × 64 input says there is a face. */
  const outputs = (hits: readonly (readonly [cell: number, score: number])[]) => (name: string) => {
    const cells = (64 / Number(name.split('_')[1])) ** 2;
    const values = new Float32Array(cells * (name.startsWith('bbox') ? 4 : name.startsWith('kps') ? 10 : 1));
    if (name.endsWith('_32') && /cls|obj/.test(name)) for (const [cell, score] of hits) values[cell] = score;
    return values;
  };
  const limits = { score: 0.6, overlap: 0.3 };
  test('become boxes and points in pixels of the picture', () => {
    expect(yunetFaces(outputs([[3, 0.9]]), { widthPx: 64, scale: 0.5 }, limits)).toMatchObject([{ xPx: 32, yPx: 32, widthPx: 64, heightPx: 64, points: [[64, 64], [64, 64], [64, 64], [64, 64], [64, 64]] }]);
  });
  test('below the threshold are none, and neighbours that do not overlap stay two', () => {
    expect(yunetFaces(outputs([[0, 0.5]]), { widthPx: 64, scale: 1 }, limits)).toEqual([]);
    expect(yunetFaces(outputs([[0, 0.9], [3, 0.8]]), { widthPx: 64, scale: 1 }, limits).map(({ score }) => Math.round(score * 10))).toEqual([9, 8]);
  });
  test('that are not numbers are no faces', () => {
    const broken = (name: string) => outputs([[0, 1]])(name).map((value) => (name.startsWith('bbox') ? Number.NaN : value));
    expect(yunetFaces(broken, { widthPx: 64, scale: 1 }, limits)).toEqual([]);
  });
});

test('what an attack model sees lies inside the picture, wherever the face is', () => {
  const side = fc.integer({ min: -300, max: 900 });
  fc.assert(fc.property(side, side, fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }), fc.constantFrom(2.7, 4), (xPx, yPx, widthPx, heightPx, scale) => {
    const face: Face = { score: 1, xPx, yPx, widthPx, heightPx, points: [[0, 0], [1, 0], [0, 1], [0, 2], [1, 2]] };
    const { left, top, right, bottom } = surroundings({ widthPx: 640, heightPx: 480 }, face, scale);
    const picture = ramp(640, 480);
    const out = emptyInput(4, 4);
    resize(picture, { left, top, right, bottom }, asIs, out);
    for (const value of out.values) expect(Number.isFinite(value)).toBe(true);
    expect(left >= 0 && top >= 0).toBe(true);
  }), { numRuns: 60 });
});

import type { ModelInput, PixelFormat } from './model-input.ts';
import { planes } from './model-input.ts';
import type { Picture, Point } from './picture.ts';

/** x′ = a·x − b·y + e, y′ = b·x + a·y + f: turned, scaled and moved, never mirrored or sheared. */
export interface Similarity { readonly a: number; readonly b: number; readonly e: number; readonly f: number }

/** The similarity that brings `from` closest to `to`, by least squares. Points that all lie on one spot only move. */
export function similarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const [fromX, fromY] = middle(from);
  const [toX, toY] = middle(to);
  let spread = 0, a = 0, b = 0;
  from.forEach(([px, py], i) => {
    const [x, y] = [px - fromX, py - fromY];
    const [u, v] = [to[i]![0] - toX, to[i]![1] - toY];
    spread += x * x + y * y;
    a += x * u + y * v;
    b += x * v - y * u;
  });
  [a, b] = spread > 0 && a * a + b * b > 0 ? [a / spread, b / spread] : [1, 0];
  return { a, b, e: toX - a * fromX + b * fromY, f: toY - b * fromX - a * fromY };
}

export const apply = ({ a, b, e, f }: Similarity, [x, y]: Point): Point => [a * x - b * y + e, b * x + a * y + f];

export function inverse({ a, b, e, f }: Similarity): Similarity {
  const size = a * a + b * b;
  return { a: a / size, b: -b / size, e: -(a * e + b * f) / size, f: (b * e - a * f) / size };
}

function middle(points: readonly Point[]): Point {
  return [points.reduce((sum, [x]) => sum + x, 0) / points.length, points.reduce((sum, [, y]) => sum + y, 0) / points.length];
}

/** A face much larger than the input is averaged, so that single hairs do not become patterns. */
const mostTapsAcross = 4;

/** Draws the picture, moved by `move`, into the input; black outside the picture; bilinear. */
export function warp(picture: Picture, move: Similarity, { order, scale, shift }: PixelFormat, out: ModelInput): void {
  const back = inverse(move);
  const across = Math.min(mostTapsAcross, Math.max(1, Math.round(Math.hypot(back.a, back.b))));
  const [red, green, blue] = planes(out, order);
  const sum = new Float64Array(3);
  for (let y = 0; y < out.heightPx; y++) {
    for (let x = 0; x < out.widthPx; x++) {
      sum.fill(0);
      for (let j = 0; j < across; j++) {
        for (let i = 0; i < across; i++) {
          const [u, v] = [x + (i + 0.5) / across - 0.5, y + (j + 0.5) / across - 0.5];
          addSample(picture, back.a * u - back.b * v + back.e, back.b * u + back.a * v + back.f, sum);
        }
      }
      const k = y * out.widthPx + x;
      const share = scale / (across * across);
      out.values[red + k] = sum[0]! * share + shift;
      out.values[green + k] = sum[1]! * share + shift;
      out.values[blue + k] = sum[2]! * share + shift;
    }
  }
}

/** Adds the colour between the four pixels around a spot. */
function addSample({ widthPx, heightPx, rgba }: Picture, x: number, y: number, sum: Float64Array): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  for (let j = 0; j < 2; j++) {
    const row = top + j;
    if (row < 0 || row >= heightPx) continue;
    const high = j === 0 ? top + 1 - y : y - top;
    for (let i = 0; i < 2; i++) {
      const column = left + i;
      if (column < 0 || column >= widthPx) continue;
      const weight = high * (i === 0 ? left + 1 - x : x - left);
      const at = (row * widthPx + column) * 4;
      sum[0]! += weight * rgba[at]!;
      sum[1]! += weight * rgba[at + 1]!;
      sum[2]! += weight * rgba[at + 2]!;
    }
  }
}

import type { ModelInput, PixelFormat } from './model-input.ts';
import { planes } from './model-input.ts';
import type { Box, Face, Picture, Point } from './picture.ts';

/** Whole pixels, both ends part of it. */
export interface PixelBox { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/**
 * What an attack model sees: the face's box with its surroundings, `scale` times as large where the picture has as much, moved
 * inside it (as Silent-Face cuts it, to the pixel: a picture's edge and a hand that holds it lie around the face).
 */
export function surroundings({ widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number }, face: Box, scale: number): PixelBox {
  const [x, y] = [Math.trunc(face.xPx), Math.trunc(face.yPx)];
  const [width, height] = [Math.max(1, Math.trunc(face.widthPx)), Math.max(1, Math.trunc(face.heightPx))];
  const by = Math.min((heightPx - 1) / height, (widthPx - 1) / width, scale);
  const [left, right] = inside(x + width / 2, width * by, widthPx);
  const [top, bottom] = inside(y + height / 2, height * by, heightPx);
  return { left, top, right, bottom };
}

function inside(centre: number, length: number, limit: number): readonly [number, number] {
  let from = centre - length / 2;
  let to = centre + length / 2;
  if (from < 0) { to -= from; from = 0; }
  if (to > limit - 1) { from -= to - limit + 1; to = limit - 1; }
  return [Math.max(0, Math.trunc(from)), Math.max(0, Math.trunc(to))];
}

/** The square around an eye whose side is the distance between the eyes × `scale`; it may reach outside the picture. */
export function aroundEye({ points: [right, left] }: Face, eye: Point, scale: number): PixelBox {
  const half = (Math.hypot(left[0] - right[0], left[1] - right[1]) * scale) / 2;
  return { left: Math.round(eye[0] - half), top: Math.round(eye[1] - half), right: Math.round(eye[0] + half), bottom: Math.round(eye[1] + half) };
}

/** Draws that part of the picture into the input; linear between pixels' middles, the picture's edge goes on outside it. */
export function resize({ widthPx, heightPx, rgba }: Picture, { left, top, right, bottom }: PixelBox, { order, scale, shift }: PixelFormat, out: ModelInput): void {
  const columns = steps(left, right, out.widthPx, widthPx);
  const rows = steps(top, bottom, out.heightPx, heightPx);
  const begin = planes(out, order);
  for (let y = 0; y < out.heightPx; y++) {
    const [above, below, low] = [rows.near[y]! * widthPx, rows.far[y]! * widthPx, rows.share[y]!];
    for (let x = 0; x < out.widthPx; x++) {
      const [west, east, far] = [columns.near[x]!, columns.far[x]!, columns.share[x]!];
      for (let channel = 0; channel < 3; channel++) {
        const upper = (1 - far) * rgba[(above + west) * 4 + channel]! + far * rgba[(above + east) * 4 + channel]!;
        const lower = (1 - far) * rgba[(below + west) * 4 + channel]! + far * rgba[(below + east) * 4 + channel]!;
        out.values[begin[channel]! + y * out.widthPx + x] = ((1 - low) * upper + low * lower) * scale + shift;
      }
    }
  }
}

/** For each pixel of the result's axis the two it lies between, and the share of the second. */
function steps(from: number, to: number, count: number, limit: number) {
  const length = to - from + 1;
  const near = new Int32Array(count), far = new Int32Array(count), share = new Float64Array(count);
  const within = (at: number) => Math.min(limit - 1, Math.max(0, at));
  for (let i = 0; i < count; i++) {
    const at = Math.max(0, Math.min(length - 1, ((i + 0.5) * length) / count - 0.5));
    near[i] = within(from + Math.floor(at));
    far[i] = within(from + Math.min(length - 1, Math.floor(at) + 1));
    share[i] = at - Math.floor(at);
  }
  return { near, far, share };
}

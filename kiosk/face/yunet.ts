import type { Face, FivePoints, Point } from './picture.ts';
import { overlap } from './picture.ts';

/** One of the detector's outputs by name: `cls_8`, `obj_8`, `bbox_8`, `kps_8`, and the same for 16 and 32. */
export type YunetOutputs = (name: string) => Float32Array;
const strides = [8, 16, 32];
/** No crowd in front of a kiosk has more; a hostile picture shall not make the search for overlaps long. */
const mostCandidates = 256;

/**
 * The faces YuNet found, surest first, in pixels of the picture. For each cell of a grid of 8, 16 and 32 px: score = √(class ·
 * object), centre = (column + dx) · stride, size = exp(d) · stride, points = (column + kx) · stride.
 */
export function yunetFaces(outputs: YunetOutputs, { widthPx, scale }: { readonly widthPx: number; readonly scale: number }, { score: least, overlap: most }: { readonly score: number; readonly overlap: number }): readonly Face[] {
  const found: Face[] = [];
  for (const stride of strides) {
    const columns = widthPx / stride;
    const [classes, objects, boxes, points] = ['cls', 'obj', 'bbox', 'kps'].map((name) => outputs(`${name}_${stride}`));
    for (let cell = 0; cell < classes!.length; cell++) {
      const score = Math.sqrt(unit(classes![cell]!) * unit(objects![cell]!));
      if (score < least) continue;
      const column = cell % columns;
      const row = Math.floor(cell / columns);
      const across = (value: number) => ((column + value) * stride) / scale;
      const down = (value: number) => ((row + value) * stride) / scale;
      const [dx, dy, dw, dh] = boxes!.subarray(4 * cell, 4 * cell + 4) as unknown as [number, number, number, number];
      const boxWidthPx = (Math.exp(dw) * stride) / scale;
      const boxHeightPx = (Math.exp(dh) * stride) / scale;
      const face: Face = {
        score, xPx: across(dx) - boxWidthPx / 2, yPx: down(dy) - boxHeightPx / 2, widthPx: boxWidthPx, heightPx: boxHeightPx,
        points: [0, 1, 2, 3, 4].map((n): Point => [across(points![10 * cell + 2 * n]!), down(points![10 * cell + 2 * n + 1]!)]) as unknown as FivePoints,
      };
      if (Number.isFinite(face.xPx + face.yPx + boxWidthPx + boxHeightPx)) found.push(face);
    }
  }
  return withoutOverlaps(found, most);
}

const unit = (value: number): number => Math.min(1, Math.max(0, value));

/** Of boxes that overlap by more than `most` only the surest stays. */
export function withoutOverlaps(faces: readonly Face[], most: number): readonly Face[] {
  const kept: Face[] = [];
  for (const face of faces.toSorted((a, b) => b.score - a.score).slice(0, mostCandidates)) {
    if (kept.every((other) => overlap(face, other) <= most)) kept.push(face);
  }
  return kept;
}

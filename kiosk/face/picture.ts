/** A picture as a canvas has it: red, green, blue and opacity, a byte each, row by row from the top left. */
export interface Picture { readonly widthPx: number; readonly heightPx: number; readonly rgba: Uint8ClampedArray<ArrayBuffer> }
/** Pixels from the left and from the top. */
export type Point = readonly [x: number, y: number];
/** Right eye, left eye, nose, right and left corner of the mouth, as the person has them: the right eye is on the picture's left. */
export type FivePoints = readonly [Point, Point, Point, Point, Point];
export interface Box { readonly xPx: number; readonly yPx: number; readonly widthPx: number; readonly heightPx: number }
/** A face in a picture. `score`: how sure the detector is, 0 to 1. */
export interface Face extends Box { readonly score: number; readonly points: FivePoints }

/** Share of two boxes' union that both cover, 0 to 1. */
export function overlap(a: Box, b: Box): number {
  const across = Math.min(a.xPx + a.widthPx, b.xPx + b.widthPx) - Math.max(a.xPx, b.xPx);
  const down = Math.min(a.yPx + a.heightPx, b.yPx + b.heightPx) - Math.max(a.yPx, b.yPx);
  if (across <= 0 || down <= 0) return 0;
  return (across * down) / (a.widthPx * a.heightPx + b.widthPx * b.heightPx - across * down);
}

const distance = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(bx - ax, by - ay);
/** Between the eyes, px. */
export const eyeDistancePx = ({ points: [right, left] }: Face): number => distance(right, left);
/** Of several faces the one meant: the largest, unless it stands far from the middle. */
export function mainFace(faces: readonly Face[], { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number }): Face | undefined {
  const weightOf = (face: Face) => {
    const offX = face.xPx + face.widthPx / 2 - widthPx / 2;
    const offY = face.yPx + face.heightPx / 2 - heightPx / 2;
    return face.widthPx * face.heightPx - 2 * (offX * offX + offY * offY);
  };
  return faces.toSorted((a, b) => weightOf(b) - weightOf(a))[0];
}

import type { FivePoints, Point } from './picture.ts';

/**
 * Where the nose lies against the eyes and the mouth, in the two directions these three give. A flat picture, however held, turned
 * or tilted, keeps both numbers (they are affine invariants; a camera's perspective moves them a little); a head, whose nose
 * stands before its plane, does not. That is why a challenge is measured by them.
 */
export interface Pose {
  /** From the middle of the eyes towards the left eye, in distances between the eyes: 0 straight on, more when the person turns to their own left. */
  readonly turn: number;
  /** From the middle of the eyes towards the middle of the mouth, in distances between these: about a half straight on, more with the head down. */
  readonly nod: number;
  /** Of the line between the eyes against the picture, degrees. */
  readonly rollDegrees: number;
}

export function poseOf({ points }: { readonly points: FivePoints }): Pose {
  const [right, left, nose, mouthRight, mouthLeft] = points;
  const eyes = between(right, left);
  const across: Point = [left[0] - right[0], left[1] - right[1]];
  const mouth = between(mouthRight, mouthLeft);
  const down: Point = [mouth[0] - eyes[0], mouth[1] - eyes[1]];
  const to: Point = [nose[0] - eyes[0], nose[1] - eyes[1]];
  const area = across[0] * down[1] - across[1] * down[0];
  // Points on one line are no face; far beyond any limit is "turned".
  if (Math.abs(area) < 1e-9) return { turn: Number.MAX_VALUE, nod: Number.MAX_VALUE, rollDegrees: 180 };
  return {
    turn: (to[0] * down[1] - to[1] * down[0]) / area,
    nod: (across[0] * to[1] - across[1] * to[0]) / area,
    rollDegrees: (Math.atan2(across[1], across[0]) * 180) / Math.PI,
  };
}

const between = ([ax, ay]: Point, [bx, by]: Point): Point => [(ax + bx) / 2, (ay + by) / 2];

/** Looks into the camera nearly straight: such a picture is compared and judged. Webcam frames of people asked to look straight stay within 0.15 and 0.52 to 0.66. */
export const isStraight = ({ turn, nod, rollDegrees }: Pose): boolean => Math.abs(turn) <= 0.2 && nod >= 0.4 && nod <= 0.78 && Math.abs(rollDegrees) <= 25;

import type { Appearance } from './appearance.ts';
import { eyeDistancePx, type Face, mainFace } from './picture.ts';
import { isStraight, poseOf } from './pose.ts';
import type { QualityProblem } from './port.ts';

/**
 * Limits of the quality gate, set just outside what good pictures have: of 180 webcam frames of living Chinese subjects (NUAA)
 * the darkest has a brightness of 42, the least sure a score of 0.89, the least detailed 0.48; of 388 press photos (LFW) one in a
 * hundred lies beyond 0.34 for detail and 24 for the colour of the lower face; none has its brightness outside 0.64 to 1.34, or
 * under 0.39 of the forehead's (webcam: 0.47).
 */
export interface QualityLimits {
  /** Less than this between the eyes would have to be blown up for the recognisers. */
  readonly leastEyesPx: number;
  /** Shares of the picture's height that the face's box may have; and how far its middle may be from the picture's, in its sides. */
  readonly mostHeight: number;
  readonly mostOff: number;
  /** Another face counts as a second person from this share of the first one's area on. */
  readonly secondFace: number;
  readonly darkest: number;
  readonly brightest: number;
  readonly mostBurntOut: number;
  readonly leastDetail: number;
  readonly mostLowerColour: number;
  readonly lowerBrightness: readonly [least: number, most: number];
  readonly leastToForehead: number;
  /** A detector less sure than that sees a face of which something is hidden. */
  readonly leastScore: number;
}
export const limits: QualityLimits = {
  leastEyesPx: 40, mostHeight: 0.85, mostOff: 0.3, secondFace: 0.3, darkest: 35, brightest: 225, mostBurntOut: 0.3, leastDetail: 0.32, mostLowerColour: 22, lowerBrightness: [0.55, 1.4], leastToForehead: 0.38, leastScore: 0.8,
};

type Size = { readonly widthPx: number; readonly heightPx: number };
/** The one face that is meant, or why there is none to look at more closely. */
export function oneFace(faces: readonly Face[], picture: Size, { secondFace }: QualityLimits = limits): { readonly is: 'one'; readonly face: Face } | { readonly is: 'problem'; readonly why: 'no-face' | 'several-faces' } {
  const face = mainFace(faces, picture);
  if (!face) return { is: 'problem', why: 'no-face' };
  const least = face.widthPx * face.heightPx * secondFace;
  const others = faces.filter((other) => other !== face && other.widthPx * other.heightPx >= least);
  return others.length > 0 ? { is: 'problem', why: 'several-faces' } : { is: 'one', face };
}

/** The most helpful thing to tell of a face that cannot be used so, or null. What moving helps comes before what light helps. */
export function qualityProblem(face: Face, picture: Size, look: Appearance, given: QualityLimits = limits): QualityProblem | null {
  return placeProblem(face, picture, given) ?? (isStraight(poseOf(face)) ? null : 'turned') ?? lookProblem(face, look, given);
}

/** Too far, too near, off the middle. */
export function placeProblem(face: Face, { widthPx, heightPx }: Size, { leastEyesPx, mostHeight, mostOff }: QualityLimits = limits): QualityProblem | null {
  // A turned head's eyes come closer in the picture: its size is its box's.
  if (Math.max(eyeDistancePx(face), face.widthPx * eyesOfWidth) < leastEyesPx) return 'too-far';
  if (face.heightPx > heightPx * mostHeight || face.widthPx > widthPx * mostHeight) return 'too-near';
  const offX = Math.abs(face.xPx + face.widthPx / 2 - widthPx / 2) / widthPx;
  const offY = Math.abs(face.yPx + face.heightPx / 2 - heightPx / 2) / heightPx;
  const isCut = face.xPx < 0 || face.yPx < 0 || face.xPx + face.widthPx > widthPx || face.yPx + face.heightPx > heightPx;
  return offX > mostOff || offY > mostOff || isCut ? 'off-centre' : null;
}
/** Distance between the eyes against the width of the detector's box, straight on. */
const eyesOfWidth = 0.45;

/** Light, hidden parts, blur. */
export function lookProblem(face: Face, look: Appearance, { darkest, brightest, mostBurntOut, leastDetail, mostLowerColour, lowerBrightness: [least, most], leastToForehead, leastScore }: QualityLimits = limits): QualityProblem | null {
  if (look.brightness < darkest) return 'too-dark';
  if (look.brightness > brightest || look.burntOut > mostBurntOut) return 'too-bright';
  const isOther = look.lowerColour > mostLowerColour || look.lowerBrightness < least || look.lowerBrightness > most || look.lowerToForehead < leastToForehead;
  if (face.score < leastScore || isOther) return 'covered';
  return look.detail < leastDetail ? 'blurred' : null;
}


import { type Similarity, similarity, warp } from './align.ts';
import { emptyInput, type ModelInput } from './model-input.ts';
import type { Face, Picture, Point } from './picture.ts';

/** What the eye would say of a face's picture, measured on it turned upright, 64 × 64, eyes and mouth always in the same place. */
export interface Appearance {
  /** Mean brightness of the middle of the face, 0 to 255, and how much of it is burnt out, 0 to 1. */
  readonly brightness: number;
  readonly burntOut: number;
  /** How much fine detail there is against the contrast, 0 to 1 and more; a blurred or tiny face has little. */
  readonly detail: number;
  /** How far the colour between nose and chin lies from that of the cheeks and forehead, in steps of the red and blue shares (0 to 255). */
  readonly lowerColour: number;
  /** How bright it is there against the middle of the face, and against the forehead, which a mask leaves free. */
  readonly lowerBrightness: number;
  readonly lowerToForehead: number;
}

const sidePx = 64;
/** The right and left eye, nose, corners of the mouth. */
const places: readonly Point[] = [[21, 22], [43, 22], [32, 35], [23.5, 47], [40.5, 47]];
const asIs = { order: 'rgb', scale: 1, shift: 0 } as const;
interface Area { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
const middle: Area = { left: 14, top: 14, right: 50, bottom: 54 };
const forehead: Area = { left: 24, top: 8, right: 40, bottom: 15 };
const cheeks: readonly Area[] = [{ left: 16, top: 28, right: 24, bottom: 34 }, { left: 40, top: 28, right: 48, bottom: 34 }];
const lower: Area = { left: 20, top: 41, right: 44, bottom: 55 };

/** Measures with one scratch picture of its own, which `forget` overwrites. */
export function openAppearance(): { of(picture: Picture, face: Face): Appearance; forget(): void } {
  const upright = emptyInput(sidePx, sidePx);
  return {
    of(picture, face) {
      const move: Similarity = similarity(face.points, places);
      warp(picture, move, asIs, upright);
      const { mean, burntOut } = light(upright, middle);
      const skin = mix([...cheeks, forehead].map((area) => colour(upright, area)));
      const below = colour(upright, lower);
      const lowerMean = light(upright, lower).mean;
      return { brightness: mean, burntOut, detail: detail(upright, middle), lowerColour: Math.hypot(below.red - skin.red, below.blue - skin.blue), lowerBrightness: lowerMean / Math.max(1, mean), lowerToForehead: lowerMean / Math.max(1, light(upright, forehead).mean) };
    },
    forget() { upright.values.fill(0); },
  };
}

const luma = ({ values }: ModelInput, at: number): number => 0.299 * values[at]! + 0.587 * values[at + sidePx * sidePx]! + 0.114 * values[at + 2 * sidePx * sidePx]!;
function* inArea({ left, top, right, bottom }: Area): Generator<number> {
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) yield y * sidePx + x;
}

function light(picture: ModelInput, area: Area): { readonly mean: number; readonly burntOut: number } {
  let sum = 0, burnt = 0, count = 0;
  for (const at of inArea(area)) {
    const value = luma(picture, at);
    sum += value;
    if (value > 250) burnt++;
    count++;
  }
  return { mean: sum / count, burntOut: burnt / count };
}

/** Second differences against the spread of the brightness: independent of how bright and how rich in contrast the light is. */
function detail(picture: ModelInput, area: Area): number {
  const { mean } = light(picture, area);
  let fine = 0, spread = 0, count = 0;
  for (const at of inArea(area)) {
    const centre = luma(picture, at);
    const curve = 4 * centre - luma(picture, at - 1) - luma(picture, at + 1) - luma(picture, at - sidePx) - luma(picture, at + sidePx);
    fine += curve * curve;
    spread += (centre - mean) * (centre - mean);
    count++;
  }
  return spread > 0 ? Math.sqrt(fine / count) / Math.sqrt(spread / count) : 0;
}

interface Shares { readonly red: number; readonly blue: number }
/** The red and blue differences (Cr, Cb) of an area, brightness left out. */
function colour(picture: ModelInput, area: Area): Shares {
  let red = 0, blue = 0, count = 0;
  for (const at of inArea(area)) {
    const y = luma(picture, at);
    red += 0.713 * (picture.values[at]! - y);
    blue += 0.564 * (picture.values[at + 2 * sidePx * sidePx]! - y);
    count++;
  }
  return { red: red / count, blue: blue / count };
}
const mix = (all: readonly Shares[]): Shares => ({ red: all.reduce((sum, { red }) => sum + red, 0) / all.length, blue: all.reduce((sum, { blue }) => sum + blue, 0) / all.length });

import type { ModelInput, PixelFormat } from './model-input.ts';
import { planes } from './model-input.ts';
import type { Picture } from './picture.ts';

/** The sides of the detector's input, and how many of its pixels one of the picture's is. */
export interface Fit { readonly widthPx: number; readonly heightPx: number; readonly scale: number }
export type DetectorSides =
  | { readonly sides: 'fixed'; readonly widthPx: number; readonly heightPx: number }
  | { readonly sides: 'any'; readonly multipleOf: number; readonly longestPx: number };

/** How a picture fits in, whole and in its own proportions: a large one is made smaller, the small one of a card larger. */
export function fitInto(picture: { readonly widthPx: number; readonly heightPx: number }, input: DetectorSides): Fit {
  if (input.sides === 'fixed') return { widthPx: input.widthPx, heightPx: input.heightPx, scale: Math.min(input.widthPx / picture.widthPx, input.heightPx / picture.heightPx) };
  const scale = input.longestPx / Math.max(picture.widthPx, picture.heightPx);
  const side = (px: number) => Math.max(1, Math.ceil(Math.round(px * scale) / input.multipleOf)) * input.multipleOf;
  return { widthPx: side(picture.widthPx), heightPx: side(picture.heightPx), scale };
}

/** Draws the picture into the top left corner of the input, the rest black. `out` has the fit's sides. */
export function letterbox(picture: Picture, { scale }: Fit, { order, scale: by, shift }: PixelFormat, out: ModelInput): void {
  const [red, green, blue] = planes(out, order);
  const across = taps(picture.widthPx, scale, out.widthPx);
  const down = taps(picture.heightPx, scale, out.heightPx);
  const { rgba } = picture;
  const { values } = out;
  values.fill(shift);
  for (let y = 0; y < down.length; y++) {
    const rows = down[y]!;
    for (let x = 0; x < across.length; x++) {
      const columns = across[x]!;
      let r = 0, g = 0, b = 0;
      for (let j = 0; j < rows.weights.length; j++) {
        let at = ((rows.first + j) * picture.widthPx + columns.first) * 4;
        for (let i = 0; i < columns.weights.length; i++, at += 4) {
          const weight = rows.weights[j]! * columns.weights[i]!;
          r += weight * rgba[at]!;
          g += weight * rgba[at + 1]!;
          b += weight * rgba[at + 2]!;
        }
      }
      const k = y * out.widthPx + x;
      values[red + k] = r * by + shift;
      values[green + k] = g * by + shift;
      values[blue + k] = b * by + shift;
    }
  }
}

interface Taps { readonly first: number; readonly weights: readonly number[] }
/** For each pixel of one axis of the result: the pixels it is made of and their shares. Area where smaller, linear where larger. */
function taps(fromPx: number, scale: number, mostPx: number): readonly Taps[] {
  const count = Math.min(mostPx, Math.max(1, Math.round(fromPx * scale)));
  const reach = Math.max(1, 1 / scale);
  return Array.from({ length: count }, (_, i) => {
    const centre = (i + 0.5) / scale;
    const first = Math.min(fromPx - 1, Math.max(0, Math.floor(centre - reach / 2)));
    const last = Math.min(fromPx - 1, Math.max(first, Math.ceil(centre + reach / 2) - 1));
    const shares = Array.from({ length: last - first + 1 }, (_, n) => Math.max(0, Math.min(first + n + 1, centre + reach / 2) - Math.max(first + n, centre - reach / 2)));
    const sum = shares.reduce((a, b) => a + b, 0);
    return { first, weights: sum > 0 ? shares.map((share) => share / sum) : [1, ...shares.slice(1).map(() => 0)] };
  });
}

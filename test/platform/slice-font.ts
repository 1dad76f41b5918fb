import { create, type Font, type OutlinePoint } from 'fontkit';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { trueType, type FontGlyph } from './true-type.ts';

/**
 * One plain TrueType file with exactly the characters of a text, taken from the web font's slices (Noto Sans SC, OFL 1.1).
 * pdfkit cannot embed the slices themselves: fontkit neither subsets WOFF2 outlines nor applies the weight axis to them, and
 * at the axis's default the letters are hair-thin.
 */
export function fontFor(text: string, weight = 400): Buffer {
  const codePoints = [...new Set([...text].map((char) => char.codePointAt(0)!))].sort((a, b) => a - b);
  return trueType(codePoints.flatMap((codePoint) => glyphOf(codePoint, weight) ?? []), { ascent: 1160, descent: -288, name: `DemoSans-${weight}` });
}

/** The text with □ for every character that no slice draws, and whether there was one. */
export function drawable(text: string): { readonly text: string; readonly missing: boolean } {
  const drawn = [...text].map((char) => (sliceOf(char.codePointAt(0)!) ? char : '□')).join('');
  return { text: drawn, missing: drawn !== text };
}

const packageDir = dirname(createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/package.json'));

/** [first, last, slice] for every range of unicode.json; its keys are `[4]`, `latin` and so on. */
const ranges = Object.entries(JSON.parse(readFileSync(join(packageDir, 'unicode.json'), 'utf8')) as Record<string, string>)
  .flatMap(([slice, list]) => list.split(',').map((range) => {
    const [first = '', last = first] = range.replace(/^U\+/i, '').split('-');
    return { first: parseInt(first, 16), last: parseInt(last, 16), slice: slice.replaceAll(/[[\]]/g, '') };
  }));

const opened = new Map<string, Font>();

function sliceOf(codePoint: number): Font | undefined {
  for (const { first, last, slice } of ranges) {
    if (codePoint < first || codePoint > last) continue;
    const font = opened.get(slice) ?? create(readFileSync(join(packageDir, 'files', `noto-sans-sc-${slice}-wght-normal.woff2`)));
    opened.set(slice, font);
    if (font.hasGlyphForCodePoint(codePoint)) return font;
  }
  return undefined;
}

function glyphOf(codePoint: number, weight: number): FontGlyph | undefined {
  const font = sliceOf(codePoint);
  if (!font) return undefined;
  font.variationCoords = [weight];
  const glyph = font.glyphForCodePoint(codePoint);
  // oxlint-disable-next-line no-underscore-dangle -- fontkit offers no public way to a WOFF2 outline at a weight.
  const points = glyph._getContours().flat().map((point) => point.copy());
  // gvar moves four phantom points along with the outline; their values do not matter for its deltas.
  const corner = points[0]?.copy();
  // oxlint-disable-next-line no-underscore-dangle
  if (corner) font._variationProcessor.transformPoints(glyph.id, [...points, ...Array.from({ length: 4 }, () => phantom(corner))]);
  const contours: OutlinePoint[][] = [[]];
  for (const point of points) {
    contours.at(-1)!.push(point);
    if (point.endContour) contours.push([]);
  }
  return { codePoint, advance: Math.round(glyph.advanceWidth), contours: contours.filter((contour) => contour.length > 0) };
}

const phantom = (corner: OutlinePoint): OutlinePoint => Object.assign(corner.copy(), { x: 0, y: 0, endContour: true });

/** The few parts of fontkit (pdfkit's own dependency, which ships no types) that slice-font.ts uses; the underscored ones are private to it. */
declare module 'fontkit' {
  export interface OutlinePoint { x: number; y: number; readonly onCurve: boolean; readonly endContour: boolean; copy(): OutlinePoint }
  export interface Glyph { readonly id: number; readonly advanceWidth: number; _getContours(): OutlinePoint[][] }
  export interface Font {
    readonly ascent: number;
    readonly descent: number;
    readonly unitsPerEm: number;
    variationCoords: number[] | null;
    readonly _variationProcessor: { transformPoints(glyphId: number, points: OutlinePoint[]): void };
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): Glyph;
  }
  export function create(file: Uint8Array): Font;
}

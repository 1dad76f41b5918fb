import { create } from 'qrcode';

/** A grey picture, a byte a dot, white unless drawn on. */
export interface Grey { readonly widthPx: number; readonly heightPx: number; readonly dots: Uint8Array }
export const blank = (widthPx = 640, heightPx = 480): Grey => ({ widthPx, heightPx, dots: new Uint8Array(widthPx * heightPx).fill(255) });

/** QR codes of bytes, drawn side by side in the middle of a picture. */
export function qrPicture(...codes: readonly (string | Uint8Array)[]): Grey {
  const picture = blank();
  codes.forEach((code, i) => {
    const bytes = typeof code === 'string' ? new TextEncoder().encode(code) : code;
    const { size, data } = create([{ data: bytes, mode: 'byte' }], { errorCorrectionLevel: 'M' }).modules;
    const across = picture.widthPx / codes.length;
    const dotPx = Math.floor(Math.min(across, picture.heightPx) / (size + 8));
    const [left, top] = [Math.floor(across * i + (across - size * dotPx) / 2), Math.floor((picture.heightPx - size * dotPx) / 2)];
    for (let y = 0; y < size * dotPx; y++) {
      for (let x = 0; x < size * dotPx; x++) if (data[Math.floor(y / dotPx) * size + Math.floor(x / dotPx)]) picture.dots[(top + y) * picture.widthPx + left + x] = 0;
    }
  });
  return picture;
}

/** The same in red, green, blue and opacity, as a canvas has it. */
export function inColour({ dots }: Grey): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(dots.length * 4).fill(255);
  dots.forEach((grey, i) => rgba.fill(grey, i * 4, i * 4 + 3));
  return rgba;
}

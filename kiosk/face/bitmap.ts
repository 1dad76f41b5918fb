import type { Picture } from './picture.ts';
import type { PictureHeader } from './picture-header.ts';

/**
 * The pixels of an uncompressed Windows bitmap of 24 or 32 bits, as decoders of card photos hand them over; null for any other
 * kind, and where fewer bytes are there than its header promises. Its size was checked before.
 */
export function bitmapPixels(bytes: Uint8Array, { widthPx, heightPx }: PictureHeader): Picture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins = view.getUint32(10, true);
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  if ((bits !== 24 && bits !== 32) || compression !== 0) return null;
  const isTopDown = view.getInt32(22, true) < 0;
  // Rows are filled up to four bytes.
  const rowBytes = Math.ceil((widthPx * bits) / 32) * 4;
  if (begins < 54 || begins + rowBytes * heightPx > bytes.byteLength) return null;
  const rgba = new Uint8ClampedArray(widthPx * heightPx * 4);
  for (let y = 0; y < heightPx; y++) {
    const row = begins + (isTopDown ? y : heightPx - 1 - y) * rowBytes;
    for (let x = 0; x < widthPx; x++) {
      const from = row + (x * bits) / 8;
      const to = (y * widthPx + x) * 4;
      rgba[to] = bytes[from + 2]!;
      rgba[to + 1] = bytes[from + 1]!;
      rgba[to + 2] = bytes[from]!;
      rgba[to + 3] = 255;
    }
  }
  return { widthPx, heightPx, rgba };
}

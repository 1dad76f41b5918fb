import type { Bitmap } from '../../drivers/receipt-printer/port.ts';

/** Grey to one bit by a threshold that keeps thin strokes: a dot is black when darker than two thirds. */
export function oneBit(image: { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray }): Bitmap {
  const rowBytes = Math.ceil(image.width / 8);
  const bits = new Uint8Array(rowBytes * image.height);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const at = (y * image.width + x) * 4;
      const light = 0.299 * image.data[at]! + 0.587 * image.data[at + 1]! + 0.114 * image.data[at + 2]!;
      if (light < 170) bits[y * rowBytes + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return { widthDots: image.width, heightDots: image.height, bits };
}

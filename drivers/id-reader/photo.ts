import { type Clock, systemClock, within } from '../transport/clock.ts';
import type { CardPhoto, PhotoDecoder, PhotoOutcome } from './port.ts';

const wltBytes = 1024;
const widthPx = 102;
const heightPx = 126;
const rowBytes = widthPx * 3;
/** A BMP pads its rows to four bytes: 54 + 126 × 308 = 38,862 bytes in all. */
const bmpHeadBytes = 54;
const bmpRowBytes = (rowBytes + 3) & ~3;

/** Where there is no decoder. */
export const absentPhotoDecoder: PhotoDecoder = { capabilities: { model: 'none' }, decode: async () => ({ is: 'absent' }) };

/**
 * A maker's decoder: takes the WLT bytes, gives BGR rows (38,556 bytes), a BMP of them (38,862 bytes) or one of the return
 * codes 0, -1 … -6 of the `wlt2bmp` family.
 */
export function makersPhotoDecoder(decode: (wlt: Uint8Array) => Promise<Uint8Array | number>, { model, clock = systemClock }: { model: string; clock?: Clock }): PhotoDecoder {
  async function outcome(wlt: Uint8Array): Promise<PhotoOutcome> {
    try {
      const made = await decode(wlt);
      if (typeof made === 'number') return { is: made === -5 ? 'not-authorised' : 'bad-photo' };
      const photo = photoOf(made);
      made.fill(0);
      return photo ? { is: 'decoded', photo } : { is: 'bad-photo' };
    } catch {
      return { is: 'no-answer' };
    }
  }
  return {
    capabilities: { model },
    decode: async (wlt, { deadlineMs }) => (wlt.length === wltBytes ? within(clock, deadlineMs, outcome(wlt), { is: 'no-answer' }) : { is: 'bad-photo' }),
  };
}

/** The bitmap in BGR rows from the top, or in an uncompressed 24-bit BMP of exactly this size. */
export function photoOf(bytes: Uint8Array): CardPhoto | undefined {
  if (bytes.length === heightPx * rowBytes) return painted((y) => bytes.subarray(y * rowBytes));
  const isBmp = bytes.length === bmpHeadBytes + heightPx * bmpRowBytes && bytes[0] === 0x42 && bytes[1] === 0x4d;
  if (!isBmp) return undefined;
  const head = new DataView(bytes.buffer, bytes.byteOffset, bmpHeadBytes);
  const height = head.getInt32(22, true);
  const fits = head.getUint32(10, true) === bmpHeadBytes && head.getInt32(18, true) === widthPx && Math.abs(height) === heightPx && head.getUint16(28, true) === 24 && head.getUint32(30, true) === 0;
  // A positive height means that the rows come from the bottom.
  return fits ? painted((y) => bytes.subarray(bmpHeadBytes + (height > 0 ? heightPx - 1 - y : y) * bmpRowBytes)) : undefined;
}

function painted(rowOf: (y: number) => Uint8Array): CardPhoto {
  const rgba = new Uint8ClampedArray(widthPx * heightPx * 4);
  for (let y = 0; y < heightPx; y++) {
    const row = rowOf(y);
    for (let x = 0; x < widthPx; x++) rgba.set([row[x * 3 + 2]!, row[x * 3 + 1]!, row[x * 3]!, 255], (y * widthPx + x) * 4);
  }
  return { widthPx, heightPx, rgba };
}

import type { Bitmap } from '../../drivers/receipt-printer/port.ts';

/** A page of pseudo-random dots, the same for the same seed. */
export function noisePage(widthDots: number, heightDots: number, seed = 1): Bitmap {
  let state = seed;
  const bits = Uint8Array.from({ length: Math.ceil(widthDots / 8) * heightDots }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
  return { widthDots, heightDots, bits };
}

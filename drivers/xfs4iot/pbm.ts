import type { Bitmap } from '../receipt-printer/port.ts';
import { joined } from '../transport/bytes.ts';

/** The media type of a receipt in `Printer.PrintNative`: portable bitmap, raw form (netpbm pbm(5), magic P4). */
export const pbmMediaType = 'image/x-portable-bitmap';
const largestSide = 32_767;

/**
 * A page as PBM: `P4`, width and height in ASCII, then the dots exactly as a Bitmap keeps them (1 = black, rows from the top
 * padded to whole bytes, most significant bit leftmost). An open format that says its own size, so that the bytes in a
 * PrintNative need no side channel.
 */
export function toPbm({ widthDots, heightDots, bits }: Bitmap): Uint8Array<ArrayBuffer> {
  return joined(new TextEncoder().encode(`P4\n${widthDots} ${heightDots}\n`), bits);
}

/** The page, or undefined when these bytes are not exactly one PBM page. Comments (`# …`) before the sizes are allowed. */
export function fromPbm(bytes: Uint8Array): Bitmap | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 256));
  const match = /^P4(?:[ \t\r\n]+|#[^\n]*\n)+(\d{1,5})[ \t\r\n]+(\d{1,5})[ \t\r\n]/.exec(head);
  if (!match) return undefined;
  const [widthDots, heightDots] = [Number(match[1]), Number(match[2])];
  const bits = bytes.subarray(match[0].length);
  if (widthDots < 1 || heightDots < 1 || widthDots > largestSide || heightDots > largestSide || bits.length !== Math.ceil(widthDots / 8) * heightDots) return undefined;
  return { widthDots, heightDots, bits: bits.slice() };
}

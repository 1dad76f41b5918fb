import { crc32, deflateSync } from 'node:zlib';
import type { Bitmap } from '../../drivers/receipt-printer/port.ts';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** The bitmap as a PNG of one bit a dot (RFC 2083), black on white. */
export function png({ widthDots, heightDots, bits }: Bitmap): Buffer {
  const rowBytes = Math.ceil(widthDots / 8);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthDots, 0);
  header.writeUInt32BE(Math.max(1, heightDots), 4);
  header.set([1, 0, 0, 0, 0], 8);
  // Grey scale knows 0 as black, paper 1 as black; each row begins with its filter, 0.
  const rows = Buffer.alloc(Math.max(1, heightDots) * (rowBytes + 1), 0xff);
  for (let y = 0; y * (rowBytes + 1) < rows.length; y++) {
    const row = bits.subarray(y * rowBytes, (y + 1) * rowBytes);
    rows.set([0, ...row.map((byte) => ~byte)], y * (rowBytes + 1));
  }
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

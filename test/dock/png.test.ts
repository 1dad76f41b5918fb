import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { png } from '../../kiosk/dock/png.ts';

test('a black dot on paper is a zero bit in the picture, and everything else is white', () => {
  const picture = png({ widthDots: 16, heightDots: 2, bits: Uint8Array.of(0b1000_0000, 0, 0, 0b0000_0001) });
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20), picture[24], picture[25]]).toEqual([16, 2, 1, 0]);
  const data = picture.indexOf('IDAT');
  const rows = inflateSync(picture.subarray(data + 4, data + 4 + picture.readUInt32BE(data - 4)));
  expect([...rows]).toEqual([0, 0b0111_1111, 0xff, 0, 0xff, 0b1111_1110]);
});

test('paper of which nothing came out yet is one white row', () => {
  expect(png({ widthDots: 8, heightDots: 0, bits: new Uint8Array(0) }).readUInt32BE(20)).toBe(1);
});

/** An uncompressed bitmap of 24 bits, every pixel of one colour. */
export function bmp(widthPx: number, heightPx: number, [red, green, blue]: readonly [number, number, number] = [200, 150, 120]): Uint8Array<ArrayBuffer> {
  const row = Math.ceil((widthPx * 24) / 32) * 4;
  const bytes = new Uint8Array(54 + row * Math.abs(heightPx));
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(10, 54, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, widthPx, true);
  view.setInt32(22, heightPx, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let y = 0; y < Math.abs(heightPx); y++) for (let x = 0; x < widthPx; x++) bytes.set([blue, green, red], 54 + y * row + x * 3);
  return bytes;
}
/** The beginning of a file that claims to be so large. */
export function claim(kind: 'jpeg' | 'png' | 'bmp', widthPx: number, heightPx: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(200);
  const view = new DataView(bytes.buffer);
  if (kind === 'jpeg') {
    bytes.set([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8]);
    view.setUint16(13, heightPx);
    view.setUint16(15, widthPx);
  } else if (kind === 'png') {
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
    view.setUint32(16, widthPx);
    view.setUint32(20, heightPx);
  } else {
    bytes.set(bmp(1, 1).subarray(0, 54));
    view.setInt32(18, widthPx, true);
    view.setInt32(22, heightPx, true);
  }
  return bytes;
}

/** What a file says of itself in its first bytes, before anything is unpacked. */
export interface PictureHeader { readonly kind: 'jpeg' | 'png' | 'bmp'; readonly widthPx: number; readonly heightPx: number }

/** Reads kind and size; null where the bytes are no picture of these kinds or end before they say how large it is. */
export function pictureHeader(bytes: Uint8Array): PictureHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return jpegHeader(view) ?? pngHeader(view) ?? bmpHeader(view);
}

/** PNG (ISO/IEC 15948): signature, then always IHDR. */
function pngHeader(view: DataView): PictureHeader | null {
  if (view.byteLength < 33 || view.getUint32(0) !== 0x89_50_4e_47 || view.getUint32(4) !== 0x0d_0a_1a_0a || view.getUint32(12) !== 0x49_48_44_52) return null;
  return { kind: 'png', widthPx: view.getUint32(16), heightPx: view.getUint32(20) };
}

/** Windows bitmaps with a BITMAPINFOHEADER or a longer one; a negative height means the first row is the top one. */
function bmpHeader(view: DataView): PictureHeader | null {
  if (view.byteLength < 54 || view.getUint16(0) !== 0x42_4d || view.getUint32(14, true) < 40) return null;
  return { kind: 'bmp', widthPx: Math.max(0, view.getInt32(18, true)), heightPx: Math.abs(view.getInt32(22, true)) };
}

/** JPEG (ITU-T T.81): segments until a start of frame; it alone says how large the picture is. */
function jpegHeader(view: DataView): PictureHeader | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xff_d8) return null;
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) { at++; continue; }
    // Start of scan or end of image before any frame.
    if (marker === 0xda || marker === 0xd9) return null;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return { kind: 'jpeg', heightPx: view.getUint16(at + 5), widthPx: view.getUint16(at + 7) };
    const hasNoLength = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    at += hasNoLength ? 2 : 2 + Math.max(2, view.getUint16(at + 2));
  }
  return null;
}

import type { Picture } from '../camera/port.ts';

/** A picture of an XFS4IoT camera in base64 and its envelope: up to six megabytes of JPEG. */
export const cameraMessageBytes = 8 * 1024 * 1024 + 4096;
const largestPictureBytes = 6 * 1024 * 1024;
export const fitsMessage = (bytes: Uint8Array) => bytes.length <= largestPictureBytes;

/** Camera.TakePicture says neither kind nor size of its picture: both are read from the first bytes. Undefined when it is none we know. */
export function pictureOf(bytes: Uint8Array): Picture | undefined {
  const png = pngSize(bytes);
  const size = png ?? jpegSize(bytes);
  if (!size || size.widthPx === 0 || size.heightPx === 0) return undefined;
  return { mediaType: png ? 'image/png' : 'image/jpeg', ...size, bytes };
}

interface Size { readonly widthPx: number; readonly heightPx: number }
const pngHead = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** ISO/IEC 15948: the signature, and IHDR as the first chunk. */
function pngSize(bytes: Uint8Array): Size | undefined {
  if (bytes.length < 24 || !pngHead.every((byte, i) => bytes[i] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { widthPx: view.getUint32(16), heightPx: view.getUint32(20) };
}

/** ITU-T T.81 §B: segments up to the frame header SOF0 … SOF15 (all but DHT C4, JPG C8 and DAC CC). */
function jpegSize(bytes: Uint8Array): Size | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 <= bytes.length;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    // Fill bytes may precede a marker.
    if (marker === 0xff) { at++; continue; }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) return { heightPx: view.getUint16(at + 5), widthPx: view.getUint16(at + 7) };
    if (marker === 0xd9 || marker === 0xda) return undefined;
    const length = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7) ? 0 : view.getUint16(at + 2);
    if (length === 1) return undefined;
    at += 2 + length;
  }
  return undefined;
}

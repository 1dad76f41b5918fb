import { fail, ok, type Result } from '../core/result.ts';
import { bitmapPixels } from './bitmap.ts';
import type { Picture } from './picture.ts';
import { pictureHeader } from './picture-header.ts';
import type { ReferencePhoto } from './port.ts';

/** `too-small`, `too-large`: by its own header or its bytes, nothing was unpacked. `unreadable`: no picture, or a damaged one. */
export type UnpackProblem = 'too-small' | 'too-large' | 'unreadable';
export interface UnpackLimits { readonly leastPx: number; readonly mostPx: number; readonly mostBytes: number }
/** A card's photo is 102 × 126; decoders and e-certificates hand over some larger ones. */
export const photoLimits: UnpackLimits = { leastPx: 40, mostPx: 1024, mostBytes: 2 * 1024 * 1024 };
/** One picture of a camera that has no moving one. */
export const frameLimits: UnpackLimits = { leastPx: 160, mostPx: 4096, mostBytes: 8 * 1024 * 1024 };

/** Unpacks what the browser can, a JPEG or PNG whose size is known; null where it cannot. */
export type Unpack = (bytes: Uint8Array<ArrayBuffer>, kind: 'jpeg' | 'png') => Promise<Picture | null>;

/** The pixels of a photo whose sender nobody vouches for. Never throws; what is too large is refused before it costs memory. */
export async function unpackPhoto(photo: ReferencePhoto, unpack: Unpack = browserUnpack, limits: UnpackLimits = photoLimits): Promise<Result<Picture, UnpackProblem>> {
  if (photo.is === 'pixels') {
    const problem = sizeProblem(photo, limits) ?? (photo.rgba.length === photo.widthPx * photo.heightPx * 4 ? null : 'unreadable');
    return problem ? fail(problem) : ok({ widthPx: photo.widthPx, heightPx: photo.heightPx, rgba: photo.rgba });
  }
  return unpackFile(photo.bytes, unpack, limits);
}

/** The same for a file alone. */
export async function unpackFile(bytes: Uint8Array, unpack: Unpack = browserUnpack, limits: UnpackLimits = photoLimits): Promise<Result<Picture, UnpackProblem>> {
  if (bytes.byteLength > limits.mostBytes) return fail('too-large');
  const header = pictureHeader(bytes);
  if (!header) return fail('unreadable');
  const problem = sizeProblem(header, limits);
  if (problem) return fail(problem);
  const picture = header.kind === 'bmp' ? bitmapPixels(bytes, header) : await unpack(bytes as Uint8Array<ArrayBuffer>, header.kind);
  // A file may say one size in its header and unpack to another.
  if (!picture || sizeProblem(picture, limits)) return fail('unreadable');
  return ok(picture);
}

function sizeProblem({ widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number }, { leastPx, mostPx }: UnpackLimits): 'too-small' | 'too-large' | 'unreadable' | null {
  if (!Number.isInteger(widthPx) || !Number.isInteger(heightPx)) return 'unreadable';
  if (Math.min(widthPx, heightPx) < leastPx) return 'too-small';
  return Math.max(widthPx, heightPx) > mostPx ? 'too-large' : null;
}

/** By the browser's own decoder, on a canvas that is emptied after. */
async function browserUnpack(bytes: Uint8Array<ArrayBuffer>, kind: 'jpeg' | 'png'): Promise<Picture | null> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes], { type: `image/${kind}` }));
  } catch {
    return null;
  }
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  pen.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = pen.getImageData(0, 0, width, height);
  pen.clearRect(0, 0, width, height);
  canvas.width = 0;
  return { widthPx: width, heightPx: height, rgba: data as Uint8ClampedArray<ArrayBuffer> };
}

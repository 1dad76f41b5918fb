import type { ReferencePhoto } from './port.ts';

/** A copy to be moved elsewhere, and the original overwritten. */
export function takePhoto(photo: ReferencePhoto): { readonly photo: ReferencePhoto; readonly buffer: ArrayBuffer } {
  const bytes = new Uint8Array(bytesOf(photo));
  overwritePhoto(photo);
  const { buffer } = bytes;
  return photo.is === 'pixels' ? { photo: { ...photo, rgba: new Uint8ClampedArray(buffer) }, buffer } : { photo: { is: 'file', bytes }, buffer };
}
export const overwritePhoto = (photo: ReferencePhoto): void => { bytesOf(photo).fill(0); };
const bytesOf = (photo: ReferencePhoto): Uint8Array | Uint8ClampedArray => (photo.is === 'pixels' ? photo.rgba : photo.bytes);

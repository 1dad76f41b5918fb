/** A picture file that a tester chose, in base64 as the dock takes it. Throws when the browser cannot open it. */
const widthPx = 102;
const heightPx = 126;
const longestPx = 1280;

/** As the photo of a card: cut to its shape from the middle, BGR rows from the top. */
export async function asCardPhoto(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file);
  const scale = Math.max(widthPx / picture.width, heightPx / picture.height);
  const pen = new OffscreenCanvas(widthPx, heightPx).getContext('2d', { willReadFrequently: true })!;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, (widthPx - picture.width * scale) / 2, (heightPx - picture.height * scale) / 2, picture.width * scale, picture.height * scale);
  picture.close();
  const { data } = pen.getImageData(0, 0, widthPx, heightPx);
  const rows = new Uint8Array(widthPx * heightPx * 3);
  for (let i = 0; i < widthPx * heightPx; i++) rows.set([data[i * 4 + 2]!, data[i * 4 + 1]!, data[i * 4]!], i * 3);
  return base64(rows);
}

/** As what a camera sees: JPEG, no longer than a webcam's. */
export async function asCameraPicture(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, longestPx / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return base64(new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 })).arrayBuffer()));
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

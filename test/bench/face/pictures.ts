// In the browser: pictures of the research sets, and the card's photo made of one.
import type { Face, Picture } from '../../../kiosk/face/picture.ts';

const bitmapOf = async (name: string): Promise<ImageBitmap> => createImageBitmap(await (await fetch(`/pictures/${name}`)).blob());
const penOn = (widthPx: number, heightPx: number) => new OffscreenCanvas(widthPx, heightPx).getContext('2d', { willReadFrequently: true })!;

export async function pictureOf(name: string): Promise<Picture> {
  const bitmap = await bitmapOf(name);
  return pixels(bitmap);
}
function pixels(bitmap: ImageBitmap): Picture {
  const pen = penOn(bitmap.width, bitmap.height);
  pen.drawImage(bitmap, 0, 0);
  const { width, height, data } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
  return { widthPx: width, heightPx: height, rgba: data as Uint8ClampedArray<ArrayBuffer> };
}

/**
 * The 102 × 126 photo of a second-generation identity card as far as it can be imitated: eyes 26 px apart at (51, 60) on white,
 * compressed as JPEG (a real one has 1,024 bytes of a code of its own). `quality` null: not compressed.
 */
export async function cardOf(full: Picture, { points: [right, left] }: Pick<Face, 'points'>, quality: number | null) {
  const [widthPx, heightPx, eyesPx, eyeX, eyeY] = [102, 126, 26, 51, 60];
  const scale = eyesPx / Math.hypot(left[0] - right[0], left[1] - right[1]);
  const around = penOn(Math.round(widthPx / scale), Math.round(heightPx / scale));
  around.fillStyle = '#fff';
  around.fillRect(0, 0, around.canvas.width, around.canvas.height);
  const whole = penOn(full.widthPx, full.heightPx);
  whole.putImageData(new ImageData(full.rgba, full.widthPx, full.heightPx), 0, 0);
  around.drawImage(whole.canvas, eyeX / scale - (right[0] + left[0]) / 2, eyeY / scale - (right[1] + left[1]) / 2);
  const card = penOn(widthPx, heightPx);
  card.imageSmoothingQuality = 'high';
  card.drawImage(around.canvas, 0, 0, widthPx, heightPx);
  const file = await card.canvas.convertToBlob(quality === null ? { type: 'image/png' } : { type: 'image/jpeg', quality });
  return { picture: pixels(await createImageBitmap(file)), bytes: file.size, file };
}

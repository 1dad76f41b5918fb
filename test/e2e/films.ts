// Films for Chromium's fake camera, made of research pictures: concatenated JPEGs of 640×480, thirty a second, over and over.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { picturesDir } from '../face/research.ts';
import { findChromium } from './chromium.ts';

/** A picture, with its nose and the distance between its eyes in px: what is moved in it, and how much, is measured by them. */
export interface Still { readonly file: string; readonly nose: readonly [x: number, y: number]; readonly eyesPx: number }
/**
 * How a still is shown. What a single picture cannot do is made of it: coming closer by enlarging, turning to the picture's
 * right and nodding down by drawing the face as if it stood out of the picture. No such film is a living head.
 */
export interface View { readonly zoom?: number; readonly light?: number; readonly turnDegrees?: number; readonly nodDegrees?: number }
export type Shot = { readonly seconds: number; readonly from?: View; readonly to?: View } & ({ readonly still: Still; readonly beside?: Still } | { readonly still: null });

const fps = 30;

/** Draws films and photos in a browser of its own. */
export async function openFilmMaker() {
  const browser = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  const picture = (still: Still) => ({ ...still, jpeg: readFileSync(path.join(picturesDir, still.file)).toString('base64') });
  return {
    /** The bytes of an .mjpeg file. */
    async film(shots: readonly Shot[]): Promise<Buffer> {
      const drawn = await page.evaluate(drawFilm, { fps, shots: shots.map((shot) => ({ ...shot, still: shot.still && picture(shot.still), beside: shot.still && shot.beside ? picture(shot.beside) : null })) });
      return Buffer.concat(drawn.map((jpeg) => Buffer.from(jpeg, 'base64')));
    },
    /** What a card's chip would hold of a face: 102 × 126 px, 26 px between the eyes, compressed hard. BGR rows in base64, as the dock takes them. */
    cardPhoto: (still: Still): Promise<string> => page.evaluate(drawCardPhoto, picture(still)),
    close: () => browser.close(),
  };
}

interface Drawn { readonly jpeg: string; readonly nose: readonly [number, number]; readonly eyesPx: number }
interface DrawnShot { readonly seconds: number; readonly from?: View; readonly to?: View; readonly still: Drawn | null; readonly beside: Drawn | null }

/** Runs in the page, so it may refer to nothing outside itself. */
async function drawFilm({ fps, shots }: { readonly fps: number; readonly shots: readonly DrawnShot[] }): Promise<string[]> {
  const [width, height] = [640, 480];
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  const opened = new Map<string, ImageBitmap>();
  const bitmapOf = async ({ jpeg }: Drawn) => {
    if (!opened.has(jpeg)) opened.set(jpeg, await createImageBitmap(new Blob([Uint8Array.from(atob(jpeg), (char) => char.charCodeAt(0))], { type: 'image/jpeg' })));
    return opened.get(jpeg)!;
  };
  /**
   * The face as a bowl with a nose, turned about its middle: what stands further out moves further, what is round it stays. A
   * detector knows a nose by the whole face; only moving the nose's own pixels would not move what it sees.
   */
  function turnHead([noseX, noseY]: readonly [number, number], turnDegrees: number, nodDegrees: number, eyesPx: number) {
    const [sin, sinDown] = [Math.sin((turnDegrees / 180) * Math.PI), Math.sin((nodDegrees / 180) * Math.PI)];
    const [cos, cosDown] = [Math.cos((turnDegrees / 180) * Math.PI), Math.cos((nodDegrees / 180) * Math.PI)];
    const [halfWidth, halfHeight] = [1.35 * eyesPx, 1.9 * eyesPx];
    const before = pen.getImageData(0, 0, width, height);
    const after = new ImageData(new Uint8ClampedArray(before.data), width, height);
    const middleY = noseY - 0.1 * eyesPx;
    for (let y = Math.max(0, Math.round(middleY - halfHeight)); y < Math.min(height, middleY + halfHeight); y++) {
      for (let x = Math.max(0, Math.round(noseX - halfWidth)); x < Math.min(width, noseX + halfWidth); x++) {
        let [fromX, fromY] = [x, y];
        for (let i = 0; i < 8; i++) {
          const [u, v] = [(fromX - noseX) / halfWidth, (fromY - middleY) / halfHeight];
          const inside = Math.max(0, 1 - u * u - v * v);
          const nose = Math.exp(-((fromX - noseX) ** 2 + (fromY - noseY) ** 2) / (2 * (0.24 * eyesPx) ** 2));
          const depth = (0.95 * inside + 0.35 * nose) * eyesPx;
          const fade = Math.min(1, 3 * inside);
          fromX = x - depth * sin + (fromX - noseX) * (1 - cos) * fade;
          fromY = y - depth * sinDown + (fromY - middleY) * (1 - cosDown) * fade;
        }
        const from = (Math.min(height - 1, Math.max(0, Math.round(fromY))) * width + Math.min(width - 1, Math.max(0, Math.round(fromX)))) * 4;
        after.data.set(before.data.subarray(from, from + 4), (y * width + x) * 4);
      }
    }
    pen.putImageData(after, 0, 0);
  }
  const frames: string[] = [];
  for (const { seconds, from = {}, to = from, still, beside } of shots) {
    const count = Math.round(seconds * fps);
    for (let n = 0; n < count; n++) {
      const t = count === 1 ? 0 : n / (count - 1);
      const between = (name: keyof View, usual: number) => (from[name] ?? usual) * (1 - t) + (to[name] ?? usual) * t;
      const [zoom, light] = [between('zoom', 1), between('light', 1)];
      pen.filter = 'none';
      pen.fillStyle = '#b7bcb8';
      pen.fillRect(0, 0, width, height);
      pen.filter = `brightness(${light})`;
      // Somebody who stands there is never quite still.
      const sway = Math.sin(frames.length / 9) * 1.5;
      if (still && beside) {
        for (const [i, one] of [still, beside].entries()) pen.drawImage(await bitmapOf(one), one.nose[0] - 160, 0, 320, 480, i * 320, 0, 320, 480);
      } else if (still) {
        const [noseX, noseY] = still.nose;
        const bitmap = await bitmapOf(still);
        // A webcam's picture stays where it is and fills the frame: an edge beside a face is what a held-up picture looks like.
        const isWhole = bitmap.width === width && bitmap.height === height;
        const [atX, atY] = isWhole ? [noseX, noseY] : [width / 2, height / 2];
        const scale = isWhole ? zoom * 1.01 : zoom;
        pen.drawImage(bitmap, atX - noseX * scale + sway, atY - noseY * scale, bitmap.width * scale, bitmap.height * scale);
        const [turn, nod] = [between('turnDegrees', 0), between('nodDegrees', 0)];
        pen.filter = 'none';
        if (turn !== 0 || nod !== 0) turnHead([atX + sway, atY], turn, nod, still.eyesPx * scale);
      }
      const jpeg = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer());
      let text = '';
      for (let at = 0; at < jpeg.length; at += 8192) text += String.fromCharCode(...jpeg.subarray(at, at + 8192));
      frames.push(btoa(text));
    }
  }
  return frames;
}

/** Runs in the page, so it may refer to nothing outside itself. */
async function drawCardPhoto({ jpeg, nose, eyesPx }: Drawn): Promise<string> {
  const [width, height] = [102, 126];
  const scale = 26 / eyesPx;
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(jpeg), (char) => char.charCodeAt(0))], { type: 'image/jpeg' }));
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(bitmap, width / 2 - nose[0] * scale, height * 0.55 - nose[1] * scale, bitmap.width * scale, bitmap.height * scale);
  pen.drawImage(await createImageBitmap(await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.4 })), 0, 0);
  const { data } = pen.getImageData(0, 0, width, height);
  let text = '';
  for (let i = 0; i < width * height; i++) text += String.fromCharCode(data[i * 4 + 2]!, data[i * 4 + 1]!, data[i * 4]!);
  return btoa(text);
}

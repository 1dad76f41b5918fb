// Films for Chromium's fake camera, made of research pictures: concatenated JPEGs of 640×480, thirty a second, over and over.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { picturesDir } from '../face/research.ts';
import { findChromium } from './chromium.ts';

/** A picture, with its nose and the distance between its eyes in px: what is moved in it, and how much, is measured by them. */
export interface Still { readonly file: string; readonly nose: readonly [x: number, y: number]; readonly eyesPx: number }
/**
 * How a still is shown. What a single picture cannot do is made of it: `closer` by enlarging, `nod` by drawing the nose and
 * what is round it further down, in distances between the eyes. No such film is a living head.
 */
export interface View { readonly zoom?: number; readonly light?: number; readonly nod?: number }
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
  /** Everything round the nose is drawn from elsewhere, the less the further away. */
  function moveNose(at: readonly [number, number], byX: number, byY: number, reachPx: number) {
    const [left, top, side] = [Math.round(at[0] - 2 * reachPx), Math.round(at[1] - 2 * reachPx), Math.round(4 * reachPx)];
    const before = pen.getImageData(left, top, side, side);
    const after = new ImageData(side, side);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const far = ((x + left - at[0]) ** 2 + (y + top - at[1]) ** 2) / (2 * reachPx ** 2);
        const pull = Math.exp(-far);
        const fromX = Math.min(side - 1, Math.max(0, Math.round(x - byX * pull)));
        const fromY = Math.min(side - 1, Math.max(0, Math.round(y - byY * pull)));
        const from = (fromY * side + fromX) * 4;
        after.data.set(before.data.subarray(from, from + 4), (y * side + x) * 4);
      }
    }
    pen.putImageData(after, left, top);
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
        const nod = between('nod', 0);
        pen.filter = 'none';
        if (nod !== 0) moveNose([atX + sway, atY], 0, nod * still.eyesPx * scale, still.eyesPx * scale * 0.28);
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

// Runs in a real Chromium: the kiosk's own verifier, its worker and a camera made of a canvas on which pictures are drawn.
import { framesOf } from '../../drivers/camera/frames.ts';
import { openModelSource } from '../../kiosk/face/model-source.ts';
import { faceVerifier } from '../../kiosk/face/page.ts';
import type { Challenge, FaceHint, FaceOutcome, FaceStatus } from '../../kiosk/face/port.ts';
import { ownWorker } from '../../kiosk/own-scripts.ts';

/** One scene of a film: a picture, drawn so much larger from its middle, at the end too; so bright; so far to the right. */
export interface Scene { readonly picture: string | null; readonly frames: number; readonly zoom?: readonly [from: number, to: number]; readonly brightness?: number; readonly shiftPx?: number; readonly beside?: string; readonly blurPx?: number; readonly mask?: string;
  /** Ends when such a hint was told. */
  readonly untilHint?: FaceHint['is'];
}
export interface Show { readonly photo: string | readonly number[]; readonly scenes: readonly Scene[]; readonly challenges: readonly Challenge[]; readonly deadlineMs: number; readonly abortAfterMs?: number; readonly single?: boolean }

const workers = { started: 0, ended: 0 };
const statuses: FaceStatus[] = [];
const verifier = faceVerifier({
  source: openModelSource({ kept: null, fetch: globalThis.fetch.bind(globalThis) }), framesOf, fetch: globalThis.fetch.bind(globalThis),
  worker(address) {
    const worker = ownWorker(address);
    workers.started++;
    const end = worker.terminate.bind(worker);
    worker.terminate = () => { workers.ended++; end(); };
    return worker;
  },
});
verifier.watch((status) => statuses.push(status));

const canvas = document.createElement('canvas');
const [widthPx, heightPx] = [640, 480];
Object.assign(canvas, { width: widthPx, height: heightPx });
const pen = canvas.getContext('2d')!;
const bitmapOf = async (name: string) => createImageBitmap(await (await fetch(`/pictures/${name}`)).blob());

/** Draws a scene's frame after frame until it is over or told to stop. */
async function play(scenes: readonly Scene[], isOver: () => boolean, mayBegin: () => boolean, lastHint: () => FaceHint['is'] | undefined): Promise<void> {
  const bitmaps = new Map(await Promise.all(scenes.flatMap(({ picture, beside }) => [picture, beside ?? null]).filter((name) => name !== null).map(async (name) => [name, await bitmapOf(name)] as const)));
  await new Promise<void>((resolve) => { const wait = setInterval(() => { if (mayBegin() || isOver()) { clearInterval(wait); resolve(); } }, 50); });
  for (const { picture, frames, zoom: [from, to] = [1, 1], brightness = 1, shiftPx = 0, beside, blurPx = 0, mask, untilHint } of scenes) {
    for (let n = 0; n < frames && !isOver(); n++) {
      if (untilHint !== undefined && lastHint() === untilHint) break;
      const by = from + ((to - from) * n) / Math.max(1, frames - 1);
      pen.filter = brightness === 1 && blurPx === 0 ? 'none' : `brightness(${brightness}) blur(${blurPx}px)`;
      pen.fillStyle = '#888';
      pen.fillRect(0, 0, widthPx, heightPx);
      const bitmap = picture === null ? undefined : bitmaps.get(picture);
      if (bitmap) {
        const fit = (heightPx / bitmap.height) * by;
        pen.drawImage(bitmap, (widthPx - bitmap.width * fit) / 2 + shiftPx, (heightPx - bitmap.height * fit) / 2, bitmap.width * fit, bitmap.height * fit);
      }
      if (beside) pen.drawImage(bitmaps.get(beside)!, 340, 90, 300, 300);
      pen.filter = 'none';
      if (mask) { pen.fillStyle = mask; pen.fillRect(widthPx / 2 - 110, heightPx * 0.47, 220, 180); }
      await new Promise((resolve) => { setTimeout(resolve, 60); });
    }
  }
}

const verifyPage = {
  statuses, workers,
  prepare: () => verifier.prepare(),
  rehearse: () => verifier.rehearse(),
  release: () => verifier.release(),
  status: () => verifier.status,
  async verify({ photo, scenes, challenges, deadlineMs, abortAfterMs, single = false }: Show) {
    const bytes = typeof photo === 'string' ? await cardPhoto(photo) : Uint8Array.from(photo);
    const stream = canvas.captureStream();
    const hints: FaceHint[] = [];
    const stop = new AbortController();
    let outcome: FaceOutcome | undefined;
    const playing = play(scenes, () => outcome !== undefined, () => verifier.status.is === 'ready', () => hints.at(-1)?.is);
    if (abortAfterMs !== undefined) setTimeout(() => stop.abort(), abortAfterMs);
    const take = async () => {
      const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, 'image/jpeg', 0.9); });
      return { bytes: new Uint8Array(await blob!.arrayBuffer()), mediaType: 'image/jpeg' };
    };
    outcome = await verifier.verify({ photo: { is: 'file', bytes }, camera: single ? { is: 'pictures', take } : { is: 'stream', stream }, challenges, deadlineMs, signal: stop.signal, onHint: (hint) => hints.push(hint) });
    for (const track of stream.getTracks()) track.stop();
    await playing;
    return { outcome, hints, photoIsGone: bytes.every((byte) => byte === 0), status: verifier.status };
  },
};
/** A card's photo of the middle of a picture: 102 × 126, JPEG. */
async function cardPhoto(name: string): Promise<Uint8Array> {
  const bitmap = await bitmapOf(name);
  const small = new OffscreenCanvas(102, 126);
  const side = Math.min(bitmap.width, bitmap.height);
  small.getContext('2d')!.drawImage(bitmap, (bitmap.width - side * 0.81) / 2, (bitmap.height - side) / 2, side * 0.81, side, 0, 0, 102, 126);
  return new Uint8Array(await (await small.convertToBlob({ type: 'image/jpeg', quality: 0.8 })).arrayBuffer());
}
export type VerifyPage = typeof verifyPage;
Object.assign(globalThis, { verifyPage });

// Runs in a real Chromium: the pack's models on pictures that the test names, in the page and, as on the kiosk, in a worker.
import type { ModelPack } from '../../content/schema/model-pack.ts';
import { cosine } from '../../kiosk/face/embedding.ts';
import { type FaceModels, openModels } from '../../kiosk/face/models.ts';
import { mainFace, type Picture } from '../../kiosk/face/picture.ts';
import { openAppearance } from '../../kiosk/face/appearance.ts';
import { poseOf } from '../../kiosk/face/pose.ts';
import { qualityProblem } from '../../kiosk/face/quality.ts';

let models: FaceModels;
const appearance = openAppearance();
const kept = new Map<string, Float32Array<ArrayBuffer>>();

async function picture(name: string): Promise<Picture> {
  const bitmap = await createImageBitmap(await (await fetch(`/pictures/${name}`)).blob());
  const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true })!;
  pen.drawImage(bitmap, 0, 0);
  const { width, height, data } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
  return { widthPx: width, heightPx: height, rgba: data as Uint8ClampedArray<ArrayBuffer> };
}

const modelsPage = {
  async open(pack: ModelPack, threads: number, webgpu: boolean | 'imitated' = false) {
    const files = Object.fromEntries(await Promise.all(pack.models.map(async ({ file }) => [file, new Uint8Array(await (await fetch(`/models/face/${file}`)).arrayBuffer())] as const)));
    const began = performance.now();
    models = await openModels({ pack, files }, { threads, webgpu });
    return { on: models.on, threads: models.threads, ms: performance.now() - began, memoryBytes: models.memoryBytes() };
  },
  async look(name: string) {
    const seen = await picture(name);
    const faces = await models.detect(seen);
    const face = mainFace(faces, seen);
    if (!face) return null;
    const look = appearance.of(seen, face);
    return { faces, live: await models.attackScore(seen, face), eyes: await models.eyesOpen(seen, face), look, pose: poseOf(face), problem: qualityProblem(face, seen, look) };
  },
  async likeness(a: string, b: string) {
    const [first, second] = [await embedding(a), await embedding(b)];
    return first && second ? cosine(first, second) : null;
  },
  async time(name: string, times: number) {
    const seen = await picture(name);
    const took: Record<string, number[]> = { detect: [], attack: [], embed: [], whole: [] };
    for (let i = 0; i < times; i++) {
      const began = performance.now();
      const face = mainFace(await models.detect(seen), seen)!;
      const detected = performance.now();
      await models.attackScore(seen, face);
      const judged = performance.now();
      (await models.embed(seen, face)).fill(0);
      const ended = performance.now();
      took.detect!.push(detected - began); took.attack!.push(judged - detected); took.embed!.push(ended - judged); took.whole!.push(ended - began);
    }
    return Object.fromEntries(Object.entries(took).map(([stage, all]) => [stage, all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!]));
  },
};
async function embedding(name: string) {
  if (!kept.has(name)) {
    const seen = await picture(name);
    const face = mainFace(await models.detect(seen), seen);
    if (!face) return null;
    kept.set(name, await models.embed(seen, face));
  }
  return kept.get(name)!;
}
export type ModelsPage = typeof modelsPage;
Object.assign(globalThis, { modelsPage });

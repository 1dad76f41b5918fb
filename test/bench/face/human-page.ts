// Runs in a real Chromium: @vladmandic/human with the models of its own package, set up for the same task.
import { type FaceResult, Human } from '@vladmandic/human';
import { bytesOf, timed } from './peer-page.ts';
import type { PeerBench } from './peer-bench.ts';
import { pictureFor } from './peer-pictures.ts';

let human: Human;
const kept = new Map<string, readonly number[]>();
async function look(picture: ImageBitmap): Promise<FaceResult | undefined> {
  const { face } = await human.detect(picture);
  return face.toSorted((a, b) => b.box[2] * b.box[3] - a.box[2] * a.box[3])[0];
}

const bench: PeerBench = {
  async open(threads) {
    const began = performance.now();
    human = new Human({
      backend: 'wasm', wasmPath: '/tfjs/', modelBasePath: '/human/', debug: false, async: false, warmup: 'none', cacheSensitivity: 0, filter: { enabled: false }, gesture: { enabled: false }, body: { enabled: false }, hand: { enabled: false }, object: { enabled: false }, segmentation: { enabled: false },
      face: { enabled: true, detector: { maxDetected: 1, rotation: true, skipFrames: 0, skipTime: 0 }, mesh: { enabled: true }, iris: { enabled: false }, emotion: { enabled: false }, description: { enabled: true, skipFrames: 0, skipTime: 0 }, antispoof: { enabled: true, skipFrames: 0, skipTime: 0 }, liveness: { enabled: true, skipFrames: 0, skipTime: 0 } },
    });
    human.tf.wasm?.setThreadsCount?.(threads);
    await human.load();
    await human.tf.setBackend('wasm');
    await human.tf.ready();
    return { on: human.tf.getBackend(), threads: human.tf.wasm?.getThreadsCount?.() ?? 1, openMs: performance.now() - began };
  },
  memoryBytes: bytesOf,
  async embed(how, names, points) {
    for (const name of names) {
      const picture = await pictureFor(how, name, points);
      if (!picture) continue;
      const found = await look(picture);
      if (found?.embedding && found.embedding.length > 0) kept.set(`${how}:${name}`, found.embedding);
    }
  },
  scores: (pairs) => pairs.map(([a, b]) => { const [one, other] = [kept.get(a), kept.get(b)]; return one && other ? human.match.similarity([...one], [...other]) : null; }),
  /** `[antispoof, liveness]` */
  async live(names) {
    const all: (readonly [number, number] | null)[] = [];
    for (const name of names) { const found = await look((await pictureFor('full', name, {}))!); all.push(found ? [found.real ?? 0, found.live ?? 0] : null); }
    return all;
  },
  async time(name, rounds) { const picture = (await pictureFor('full', name, {}))!; return timed(rounds, async () => { await look(picture); }); },
};
Object.assign(globalThis, { bench });

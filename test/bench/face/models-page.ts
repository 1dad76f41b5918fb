// Runs in a real Chromium: our models on pictures by name. Embeddings stay here, in memory; only scores leave.
import type { ModelOf, ModelPack } from '../../../content/schema/model-pack.ts';
import { openModels, type FaceModels } from '../../../kiosk/face/models.ts';
import { type Face, mainFace, type Picture } from '../../../kiosk/face/picture.ts';
import { warmRounds } from './warm.ts';
import { cardOf, pictureOf } from './pictures.ts';

let models: FaceModels;
let pack: ModelPack;
const kept = new Map<string, Float32Array<ArrayBuffer>>();
const seenFaces = new Map<string, Face | null>();

/** The face meant in a picture as it is; looked for once. */
async function faceIn(name: string, full: Picture): Promise<Face | null> {
  if (!seenFaces.has(name)) seenFaces.set(name, mainFace(await models.detect(full), full) ?? null);
  return seenFaces.get(name)!;
}

/** Each recogniser's own numbers, of length one: the fused embedding is these, each times the root of its share. */
function parts(fused: Float32Array): readonly Float32Array[] {
  let at = 0;
  return pack.models.filter((model): model is ModelOf<'recogniser'> => model.role === 'recogniser').map(({ embedding }) => {
    const part = fused.slice(at, at += embedding);
    const length = Math.hypot(...part) || 1;
    return part.map((value) => value / length);
  });
}
const product = (a: Float32Array, b: Float32Array): number => { let sum = 0; for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!; return sum; };
const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;

const bench = {
  /** Cold: fetch, compile, sessions, one run of each. `beside`: the manifest whose recognisers are measured beside the pack's own. */
  async open(threads: number, beside?: string) {
    const began = performance.now();
    pack = await (await fetch('/models/face/manifest.json')).json() as ModelPack;
    if (beside !== undefined) pack = { ...pack, models: [...pack.models, ...(await (await fetch(beside)).json() as ModelPack).models.filter(({ role }) => role === 'recogniser')] };
    const files = Object.fromEntries(await Promise.all(pack.models.map(async ({ file }) => {
      const own = await fetch(`/models/face/${file}`);
      return [file, new Uint8Array(await (own.ok ? own : await fetch(`/beside/${file}`)).arrayBuffer())] as const;
    })));
    const fetched = performance.now();
    models = await openModels({ pack, files }, { threads, webgpu: false });
    return { on: models.on, threads: models.threads, fetchMs: fetched - began, openMs: performance.now() - fetched };
  },
  memoryBytes: () => models.memoryBytes(),

  /** Embeds pictures as they are (`full`), or as a card's photo: `card` lossless, `card-0.25` a JPEG of that quality. Answers bytes of the cards, and who has no face. */
  async embed(how: string, names: readonly string[]) {
    let bytes = 0;
    const faceless: string[] = [];
    for (const name of names) {
      const key = `${how}:${name}`;
      if (kept.has(key)) continue;
      const full = await pictureOf(name);
      const found = await faceIn(name, full);
      const card = found && how !== 'full' ? await cardOf(full, found, how === 'card' ? null : Number(how.slice('card-'.length))) : undefined;
      const seen = card?.picture ?? full;
      const face = card ? mainFace(await models.detect(seen), seen) : found;
      bytes += card?.bytes ?? 0;
      if (face) kept.set(key, await models.embed(seen, face));
      else faceless.push(name);
    }
    return { bytes, faceless };
  },
  /** The five points of each picture's face, by name. */
  async points(names: readonly string[]) {
    const found: Record<string, Face['points']> = {};
    for (const name of names) { const face = await faceIn(name, await pictureOf(name)); if (face) found[name] = face.points; }
    return found;
  },
  /** The mean of several frames, of length one, kept under `key`. */
  mean(key: string, names: readonly string[]) {
    const frames = names.flatMap((name) => kept.get(`full:${name}`) ?? []);
    if (frames.length === 0) return;
    const sum = new Float32Array(frames[0]!.length);
    for (const frame of frames) for (let i = 0; i < sum.length; i++) sum[i]! += frame[i]!;
    kept.set(key, sum);
  },
  /** For each pair each recogniser's cosine, and that of all of them fused; null where one has no face. */
  scores(pairs: readonly (readonly [string, string])[]): readonly (readonly number[] | null)[] {
    const unit = (numbers: Float32Array) => { const length = Math.hypot(...numbers); return numbers.map((value) => value / length); };
    const split = new Map<string, readonly Float32Array[]>();
    const partsOf = (key: string) => {
      if (!split.has(key)) { const fused = kept.get(key); split.set(key, fused ? [...parts(fused), unit(fused)] : []); }
      return split.get(key)!;
    };
    return pairs.map(([a, b]) => {
      const [one, other] = [partsOf(a), partsOf(b)];
      return one.length && other.length ? one.map((part, i) => product(part, other[i]!)) : null;
    });
  },
  /** The probability of life as the kiosk counts it; null: no face. */
  async live(names: readonly string[]) {
    const all: (number | null)[] = [];
    for (const name of names) {
      const seen = await pictureOf(name);
      const face = mainFace(await models.detect(seen), seen);
      all.push(face ? await models.attackScore(seen, face) : null);
    }
    return all;
  },
  /** Median ms of each stage, warm, and of the first frame after opening. */
  async time(name: string, rounds: number) {
    const seen = await pictureOf(name);
    const took = { detect: [] as number[], attack: [] as number[], embed: [] as number[], whole: [] as number[] };
    let first = 0;
    for (let i = 0; i < warmRounds + rounds; i++) {
      const began = performance.now();
      const face: Face = mainFace(await models.detect(seen), seen)!;
      const detected = performance.now();
      await models.attackScore(seen, face);
      const judged = performance.now();
      await models.embed(seen, face);
      const ended = performance.now();
      if (i === 0) first = ended - began;
      if (i < warmRounds) continue;
      took.detect.push(detected - began); took.attack.push(judged - detected); took.embed.push(ended - judged); took.whole.push(ended - began);
    }
    return { first, detect: median(took.detect), attack: median(took.attack), embed: median(took.embed), whole: median(took.whole) };
  },
};
export type ModelsBench = typeof bench;
Object.assign(globalThis, { bench });

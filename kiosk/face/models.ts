import type { ModelOf, ModelPack } from '../../content/schema/model-pack.ts';
import { similarity, warp } from './align.ts';
import { aroundEye, resize, surroundings } from './crop.ts';
import { type Embedding, fuse, probability } from './embedding.ts';
import { fitInto, letterbox } from './letterbox.ts';
import { emptyInput, type ModelInput } from './model-input.ts';
import type { Face, Picture } from './picture.ts';
import { type Runtime, type RuntimeOptions, type RunsOn, startRuntime } from './runtime.ts';
import { yunetFaces } from './yunet.ts';

/** A pack with its weights, by file name; every file was checked against the manifest. `runtime`: WebAssembly's bytes, where they are at hand. */
export interface LoadedModels { readonly pack: ModelPack; readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>; readonly runtime?: ArrayBuffer }

/** The models of a pack, ready to run in whatever realm opened them. Throws where a file is no model that the manifest describes. */
export interface FaceModels {
  readonly pack: ModelPack;
  readonly on: RunsOn;
  readonly threads: number;
  detect(picture: Picture): Promise<readonly Face[]>;
  /** All recognisers' numbers as one: cosines of embeddings are the weighted mean of the recognisers'. */
  embed(picture: Picture, face: Face): Promise<Embedding>;
  /** The weighted mean probability of all attack models that this is a living face, 0 to 1. */
  attackScore(picture: Picture, face: Face): Promise<number>;
  /** The probability that an eye is open, of the eye more open; null: the pack cannot tell. */
  eyesOpen(picture: Picture, face: Face): Promise<number | null>;
  memoryBytes(): number;
  /** Overwrites what pictures and numbers were written into, releases the models. */
  close(): Promise<void>;
}

/** Builds a session of each model and runs each once, so that the first picture is as quick as the others. A graphics card that cannot run them is done without. */
export async function openModels(loaded: LoadedModels, options: RuntimeOptions = {}): Promise<FaceModels> {
  const given = { ...options, ...(loaded.runtime && { runtime: loaded.runtime }) };
  const runtime = await startRuntime(given);
  try {
    return await openOn(runtime, loaded);
  } catch (error) {
    if (runtime.on !== 'webgpu') throw error;
    return openOn(await startRuntime({ ...given, webgpu: false }), loaded);
  }
}

async function openOn(runtime: Runtime, { pack, files }: LoadedModels): Promise<FaceModels> {
  const open = <Model extends ModelPack['models'][number]>(model: Model) => openModel(runtime, model, files[model.file]!);
  const of = <Role extends ModelPack['models'][number]['role']>(role: Role) => pack.models.filter((model): model is ModelOf<Role> => model.role === role);
  const detector = await open(of('detector')[0]!);
  const recognisers = await inTurn(of('recogniser'), open);
  const attack = await inTurn(of('attack'), open);
  const eyes = await inTurn(of('eyes'), open);
  const allAttack = attack.reduce((sum, { model }) => sum + model.weight, 0);

  const models: FaceModels = {
    pack, on: runtime.on, threads: runtime.threads,
    async detect(picture) {
      const { input, thresholds } = detector.model;
      const fit = fitInto(picture, input);
      const into = detector.input(fit.widthPx, fit.heightPx);
      letterbox(picture, fit, input, into);
      const outputs = await detector.run(into);
      return yunetFaces((name) => outputs.get(name)!, fit, thresholds);
    },
    async embed(picture, face) {
      const parts = [];
      for (const { model, input, first } of recognisers) {
        const into = input(model.input.widthPx, model.input.heightPx);
        warp(picture, similarity(face.points, model.points), model.input, into);
        parts.push({ numbers: await first(into), weight: model.weight });
      }
      const embedding = fuse(parts);
      for (const { numbers } of parts) numbers.fill(0);
      return embedding;
    },
    async attackScore(picture, face) {
      let live = 0;
      for (const { model, input, first } of attack) {
        const into = input(model.input.widthPx, model.input.heightPx);
        resize(picture, surroundings(picture, face, model.cropScale), model.input, into);
        live += probability(await first(into), model.liveClass, model.output) * (model.weight / allAttack);
      }
      return live;
    },
    async eyesOpen(picture, face) {
      const [eye] = eyes;
      if (!eye) return null;
      const { model, input, first } = eye;
      const into = input(model.input.widthPx, model.input.heightPx);
      let most = 0;
      for (const point of [face.points[0], face.points[1]]) {
        resize(picture, aroundEye(face, point, model.cropScale), model.input, into);
        most = Math.max(most, probability(await first(into), model.openClass, model.output));
      }
      return most;
    },
    memoryBytes: runtime.memoryBytes,
    async close() {
      for (const opened of [detector, ...recognisers, ...attack, ...eyes]) await opened.close();
      await runtime.overwrite();
    },
  };
  await runOnce(models);
  return models;
}

/** One after another: side by side they would need the most memory all at once. */
async function inTurn<From, To>(all: readonly From[], open: (one: From) => Promise<To>): Promise<readonly To[]> {
  const opened: To[] = [];
  for (const one of all) opened.push(await open(one));
  return opened;
}

/** A session with the inputs written into, one for each size. */
async function openModel<Model extends ModelPack['models'][number]>(runtime: Runtime, model: Model, weights: Uint8Array<ArrayBuffer>) {
  const session = await runtime.session(weights);
  const [inputName] = session.inputNames as [string];
  const inputs = new Map<string, ModelInput>();
  async function run(into: ModelInput): Promise<Map<string, Float32Array>> {
    const outputs = await session.run({ [inputName]: runtime.tensor(into.values, [1, 3, into.heightPx, into.widthPx]) });
    return new Map(Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]));
  }
  return {
    model, run,
    input(widthPx: number, heightPx: number): ModelInput {
      const key = `${widthPx}x${heightPx}`;
      const kept = inputs.get(key) ?? emptyInput(widthPx, heightPx);
      inputs.set(key, kept);
      return kept;
    },
    first: async (into: ModelInput): Promise<Float32Array> => (await run(into)).get(session.outputNames[0]!)!,
    async close() {
      for (const { values } of inputs.values()) values.fill(0);
      await session.release();
    },
  };
}

const unseen: Face = { score: 1, xPx: 60, yPx: 60, widthPx: 200, heightPx: 200, points: [[120, 130], [200, 130], [160, 180], [130, 220], [190, 220]] };
async function runOnce(models: FaceModels): Promise<void> {
  const grey: Picture = { widthPx: 320, heightPx: 256, rgba: new Uint8ClampedArray(320 * 256 * 4).fill(127) };
  await models.detect(grey);
  const embedding = await models.embed(grey, unseen);
  const length = models.pack.models.reduce((sum, model) => sum + (model.role === 'recogniser' ? model.embedding : 0), 0);
  if (embedding.length !== length) throw new RangeError('the recogniser gives another number of values than its manifest says');
  await models.attackScore(grey, unseen);
  await models.eyesOpen(grey, unseen);
}

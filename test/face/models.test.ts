import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelPack } from '../../content/schema/model-pack.ts';
import { type FacePage, facePack, openFacePage } from './face-chromium.ts';
import type { ModelsPage } from './models-page.ts';
import { facePairs, missing, said, webcamPictures } from './research.ts';

declare const modelsPage: ModelsPage;
const slow = 180_000;
let there: FacePage;
const open = (pack: ModelPack, threads: number) => there.page.evaluate(([pack, threads]) => modelsPage.open(pack, threads), [pack, threads] as const);
const liveScores = (files: readonly string[]) => there.page.evaluate(async (files) => {
  const scores: number[] = [];
  for (const file of files) scores.push((await modelsPage.look(file))?.live ?? -1);
  return scores;
}, files);
/** The first picture of each subject. */
const oneOfEach = (kind: 'live' | 'print') => webcamPictures().filter((one, i, all) => one.kind === kind && all.findIndex(({ kind, subject }) => kind === one.kind && subject === one.subject) === i).map(({ file }) => file);
const changed = (role: string, change: (model: ModelPack['models'][number]) => object): ModelPack => {
  const pack = facePack();
  return { ...pack, models: pack.models.map((model) => (model.role === role ? { ...model, ...change(model) } as typeof model : model)) };
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.skipIf(missing !== undefined)(said('the models of the pack, in a page built and served as the kiosk'), () => {
  beforeAll(async () => { there = await openFacePage('models-page.ts'); }, slow);
  afterAll(() => there.close());

  test('run on two threads in the built bundle without hanging, under the kiosk’s policy', async () => {
    const { on, threads } = await open(facePack(), 2);
    expect([on, threads]).toEqual(['wasm-threads', 2]);
    expect(there.consoleErrors).toEqual([]);
  }, slow);
  test('find one face in every webcam picture, tell living people from prints, each of twelve', async () => {
    const { live } = facePack().thresholds.live;
    const [living, printed] = [await liveScores(oneOfEach('live')), await liveScores(oneOfEach('print'))];
    expect(living.length).toBeGreaterThan(3);
    expect(Math.min(...living)).toBeGreaterThanOrEqual(live);
    expect(printed.filter((score) => score < 0 || score >= live)).toEqual([]);
  }, slow);
  test('two pictures of one person are alike, of two people not', async () => {
    const pairs = facePairs();
    const of = async (isSame: boolean) => {
      const scores: number[] = [];
      for (const { a, b } of pairs.filter((pair) => pair.isSame === isSame).slice(0, 10)) scores.push(await there.page.evaluate(([a, b]) => modelsPage.likeness(a, b), [a, b] as const) ?? Number.NaN);
      return scores;
    };
    const { same } = facePack().thresholds.match;
    const [genuine, impostors] = [await of(true), await of(false)];
    expect(genuine.filter((score) => score >= same).length).toBeGreaterThanOrEqual(9);
    expect(impostors.filter((score) => !(score < same))).toEqual([]);
  }, slow);
  test('the runtime and the weights are not larger than 22 MB as shipped, and take no more memory than 40 MB', async () => {
    const assets = path.join(there.site, 'assets');
    // What a terminal without a graphics card fetches; one with a card fetches the other runtime in its place.
    const isForCards = (name: string) => name.includes('jspi');
    const runtime = readdirSync(assets).filter((name) => /^ort.*\.(?:wasm|js)$/.test(name) && !isForCards(name)).reduce((sum, name) => sum + statSync(path.join(assets, name)).size, 0);
    const weights = facePack().models.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(readdirSync(assets).filter((name) => name.endsWith('.wasm') && !isForCards(name))).toHaveLength(1);
    console.log(`      runtime ${runtime} bytes, weights ${weights} bytes`);
    expect(runtime).toBeLessThan(15_000_000);
    expect((await open(facePack(), 1)).memoryBytes).toBeLessThanOrEqual(40 * 1024 * 1024);
  }, slow);
  test('on a graphics card, here one that Chromium imitates, two pictures are as alike as without; no page takes an imitated one by itself', async () => {
    const pair = facePairs().find(({ isSame }) => isSame)!;
    const card = await openFacePage('models-page.ts', { args: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'] });
    try {
      const on = (webgpu: boolean | 'imitated') => card.page.evaluate(async ([pack, webgpu, a, b]) => [(await modelsPage.open(pack, 1, webgpu)).on, await modelsPage.likeness(a, b)] as const, [facePack(), webgpu, pair.a, pair.b] as const);
      const [imitated, plain] = [await on('imitated'), await on(true)];
      expect([imitated[0], plain[0]]).toEqual(['webgpu', 'wasm']);
      expect(imitated[1]).toBeCloseTo(plain[1]!, 3);
      expect(card.consoleErrors).toEqual([]);
    } finally {
      await card.close();
    }
  }, 2 * slow);
  test('the traps are traps: channels in the wrong order and values divided by 255 change what the attack models say', async () => {
    const files = [...oneOfEach('live').slice(0, 2), ...oneOfEach('print').slice(0, 2)];
    await open(facePack(), 1);
    const right = await liveScores(files);
    await open(changed('attack', ({ input }) => ({ input: { ...input, scale: 1 / 255 } })), 1);
    const divided = await liveScores(files);
    await open(changed('attack', () => ({ liveClass: 0 })), 1);
    const otherClass = await liveScores(files);
    expect(mean(right.slice(0, 2))).toBeGreaterThan(0.5);
    expect(mean(divided.slice(0, 2))).toBeLessThan(0.5);
    expect(mean(otherClass.slice(0, 2))).toBeLessThan(0.5);
    await open(changed('recogniser', ({ input }) => ({ input: { ...input, order: (input as { order: string }).order === 'rgb' ? 'bgr' : 'rgb' } })), 1);
    const { a, b } = facePairs().find(({ isSame }) => isSame)!;
    const swapped = await there.page.evaluate(([a, b]) => modelsPage.likeness(a, b), [`${a}?`, `${b}?`] as const);
    await open(facePack(), 1);
    expect(swapped).not.toBeCloseTo(await there.page.evaluate(([a, b]) => modelsPage.likeness(a, b), [`${a}#`, `${b}#`] as const) ?? 0, 3);
  }, slow);
  test('a manifest that states another embedding than the model gives is refused', async () => {
    await expect(open(changed('recogniser', () => ({ embedding: 17 })), 1)).rejects.toThrow('another number of values');
  }, slow);
});

describe.skipIf(missing !== undefined)(said('without isolation'), () => {
  test('the models run on one thread by themselves', async () => {
    there = await openFacePage('models-page.ts', { isolated: false });
    try {
      expect(await open(facePack(), 2)).toMatchObject({ on: 'wasm', threads: 1 });
    } finally {
      await there.close();
    }
  }, slow);
});

test('the library is only ever loaded by a dynamic import inside a worker’s script, and nothing of it lies in public/', () => {
  const folder = path.resolve(import.meta.dirname, '../../kiosk');
  const sources = readdirSync(path.join(folder, 'face')).map((name) => readFileSync(path.join(folder, 'face', name), 'utf8'));
  const still = sources.flatMap((source) => [...source.matchAll(/^import (?!type )[^;]*from 'onnxruntime-web[^']*'/gm)].map(([line]) => line));
  expect(still.toSorted()).toEqual(["import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'", "import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'"]);
  expect(readdirSync(path.join(folder, 'public'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('ort'))).toEqual([]);
});

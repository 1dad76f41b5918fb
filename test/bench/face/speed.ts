import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { ModelPack } from '../../../content/schema/model-pack.ts';
import * as v from 'valibot';
import { drive } from './driven.ts';
import type { ModelsBench } from './models-page.ts';
import type { PeerBench } from './peer-bench.ts';
import type { WorkerBench } from './worker-page.ts';
import { filesOf, type Stage } from './stage.ts';

/** ms, medians of the rounds; `cold`: from nothing in a fresh browser to models that have run once. */
export interface Speed { readonly who: string; readonly threads: number; readonly coldMs: number; readonly firstMs: number; readonly frameMs: number; readonly stages?: { readonly detect: number; readonly attack: number; readonly embed: number }; readonly memoryMb: number }
const sample = 'nuaa-dev/live-0002_01_00_01_109.jpg';
const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;
const mb = (bytes: number): number => bytes / 1e6;

/** Ours, each run in a browser of its own. */
export async function ownSpeed(stage: Stage, threads: number, { starts, rounds }: { readonly starts: number; readonly rounds: number }): Promise<Speed> {
  const runs: { opened: Awaited<ReturnType<ModelsBench['open']>>; time: Awaited<ReturnType<ModelsBench['time']>>; memory: number }[] = [];
  for (let i = 0; i < starts; i++) {
    const page = await stage.open('models-page');
    const bench = drive<ModelsBench>(page);
    const opened = await bench.open(threads);
    const time = await bench.time(sample, rounds);
    runs.push({ opened, time, memory: await bench.memoryBytes() });
    await page.context().browser()!.close();
  }
  const of = (pick: (run: (typeof runs)[number]) => number) => median(runs.map(pick));
  return {
    who: '本项目', threads: runs[0]!.opened.threads, coldMs: of(({ opened }) => opened.fetchMs + opened.openMs), firstMs: of(({ time }) => time.first), frameMs: of(({ time }) => time.whole),
    stages: { detect: of(({ time }) => time.detect), attack: of(({ time }) => time.attack), embed: of(({ time }) => time.embed) }, memoryMb: mb(Math.max(...runs.map(({ memory }) => memory))),
  };
}

/** How long a person waits for the models at most, as they read the consent: the page keeps weights and runtime, the worker is new. */
export async function ownWorkers(stage: Stage, persons: number): Promise<{ readonly rehearsalMs: number; readonly medianMs: number; readonly worstMs: number }> {
  const page = await stage.open('worker-page');
  const { rehearsalMs, eachMs } = await drive<WorkerBench>(page).persons(persons);
  await page.context().browser()!.close();
  return { rehearsalMs, medianMs: median(eachMs), worstMs: Math.max(...eachMs) };
}

/** A peer, the same way. */
export async function peerSpeed(stage: Stage, who: string, page: 'human-page' | 'face-api-page', threads: number, which: string, { starts, rounds }: { readonly starts: number; readonly rounds: number }): Promise<Speed> {
  const runs: { cold: Awaited<ReturnType<PeerBench['open']>>; time: Awaited<ReturnType<PeerBench['time']>>; memory: number }[] = [];
  for (let i = 0; i < starts; i++) {
    const opened = await stage.open(page);
    const bench = drive<PeerBench>(opened);
    const cold = await bench.open(threads, which);
    runs.push({ cold, time: await bench.time(sample, rounds), memory: await bench.memoryBytes() });
    await opened.context().browser()!.close();
  }
  return { who: `${who}（${runs[0]!.cold.on}）`, threads: runs[0]!.cold.threads, coldMs: median(runs.map(({ cold }) => cold.openMs)), firstMs: median(runs.map(({ time }) => time.first)), frameMs: median(runs.map(({ time }) => time.whole)), memoryMb: mb(Math.max(...runs.map(({ memory }) => memory))) };
}

export interface Shipped { readonly what: string; readonly bytes: number; readonly brotliBytes: number }
/** What the browser loads: weights, and the runtime as the build emits it. WebGPU's own runtime is loaded only where there is a graphics card, and counted apart. */
export function shipped(stage: Stage): readonly Shipped[] {
  const measure = (what: string, all: readonly Buffer[]): Shipped => ({ what, bytes: sum(all.map(({ length }) => length)), brotliBytes: sum(all.map((bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length)) });
  const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
  const pack = v.parse(v.pipe(v.string(), v.parseJson(), ModelPack), readFileSync(path.join(stage.modelsDir, 'manifest.json'), 'utf8'));
  const runtime = filesOf(path.join(stage.site, 'assets')).filter(({ name }) => /^ort[\w.-]*\.(?:wasm|m?js)$/.test(name));
  const gpu = ({ name }: { readonly name: string }) => /jsep|webgpu|asyncify|jspi/.test(name);
  return [
    measure('权重', pack.models.map(({ file }) => readFileSync(path.join(stage.modelsDir, file)))),
    measure('运行库 onnxruntime-web', runtime.filter((file) => !gpu(file)).map(({ bytes }) => bytes)),
    measure('只在有显卡时加载', runtime.filter(gpu).map(({ bytes }) => bytes)),
  ];
}

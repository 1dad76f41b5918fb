// Runs in a real Chromium: @vladmandic/face-api with the models of its own package: both of its detectors.
import * as faceApi from '@vladmandic/face-api';
import { bytesOf, timed } from './peer-page.ts';
import type { PeerBench } from './peer-bench.ts';
import { pictureFor } from './peer-pictures.ts';

interface Tf { readonly wasm?: unknown; setBackend(name: string): Promise<boolean>; ready(): Promise<void>; getBackend(): string; env(): { set(name: string, value: unknown): void } ; setWasmPaths?(path: string): void; setThreadsCount?(n: number): void; getThreadsCount?(): number }
const tf = faceApi.tf as unknown as Tf;
let detector: 'tiny' | 'ssd' = 'tiny';
const kept = new Map<string, Float32Array>();
const canvasOf = (picture: ImageBitmap): HTMLCanvasElement => {
  const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
  canvas.getContext('2d', { willReadFrequently: true })!.drawImage(picture, 0, 0);
  return canvas;
};
const look = (canvas: HTMLCanvasElement) => faceApi.detectSingleFace(canvas, detector === 'tiny' ? new faceApi.TinyFaceDetectorOptions({ inputSize: 416 }) : new faceApi.SsdMobilenetv1Options()).withFaceLandmarks().withFaceDescriptor();

const bench: PeerBench = {
  async open(threads, which) {
    const began = performance.now();
    detector = which === 'ssd' ? 'ssd' : 'tiny';
    tf.setWasmPaths?.('/tfjs/');
    tf.setThreadsCount?.(threads);
    await tf.setBackend('wasm');
    await tf.ready();
    await (detector === 'tiny' ? faceApi.nets.tinyFaceDetector : faceApi.nets.ssdMobilenetv1).load('/face-api/');
    await faceApi.nets.faceLandmark68Net.load('/face-api/');
    await faceApi.nets.faceRecognitionNet.load('/face-api/');
    return { on: tf.getBackend(), threads: tf.getThreadsCount?.() ?? 1, openMs: performance.now() - began };
  },
  memoryBytes: bytesOf,
  async embed(how, names, points) {
    for (const name of names) {
      const picture = await pictureFor(how, name, points);
      if (!picture) continue;
      const found = await look(canvasOf(picture));
      if (found) kept.set(`${how}:${name}`, found.descriptor);
    }
  },
  /** Its distance, turned round: higher is more alike. */
  scores: (pairs) => pairs.map(([a, b]) => { const [one, other] = [kept.get(a), kept.get(b)]; return one && other ? 1 - faceApi.euclideanDistance(one, other) : null; }),
  live: async () => [],
  async time(name, rounds) { const canvas = canvasOf((await pictureFor('full', name, {}))!); return timed(rounds, async () => { await look(canvas); }); },
};
Object.assign(globalThis, { bench });

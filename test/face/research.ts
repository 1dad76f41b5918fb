import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from '../e2e/chromium.ts';

/** Weights and pictures of research data sets; they lie beside the checkout and are no part of it. */
const shared = path.resolve(import.meta.dirname, '../../../shared');
export const weightsDir = path.join(shared, 'models');
export const picturesDir = path.join(shared, 'face');
/** Why no test with real models can run here; nothing when it can. Tests then are skipped, and say so in their names. */
export const missing: string | undefined = [
  ...(existsSync(path.join(weightsDir, 'yunet_s_dynamic.onnx')) ? [] : ['no ../shared/models beside this checkout']),
  ...(existsSync(path.join(picturesDir, 'lfw-dev-pairs.csv')) ? [] : ['no ../shared/face beside this checkout']),
  ...(findChromium() === undefined ? ['no Chromium'] : []),
][0];
export const said = (name: string) => (missing === undefined ? name : `${name} (skipped: ${missing})`);

const lines = (file: string): readonly (readonly string[])[] => readFileSync(path.join(picturesDir, file), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
export interface Pair { readonly a: string; readonly b: string; readonly isSame: boolean }
export const facePairs = (): readonly Pair[] => lines('lfw-dev-pairs.csv').map(([a, b, same]) => ({ a: a!, b: b!, isSame: same === '1' }));
export interface WebcamPicture { readonly file: string; readonly kind: 'live' | 'print'; readonly subject: string }
export const webcamPictures = (): readonly WebcamPicture[] => lines('nuaa-dev.csv').map(([file, kind, subject]) => ({ file: file!, kind: kind as 'live' | 'print', subject: subject! }));

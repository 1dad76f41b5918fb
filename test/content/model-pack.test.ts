import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { fileName } from '../../content/schema/manifest.ts';
import { ModelPack } from '../../content/schema/model-pack.ts';
import { contentRoot } from './root.ts';

const written = readFileSync(path.join(contentRoot, 'models/face.json'), 'utf8');
const ours = () => JSON.parse(written) as v.InferInput<typeof ModelPack>;
const refused = (pack: unknown) => v.safeParse(ModelPack, pack).issues?.map((issue) => `${v.getDotPath(issue) ?? ''} ${issue.message}`).join('\n') ?? '';

test.each(['face.json', 'face-0095.json'])('%s is a model pack that a site may have', (name) => {
  expect(refused(JSON.parse(readFileSync(path.join(contentRoot, 'models', name), 'utf8')))).toBe('');
});

test('the error rates that the manifest states are those written down with the reasons for its thresholds', () => {
  const reasons = readFileSync(path.resolve(contentRoot, '../kiosk/face/THRESHOLDS.md'), 'utf8');
  const written = /<!-- manifest -->\n```json\n([\s\S]*?)\n```\n<!-- \/manifest -->/.exec(reasons)?.[1];
  const { match, live } = ours().thresholds;
  expect({ match: match.measured, live: live.measured }).toEqual(JSON.parse(written ?? 'null'));
  expect(reasons).toContain(`## 同一人：${match.same}\n`);
  expect(reasons).toContain(`## 活人：${live.live}\n`);
});

test('our own manifest is a model pack, and the catalog can ship every file of it', () => {
  expect(refused(ours())).toBe('');
  for (const { file } of v.parse(ModelPack, ours()).models) expect(v.is(fileName, `models/face/${file}`), file).toBe(true);
});

test('a pack that could only compare is none: a printed photo would pass', () => {
  expect(refused({ ...ours(), models: ours().models.filter(({ role }) => role !== 'attack') })).toContain('防假体');
});

test('a pack without a recogniser, or with two detectors, is refused', () => {
  const { models } = ours();
  expect(refused({ ...ours(), models: models.filter(({ role }) => role !== 'recogniser') })).toContain('recogniser');
  const detector = models.find(({ role }) => role === 'detector')!;
  expect(refused({ ...ours(), models: [...models, { ...detector, file: 'another.onnx' }] })).toContain('detector');
});

test('a key that nobody reads is refused, so that a misspelt threshold is never ignored', () => {
  expect(refused({ ...ours(), threshold: 0.1 })).not.toBe('');
});

test.each(['../secret.onnx', 'a/b.onnx', '2.7_80x80.onnx', 'model.bin', '.onnx', 'a.onnx/'])('no file is called %s', (file) => {
  const [first, ...others] = ours().models;
  expect(refused({ ...ours(), models: [{ ...first!, file }, ...others] })).toContain('models.0.file');
});

test('a model of any size that another maker gives can be described, within bounds', () => {
  const [first, ...others] = ours().models;
  const fixed = { sides: 'fixed', order: 'bgr', scale: 1, shift: 0, widthPx: 640, heightPx: 640 };
  expect(refused({ ...ours(), models: [{ ...first!, input: fixed }, ...others] })).toBe('');
  expect(refused({ ...ours(), models: [{ ...first!, input: { ...fixed, widthPx: 100_000 } }, ...others] })).toContain('widthPx');
});

test('thresholds in the wrong order are refused', () => {
  const pack = ours();
  expect(refused({ ...pack, thresholds: { ...pack.thresholds, match: { ...pack.thresholds.match, different: 0.9 } } })).toContain('different');
});

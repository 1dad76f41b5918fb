// A tiny pack of models: files with other bytes than real weights, described as ours are.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { ModelPack } from '../../content/schema/model-pack.ts';
import { contentRoot } from '../content/root.ts';

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** Our own manifest with small made-up files in place of the weights. */
export function tinyPack(seed = 1): { readonly pack: ModelPack; readonly manifest: string; readonly files: Readonly<Record<string, Uint8Array>> } {
  const ours = JSON.parse(readFileSync(path.join(contentRoot, 'models/face.json'), 'utf8')) as ModelPack;
  const files = Object.fromEntries(ours.models.map(({ file }, i) => [file, Buffer.alloc(100 + i, seed)]));
  const pack = { ...ours, version: '2026-01-02', models: ours.models.map((model) => ({ ...model, bytes: files[model.file]!.length, sha256: hashOf(files[model.file]!) })) };
  return { pack, manifest: JSON.stringify(pack), files };
}
export function folder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'models-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
export function lay(dir: string, files: Readonly<Record<string, Uint8Array | string>>): string {
  mkdirSync(dir, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(dir, name), bytes);
  return dir;
}

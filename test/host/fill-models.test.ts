import { createServer } from 'node:http';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type FillOptions, fillModels, sayFilled } from '../../kiosk/host/fill-models.ts';
import { readModelFolder } from '../../kiosk/host/model-folder.ts';
import { folder, lay, tinyPack } from './models.ts';

const tiny = tinyPack();
const nowhere = { sharedDir: '/nonexistent', siteDir: undefined, upstreams: {} } as const;
/** The site's own manifest and weights stand in for real ones: nothing of 9 MB is needed. */
function stand(files: Readonly<Record<string, Uint8Array | string>> = { ...tiny.files, 'manifest.json': tiny.manifest }) {
  const modelsDir = path.join(folder(), '.models');
  const siteDir = lay(path.join(folder(), 'site'), files);
  const fill = (more: FillOptions = {}) => fillModels({ ...nowhere, modelsDir, siteDir, ...more });
  return { modelsDir, siteDir, fill, at: (name: string) => path.join(modelsDir, 'face', name) };
}
const saying = async (filled: ReturnType<typeof fillModels>) => sayFilled(await filled).join('\n');
async function serving(files: Readonly<Record<string, Uint8Array>>) {
  let asked = 0;
  const server = createServer((request, response) => { asked++; const bytes = files[request.url!.slice(1)]; response.writeHead(bytes ? 200 : 404).end(bytes); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => { server.closeAllConnections(); server.close(); });
  return { of: (name: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`, asked: () => asked };
}
const shaOf = (file: string) => tiny.pack.models.find((one) => one.file === file)!.sha256;

test("a site's own weights fill the folder whole, and a second time nothing is written", async () => {
  const { fill, modelsDir } = stand();
  expect(await fill()).toMatchObject({ is: 'filled', version: '2026-01-02', without: [] });
  expect(await readModelFolder(path.join(modelsDir, 'face'))).toMatchObject({ is: 'whole', manifest: tiny.manifest });
  expect(readdirSync(modelsDir)).toEqual(['face']);
  expect(await fill()).toMatchObject({ is: 'already' });
});

test('weights are known by their bytes, whatever their names', async () => {
  const renamed = Object.fromEntries(Object.values(tiny.files).map((bytes, i) => [`2.7_Weights ${i}.onnx`, bytes]));
  const { fill } = stand({ 'manifest.json': tiny.manifest });
  expect(await fill({ sharedDir: lay(folder(), renamed) })).toMatchObject({ is: 'filled', places: ['../shared/models'] });
});

test('without any weights nothing is laid, and the sentence names every missing file, its maker and what to do', async () => {
  const { fill, modelsDir } = stand({});
  const said = await saying(fill({ siteDir: undefined }));
  expect(existsSync(path.join(modelsDir, 'face'))).toBe(false);
  expect(said).toContain('刷脸核验不可用，其他核验方式照常');
  for (const words of ['minifasnet-v2.onnx', 'minivision-ai/Silent-Face-Anti-Spoofing', 'MODELS_DIR']) expect(said).toContain(words);
});

test('a damaged file is as good as none, and what was there before stays', async () => {
  const { fill, siteDir, modelsDir } = stand();
  await fill();
  const other = tinyPack(2);
  lay(siteDir, { ...other.files, 'manifest.json': other.manifest, 'minifasnet-v2.onnx': Buffer.alloc(103, 9) });
  expect(await fill()).toMatchObject({ is: 'missing', missing: [{ file: 'minifasnet-v2.onnx', why: 'nowhere' }] });
  expect(await readModelFolder(path.join(modelsDir, 'face'))).toMatchObject({ is: 'whole', manifest: tiny.manifest });
});

test('a file damaged in the filled folder is put right from where it came', async () => {
  const { fill, at } = stand();
  await fill();
  writeFileSync(at('minifasnet-v2.onnx'), 'gone bad');
  expect(await fill()).toMatchObject({ is: 'filled' });
  expect(readFileSync(at('minifasnet-v2.onnx'))).toEqual(tiny.files['minifasnet-v2.onnx']);
});

test('without the model for eyes the pack is smaller and good; without one against attacks it is none', async () => {
  const { fill, siteDir, modelsDir } = stand();
  rmSync(path.join(siteDir, 'open-closed-eye.onnx'));
  expect(await fill()).toMatchObject({ is: 'filled', without: [{ file: 'open-closed-eye.onnx' }] });
  const laid = await readModelFolder(path.join(modelsDir, 'face'));
  expect(laid.is === 'whole' && laid.pack.models.map(({ role }) => role)).toEqual(['detector', 'recogniser', 'attack', 'attack']);
  expect(await saying(fill())).toContain('少一个不影响使用的');
  rmSync(path.join(siteDir, 'minifasnet-v1se.onnx'));
  rmSync(path.join(modelsDir, 'face'), { recursive: true });
  expect(await fill()).toMatchObject({ is: 'missing' });
});

test('a file comes from its maker when it is nowhere here, and only if its bytes are the ones', async () => {
  const { fill, siteDir, at } = stand();
  const file = 'yunet_s_dynamic.onnx';
  rmSync(path.join(siteDir, file));
  const wrong = await serving({ [file]: Buffer.alloc(100, 7) });
  expect(await fill({ upstreams: { [shaOf(file)]: wrong.of(file) } })).toMatchObject({ is: 'missing', missing: [{ file, why: 'other-bytes' }] });
  const endless = await serving({ [file]: Buffer.alloc(1_000_000, 1) });
  expect(await fill({ upstreams: { [shaOf(file)]: endless.of(file) } })).toMatchObject({ is: 'missing', missing: [{ why: 'other-bytes' }] });
  expect(await fill({ upstreams: { [shaOf(file)]: 'http://127.0.0.1:1/' } })).toMatchObject({ is: 'missing', missing: [{ why: 'unreachable' }] });
  const right = await serving({ [file]: tiny.files[file]! });
  expect(await fill({ upstreams: { [shaOf(file)]: right.of(file) } })).toMatchObject({ is: 'filled' });
  expect(readFileSync(at(file))).toEqual(tiny.files[file]);
});

test('nothing is downloaded while another file has no place at all', async () => {
  const { fill } = stand({ 'manifest.json': tiny.manifest });
  const file = 'yunet_s_dynamic.onnx';
  const upstream = await serving({ [file]: tiny.files[file]! });
  const filled = await fill({ upstreams: { [shaOf(file)]: upstream.of(file) } });
  expect(filled).toMatchObject({ is: 'missing' });
  expect(sayFilled(filled).join('\n')).toContain('上游有，其他的齐了再下载');
  expect(upstream.asked()).toBe(0);
});

test("a site's manifest that is none is told of, and ours is not taken in its place", async () => {
  const { fill, modelsDir } = stand({ ...tiny.files, 'manifest.json': '{"purpose":"face"}' });
  expect(await saying(fill())).toMatch(/^MODELS_DIR 里的模型包用不了，没有改动：.*manifest\.json/);
  expect(existsSync(modelsDir)).toBe(false);
});

test("a site's own choice of models stays when somebody later fills without MODELS_DIR", async () => {
  const { fill, modelsDir } = stand();
  await fill();
  expect(await fill({ siteDir: undefined })).toMatchObject({ is: 'already', version: '2026-01-02' });
  expect(await readModelFolder(path.join(modelsDir, 'face'))).toMatchObject({ manifest: tiny.manifest });
});

test('what an interrupted filling left is swept away later, not while another may still be at it', async () => {
  const { fill, modelsDir } = stand();
  for (const name of ['.fresh-aaaa', '.old-bbbb']) mkdirSync(path.join(modelsDir, name), { recursive: true });
  utimesSync(path.join(modelsDir, '.old-bbbb'), 1, 1);
  await fill();
  expect(readdirSync(modelsDir).sort()).toEqual(['.fresh-aaaa', 'face']);
});

test('a disk that takes nothing is said, and nothing else happens', async () => {
  const { fill, modelsDir } = stand();
  writeFileSync(path.join(modelsDir), 'a file where a folder should be');
  expect(await fill()).toMatchObject({ is: 'disk' });
  expect(await saying(fill())).toContain('没有写到磁盘上');
});

test('a site may have another manifest filled, and keeps it when somebody later fills without naming it', async () => {
  const manifest = path.join(lay(folder(), { 'another.json': tiny.manifest }), 'another.json');
  const { fill, modelsDir } = stand({});
  const sharedDir = lay(folder(), tiny.files);
  expect(await fill({ siteDir: undefined, sharedDir, manifest })).toMatchObject({ is: 'filled', version: '2026-01-02' });
  expect(await fill({ siteDir: undefined, sharedDir: '/nonexistent' })).toMatchObject({ is: 'already', version: '2026-01-02' });
  expect(await readModelFolder(path.join(modelsDir, 'face'))).toMatchObject({ manifest: tiny.manifest });
});

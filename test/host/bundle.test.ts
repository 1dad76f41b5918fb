import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { dist, ensureBuilt } from '../../kiosk/host/build.ts';
import { people } from '../../kiosk/dock/people.ts';

const fontSlices = globSync('node_modules/@fontsource-variable/noto-sans-sc/files/*-wght-normal.woff2', { cwd: path.resolve(dist.kiosk, '../..') }).length;
let files: readonly string[];
let precached: readonly string[];
const read = (name: string) => readFileSync(path.join(dist.kiosk, name), 'utf8');

beforeAll(async () => {
  await ensureBuilt({ only: ['content', 'kiosk'] });
  files = globSync('**/*', { cwd: dist.kiosk }).filter((name) => statSync(path.join(dist.kiosk, name)).isFile());
  precached = [...read('service-worker.js').matchAll(/"url":"([^"]+)"|[{,]url:["'`]([^"'`]+)["'`]/g)].map(([, json, bare]) => (json ?? bare)!);
}, 120_000);

test('no simulator, dock, host or test is part of the production build', () => {
  const modules = JSON.parse(readFileSync(path.join(dist.kiosk, '../kiosk-modules.json'), 'utf8')) as string[];
  expect(modules.length).toBeGreaterThan(100);
  expect(modules.filter((id) => /^(?:kiosk\/(?:host|dock)|content\/tools|test)\/|^drivers\/.*\/(?:sim|device)\.ts$/.test(id))).toEqual([]);
});

test('no fictional person and no simulator’s word stands in the built scripts', () => {
  const scripts = files.filter((name) => /\.(?:js|css|html)$/.test(name)).map(read).join('\n');
  const marks = [...people.flatMap(({ name, number }) => [name, number]), '370499', '虚构路', '模拟台', 'simSam', 'lay-card', 'pull-during-read'];
  expect(marks.filter((mark) => scripts.includes(mark))).toEqual([]);
});

test('the service worker keeps the whole kiosk: page, scripts, every slice of the font, content', () => {
  // The runtime for graphics cards comes from the host when a card wants it; without it the models run all the same.
  const forCards = /\/ort-wasm-simd-threaded\.jspi-/;
  const kept = files.filter((name) => !/\.(?:br|gz)$/.test(name) && name !== 'service-worker.js' && !forCards.test(name));
  expect(files.filter((name) => forCards.test(name) && name.endsWith('.wasm'))).toHaveLength(1);
  expect([...precached].sort()).toEqual(kept.sort());
  expect(precached.filter((name) => name.endsWith('.woff2'))).toHaveLength(fontSlices);
  expect(precached).toEqual(expect.arrayContaining(['index.html', 'content/pack.json', 'content/pinyin.json', 'manifest.webmanifest']));
  expect(precached).not.toContain('site.json');
});

test('nothing is inlined that the policy forbids: no data: font, no inline script or style', () => {
  expect(files.filter((name) => name.endsWith('.css')).map(read).join('')).not.toMatch(/url\(["']?data:font/);
  const page = read('index.html');
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\son[a-z]+=|style=/i);
});

test('every text worth it lies there compressed both ways', () => {
  const texts = files.filter((name) => /\.(?:js|css|json|html|svg|webmanifest)$/.test(name) && statSync(path.join(dist.kiosk, name)).size >= 1024);
  expect(texts.filter((name) => !existsSync(path.join(dist.kiosk, `${name}.br`)) || !existsSync(path.join(dist.kiosk, `${name}.gz`)))).toEqual([]);
});

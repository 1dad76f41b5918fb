// The dependency rule, executable: who may import whom. Change the table, not the test.
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const preact = ['preact', 'preact/hooks', '@preact/signals'];
/** The first folder that fits decides. `models (types)` allows `import type` only. */
const LAYERS: readonly [folder: RegExp, name: string, may: readonly string[], packages: readonly string[]][] = [
  [/^content\/schema\//, 'schema', [], ['valibot']],
  [/^content\/catalog\/console\/page\//, 'console page', ['catalog (types)', 'ui', 'schema', 'core'], [...preact, 'valibot', 'diff', '@fontsource-variable/noto-sans-sc']],
  [/^content\/catalog\//, 'catalog', ['schema', 'tools', 'core', 'tuf', 'site', 'host'], ['valibot', 'yaml', 'pg', 'node:', 'read-excel-file', 'write-excel-file', 'diff', 'vite', '@preact/preset-vite', 'sm-crypto-v2']],
  [/^content\/tools\//, 'tools', ['schema', 'core'], ['valibot', '@valibot/to-json-schema', 'yaml', 'pinyin-pro', 'node:']],
  [/^(drivers\/[^/]+|kiosk\/(?:platform|face))\/port\.ts$|^drivers\/device\.ts$/, 'port', [], []],
  [/^drivers\/transport\/tcp\.ts$/, 'transport', [], ['node:net']],
  [/^drivers\/transport\/node-serial\.ts$/, 'transport', [], ['serialport']],
  [/^drivers\/smart-card\/pcsc\//, 'drivers', ['port', 'transport'], ['smartcard', 'node:']],
  [/^drivers\/code-scanner\/camera\//, 'drivers', ['port', 'transport'], ['zxing-wasm']],
  [/^drivers\/transport\//, 'transport', [], []],
  [/^drivers\//, 'drivers', ['port', 'transport'], []],
  [/^kiosk\/core\//, 'core', ['schema'], []],
  [/^kiosk\/models\//, 'models', ['core', 'schema', 'port'], ['@preact/signals']],
  [/^kiosk\/ui\//, 'ui', [], [...preact, 'lucide']],
  [/^kiosk\/fields\//, 'fields', ['ui', 'core', 'schema'], preact],
  [/^kiosk\/screens\//, 'screens', ['ui', 'fields', 'models', 'core', 'schema', 'port (types)'], preact],
  [/^kiosk\/papers\//, 'papers', ['core', 'port (types)'], ['qrcode']],
  [/^kiosk\/site-config\.ts$/, 'site', ['schema'], ['valibot']],
  [/^kiosk\/platform\//, 'platform', ['port'], ['valibot']],
  [/^kiosk\/store\//, 'store', ['core', 'schema', 'port', 'platform', 'site', 'models (types)'], ['valibot', '@hpke/core']],
  [/^kiosk\/tuf\//, 'tuf', ['core'], ['sm-crypto-v2']],
  [/^kiosk\/sync\//, 'sync', ['tuf', 'schema', 'core', 'store', 'site', 'models (types)'], ['valibot']],
  [/^kiosk\/face\//, 'face', ['core', 'schema', 'port', 'sync'], ['valibot', 'onnxruntime-web']],
  [/^kiosk\/worker\//, 'worker', [], ['workbox-precaching', 'workbox-routing']],
  [/^kiosk\/dock\/page\//, 'dock page', ['dock (types)', 'ui'], [...preact, 'pdfjs-dist', '@fontsource-variable/noto-sans-sc']],
  [/^kiosk\/dock\//, 'dock', ['host', 'drivers', 'transport', 'port (types)'], ['valibot', 'ws', 'node:', 'vite', '@preact/preset-vite']],
  [/^kiosk\/host\//, 'host', ['dock', 'site', 'stand-in', 'drivers', 'transport', 'port (types)', 'deploy', 'catalog', 'schema', 'core'], ['valibot', 'vite', 'ws', 'node:']],
  [/^kiosk\/deploy\//, 'deploy', ['site', 'host'], ['valibot', 'node:']],
  [/^kiosk\//, 'app', ['screens', 'ui', 'models', 'core', 'schema', 'papers', 'platform', 'store', 'sync', 'face', 'site', 'drivers', 'transport'], [...preact, 'workbox-window', '@fontsource-variable/noto-sans-sc']],
  [/^test\/platform\//, 'stand-in', [], []],
];
const folders = ['.ci', '.vscode', 'content', 'drivers', 'kiosk', 'test'];
const notOurs = ['.git', 'node_modules', 'dist', 'pictures', '.state', '.models'];
const bannedNames = /^(?:utils?|helpers?|common|misc|manager|base|types)\.(?:[tj]sx?|mjs)$/;

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const layerOf = (file: string) => LAYERS.find(([folder]) => folder.test(file));
const sources = globSync('{kiosk,drivers,content}/**/*.{ts,tsx,mjs}', { cwd: root }).sort();
const everything = [...sources, ...globSync('{kiosk,drivers,content,test}/**/*.css', { cwd: root }), ...globSync('test/**/*.{ts,tsx}', { cwd: root }), 'vite.config.ts'];

interface Import { readonly from: string; readonly typesOnly: boolean }
const importsOf = (file: string): Import[] => [...read(file).matchAll(/^(?:import|export)\s+(type\s)?[^'"();]*?\bfrom\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm)]
  .map(([, type, from, bare, dynamic]) => ({ from: (from ?? bare ?? dynamic)!, typesOnly: type !== undefined }));
const target = (file: string, from: string) => path.relative(root, path.resolve(root, path.dirname(file), from.split('?', 1)[0]!));

test.each(sources)('%s imports only what its layer may', (file) => {
  const layer = layerOf(file);
  expect(layer, 'no layer of the table').toBeDefined();
  const [, name, may, packages] = layer!;
  const broken = importsOf(file).filter(({ from, typesOnly }) => {
    if (!from.startsWith('.')) return !packages.some((one) => from === one || from.startsWith(one.endsWith(':') ? one : `${one}/`));
    const to = layerOf(target(file, from))?.[1];
    return to !== name && !may.includes(to ?? 'nothing') && !(typesOnly && may.includes(`${to} (types)`));
  });
  expect(broken).toEqual([]);
});

/** Everything that main.tsx pulls in, however far, types left out: what the citizen's browser runs. */
function pageSources(): string[] {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    if (!/\.[tj]sx?$/.test(file)) return;
    for (const { from, typesOnly } of importsOf(file)) if (from.startsWith('.') && !typesOnly) visit(target(file, from));
  };
  visit('kiosk/main.tsx');
  return [...seen].sort();
}

test('the page pulls in no host, no dock, no content tool, no simulator, no test', () => {
  const page = pageSources();
  expect(page.length).toBeGreaterThan(50);
  expect(page.filter((file) => /^(?:kiosk\/(?:host|dock|worker)|content\/tools|test)\/|\/(?:sim|device)\.ts$/.test(file))).toEqual([]);
});

test('the page loads nothing from another place: no address in its sources leads out of this machine', () => {
  const allowed = /^https?:\/\/(?:127\.0\.0\.1|localhost|www\.w3\.org\/(?:1999\/xhtml|2000\/svg|1999\/xlink))\b/;
  const files = [...pageSources(), ...globSync('kiosk/worker/*.ts', { cwd: root }), 'kiosk/index.html', 'kiosk/public/manifest.webmanifest'];
  const found = files.flatMap((file) => {
    const code = read(file).replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
    return [...code.matchAll(/(?:https?:)?\/\/[a-z0-9][\w.-]*\.[a-z]{2,}[^\s'"`)]*/gi)].map(([address]) => address).filter((address) => !allowed.test(address)).map((address) => `${file}: ${address}`);
  });
  expect(found).toEqual([]);
});

test('no file past 300 lines', () => {
  expect(everything.map((file) => [file, read(file).split('\n').length - 1] as const).filter(([, lines]) => lines > 300)).toEqual([]);
});

test('no file named after nothing', () => {
  expect(everything.filter((file) => bannedNames.test(path.basename(file)))).toEqual([]);
});

test('the house has these rooms and no others', () => {
  const present = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !notOurs.includes(entry.name)).map(({ name }) => name);
  expect(present.filter((name) => !folders.includes(name))).toEqual([]);
  expect(folders.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
});

// A power cut loses minutes of what is written the browser's usual way; so nothing is.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const strict = 'kiosk/store/strict-database.ts';
/** Site configuration: fetched anew at each start, and worth nothing to anybody else. */
const siteCopy = 'kiosk/worker/site.ts';
const files = globSync('{kiosk,drivers}/**/*.{ts,tsx}', { cwd: root }).filter((file) => !/^kiosk\/(?:host|dock|deploy)\/(?!page\/)/.test(file)).sort();
/** Without comments, which may speak of what is forbidden. */
const code = (file: string): string => readFileSync(path.join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
const found = (pattern: RegExp, but: readonly string[] = [], among: readonly string[] = files) => among.filter((file) => !but.includes(file) && pattern.test(code(file)));

test('only the strict database begins a transaction', () => {
  expect(files.length).toBeGreaterThan(200);
  expect(found(/\.transaction\b|\.open\(\s*['"`]?\w+['"`]?\s*,\s*\d|IDBOpenDBRequest|indexedDB\s*\.\s*open/, [strict])).toEqual([]);
});

test('every transaction that it begins is strict', () => {
  const begun = [...code(strict).matchAll(/\.transaction\(([^)]*)\)/g)].map(([, how]) => how!);
  expect(begun.length).toBeGreaterThan(0);
  for (const how of begun) expect(how).toContain("durability: 'strict'");
});

test('nothing is written to places that forget in a power cut or remember in clear', () => {
  expect(found(/\b(?:localStorage|sessionStorage)\b|navigator\.storage\.getDirectory|createWritable|createSyncAccessHandle|document\.cookie|\bcookieStore\b/)).toEqual([]);
  expect(found(/\bcaches\s*\.\s*(?:open|match)|\bcache\.put\b/, [siteCopy])).toEqual([]);
});

test('and the check would find one that did', () => {
  const sample = "const tx = db.transaction(['a'], 'readwrite'); localStorage.setItem('a', 'b')";
  expect(/\.transaction\b/.test(sample) && /\blocalStorage\b/.test(sample)).toBe(true);
});

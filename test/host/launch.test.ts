import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newest, unlessFresh } from '../../kiosk/host/freshness.ts';

const root = path.resolve(import.meta.dirname, '../..');
let dir: string;
beforeEach(() => { dir = mkdtempSync(path.join(tmpdir(), 'kiosk-launch-')); });
afterEach(() => rmSync(dir, { recursive: true }));

test('every command goes through the launcher, so that it works in a fresh clone', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  for (const script of Object.values(scripts)) expect(script).toMatch(/^node kiosk\/host\/launch\.mjs [a-z0-9/-]+\.ts(?: [a-z]+)?$/);
});

/** A checkout of nothing but the launcher, with an npm that only leaves a word. */
function checkout({ npm }: { npm: string }) {
  mkdirSync(path.join(dir, 'kiosk/host'), { recursive: true });
  writeFileSync(path.join(dir, 'kiosk/host/launch.mjs'), readFileSync(path.join(root, 'kiosk/host/launch.mjs')));
  writeFileSync(path.join(dir, 'package-lock.json'), '{}');
  writeFileSync(path.join(dir, 'script.ts'), 'const words: string = process.argv[2] ?? ""; console.log(`ran ${words} on ${process.versions.node}`); process.exitCode = 3;');
  mkdirSync(path.join(dir, 'bin'));
  writeFileSync(path.join(dir, 'bin/npm'), `#!/bin/sh\n${npm}\n`, { mode: 0o755 });
  return () => spawnSync(process.execPath, ['kiosk/host/launch.mjs', 'script.ts', 'twice'], { cwd: dir, encoding: 'utf8', env: { ...process.env, PATH: `${path.join(dir, 'bin')}:${process.env.PATH}` } });
}
const install = `mkdir -p node_modules && ln -s ${path.join(root, 'node_modules/node')} node_modules/node && touch node_modules/.package-lock.json && echo installed "$@"`;

test('a fresh clone is installed once; the script then runs on the pinned Node and its exit code is told', () => {
  const launch = checkout({ npm: install });
  const first = launch();
  expect(first.stdout).toContain('installed ci');
  expect(first.stdout).toContain('ran twice on 24.');
  expect(first.status).toBe(3);
  expect(launch().stdout).not.toContain('installed');
});

test('packages older than the lock file are installed again', () => {
  const launch = checkout({ npm: 'touch node_modules/.package-lock.json; echo installed' });
  mkdirSync(path.join(dir, 'node_modules'));
  symlinkSync(path.join(root, 'node_modules/node'), path.join(dir, 'node_modules/node'));
  writeFileSync(path.join(dir, 'node_modules/.package-lock.json'), '{}');
  utimesSync(path.join(dir, 'node_modules/.package-lock.json'), 1, 1);
  expect(launch().stdout).toContain('installed');
});

test('an installation that fails is one sentence, and the script does not run', () => {
  const failed = checkout({ npm: 'exit 7' })();
  expect(failed.stderr).toContain('依赖没有装上');
  expect(failed.stdout).not.toContain('ran');
  expect(failed.status).toBe(1);
});

test('what is newer than its sources is not built again; a changed, added or removed source builds it', async () => {
  const source = path.join(dir, 'source');
  mkdirSync(source);
  writeFileSync(path.join(source, 'a.ts'), '');
  utimesSync(path.join(source, 'a.ts'), 1, 1);
  utimesSync(source, 1, 1);
  let builds = 0;
  const look = () => unlessFresh({ stamp: path.join(dir, 'stamp'), sources: [source], build: async () => { builds++; } });
  expect(await look()).toBe('built');
  expect(await look()).toBe('fresh');
  utimesSync(path.join(source, 'a.ts'), Date.now() / 1000 + 5, Date.now() / 1000 + 5);
  expect(await look()).toBe('built');
  utimesSync(path.join(source, 'a.ts'), 1, 1);
  await look();
  rmSync(path.join(source, 'a.ts'));
  utimesSync(source, Date.now() / 1000 + 5, Date.now() / 1000 + 5);
  expect(await look()).toBe('built');
  expect(builds).toBeGreaterThanOrEqual(3);
  expect(newest([source], [source])).toBe(0);
});

test('a build that fails is tried again the next time', async () => {
  const once = { stamp: path.join(dir, 'stamp'), sources: [] };
  await expect(unlessFresh({ ...once, build: () => Promise.reject(new Error('no')) })).rejects.toThrow('no');
  expect(await unlessFresh({ ...once, build: async () => {} })).toBe('built');
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readHostConfig } from '../../kiosk/host/host-config.ts';
import { demoConfig } from './demo-config.ts';

let dir: string;
let file: string;
beforeEach(() => { dir = mkdtempSync(path.join(tmpdir(), 'kiosk-config-')); file = path.join(dir, 'host.json'); });
afterEach(() => rmSync(dir, { recursive: true }));
const write = (config: unknown) => writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));

test('a terminal’s configuration is read as written', () => {
  const config = { port: 4400, site: demoConfig, printer: 'ipp://192.0.2.7/ipp/print', profileDir: '/var/lib/kiosk' };
  write(config);
  expect(readHostConfig(file)).toEqual(config);
});

test('every wrong place is named at once, a misspelt key too', () => {
  write({ port: '4400', site: { ...demoConfig, kisok: 'SD-0001' }, printer: 'file:///etc/passwd' });
  expect(() => readHostConfig(file)).toThrow(/port.*site\.kisok.*printer/);
});

test('a file that is missing or no JSON is one sentence with its name', () => {
  expect(() => readHostConfig(file)).toThrow(file);
  write('{');
  expect(() => readHostConfig(file)).toThrow(file);
});

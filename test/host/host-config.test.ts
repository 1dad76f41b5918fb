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

const config = (devices: object, siteDevices: object = {}) => ({ port: 4400, site: { ...demoConfig, devices: siteDevices }, devices });
const complaint = (written: unknown) => { write(written); try { readHostConfig(file); return ''; } catch (trouble) { return (trouble as Error).message; } };

test('devices of the host are read as written: over a serial line, the network, a printer’s address, or found by themselves', () => {
  const devices = {
    'id-reader': { model: 'sdt', wire: { is: 'serial', path: '/dev/serial/by-id/usb-reader', baudRate: 115_200 } },
    'receipt-printer': { model: 'escpos-58', wire: { is: 'tcp', host: '192.0.2.8', port: 9100 } },
    'document-printer': { model: 'ipp', wire: { is: 'ipp', uri: 'ipp://192.0.2.7/ipp/print' } },
    'code-scanner': { model: 'serial-aim', wire: { is: 'web-socket', url: 'ws://127.0.0.1:4401/wire/code-scanner' } },
  };
  write(config(devices));
  expect(readHostConfig(file).devices).toEqual(devices);
});

test.each([
  ['a device that both host and page would drive', config({ 'id-reader': { model: 'sdt' } }, { 'id-reader': { model: 'sdt' } }), /id-reader 在 devices（由主机驱动）和 site\.devices（由页面驱动）里都写了.*请删去一处/],
  ['a model that nobody knows', config({ 'id-reader': { model: 'sdt9' } }), /devices\.id-reader 的型号“sdt9”没有驱动；主机会驱动的有：sdt、/],
  ['a scanner that types into a window the host has not', config({ 'code-scanner': { model: 'hid-wedge' } }), /“hid-wedge”只有页面能驱动/],
  ['a host that would ask itself', config({ 'id-reader': { model: 'xfs4iot' } }), /“xfs4iot”只有页面能驱动/],
  ['a signature, which belongs to the screen', config({ signature: { model: 'touch' } }), /主机不能代页面驱动 signature/],
  ['a service of nobody', config({}, { 'id-reader': { model: 'xfs4iot', wire: { is: 'xfs4iot', service: 'IdCard' } } }), /site\.devices\.id-reader .*没有写 publisher/],
  ['a browser without a folder of its own', { ...config({}), browser: {} }, /profileDir/],
  ['a kind that does not exist', config({ 'coin-slot': { model: 'x' } }), /devices\.coin-slot/],
])('%s is a sentence that says what to do', (_what, written, sentence) => {
  expect(complaint(written)).toMatch(sentence);
});

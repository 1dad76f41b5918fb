import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chromiumPolicies } from '../../kiosk/deploy/chromium-policies.ts';
import type { HostDevices } from '../../kiosk/host/host-config.ts';
import type { SiteConfig } from '../../kiosk/site-config.ts';
import { demoConfig } from '../host/demo-config.ts';

const root = path.resolve(import.meta.dirname, '../..');
let dir: string;
beforeEach(() => { dir = mkdtempSync(path.join(tmpdir(), 'kiosk-policies-')); });
afterEach(() => rmSync(dir, { recursive: true }));

const made = (siteDevices: SiteConfig['devices'], more: { devices?: HostDevices; page?: string } = {}) => chromiumPolicies({ port: 4400, site: { ...demoConfig, devices: siteDevices }, devices: {}, page: undefined, ...more });
const grants = ['SerialAllowUsbDevicesForUrls', 'SerialAllowAllPortsForUrls', 'VideoCaptureAllowedUrls', 'LoopbackNetworkAllowedForUrls', 'LocalNetworkAccessAllowedForUrls'];
const granted = (...asked: Parameters<typeof made>) => Object.fromEntries(Object.entries(made(...asked).policies).filter(([name]) => grants.includes(name)));
const serial = (ids: { usbVendorId?: number; usbProductId?: number } = {}) => ({ is: 'web-serial' as const, baudRate: 115_200, ...ids });
const origin = 'http://127.0.0.1:4400';
const elsewhere = 'https://kiosk.example';

test('a page whose host drives every device is granted nothing', () => {
  expect(granted({ signature: { model: 'touch' } }, { devices: { 'id-reader': { model: 'sdt', wire: { is: 'serial', path: '/dev/ttyUSB0', baudRate: 115_200 } } } })).toEqual({});
});
test('serial ports are granted by maker and product where the devices say them, each once', () => {
  expect(granted({ 'id-reader': { model: 'sdt', wire: serial({ usbVendorId: 0x1a86, usbProductId: 0x7523 }) }, 'code-scanner': { model: 'serial', wire: serial({ usbVendorId: 0x0483 }) }, 'indicator': { model: 'modbus-io', wire: serial({ usbVendorId: 0x0483 }) } }))
    .toEqual({ SerialAllowUsbDevicesForUrls: [{ devices: [{ vendor_id: 6790, product_id: 29_987 }, { vendor_id: 1155 }], urls: [origin] }] });
});
test('a port of the main board can only be granted with all others, and that is said', () => {
  const devices = { 'id-reader': { model: 'sdt', wire: serial() }, 'code-scanner': { model: 'serial', wire: serial({ usbVendorId: 0x0483 }) } };
  expect(granted(devices)).toEqual({ SerialAllowAllPortsForUrls: [origin] });
  expect(made(devices).remarks).toEqual([expect.stringContaining('全部串口都会交给页面')]);
  expect(made(devices, { devices: { 'receipt-printer': { model: 'escpos-80', wire: { is: 'serial', path: '/dev/ttyS1', baudRate: 9600 } } } }).remarks).toContainEqual(expect.stringContaining('页面可能先打开主机的那个'));
});
test.each(['camera', 'document-camera', 'code-scanner'] as const)('a camera as %s is granted, to the page alone', (kind) => {
  expect(granted({ [kind]: { model: kind === 'code-scanner' ? 'camera' : 'web-camera' } })).toEqual({ VideoCaptureAllowedUrls: [origin] });
});
test('a page from elsewhere is let to this machine when it needs something there, and to the building’s network when that is where it is', () => {
  const sdt = { model: 'sdt' };
  expect(granted({}, { page: elsewhere })).toEqual({});
  expect(granted({}, { page: elsewhere, devices: { 'id-reader': sdt } })).toEqual({ LoopbackNetworkAllowedForUrls: [elsewhere] });
  expect(granted({ 'id-reader': { model: 'huashi-19196' } }, { page: elsewhere })).toEqual({ LoopbackNetworkAllowedForUrls: [elsewhere] });
  expect(granted({ 'id-reader': { ...sdt, wire: { is: 'web-socket', url: 'ws://192.168.1.20:81/' } } }, { page: elsewhere })).toEqual({ LocalNetworkAccessAllowedForUrls: [elsewhere] });
  // A page from this very machine is not restricted.
  expect(granted({}, { devices: { 'id-reader': sdt } })).toEqual({});
  expect(granted({}, { page: 'http://localhost:8080', devices: { 'id-reader': sdt } })).toEqual({});
});
test('a page from elsewhere without https is a finding: the browser would give it nothing', () => {
  expect(made({}, { page: 'http://kiosk.example' }).findings).toEqual([expect.stringContaining('不是 https')]);
  expect(made({}, { page: elsewhere }).findings).toEqual([]);
});
test('the browser’s own pages, its files and tools are shut, and only the page may be opened', () => {
  const { policies } = made({});
  expect(policies.URLAllowlist).toEqual([origin]);
  expect(policies.URLBlocklist).toEqual(expect.arrayContaining(['*', 'chrome://*', 'chrome-untrusted://*', 'view-source:*', 'file://*', 'devtools://*']));
  expect(policies).toMatchObject({ DeveloperToolsAvailability: 2, RemoteDebuggingAllowed: false, DefaultSerialGuardSetting: 2, DefaultWebUsbGuardSetting: 2, DefaultWebHidGuardSetting: 2, PrintHeaderFooter: false, VideoCaptureAllowed: false });
});

const run = (config: unknown, ...more: string[]) => {
  const file = path.join(dir, 'host.json');
  writeFileSync(file, JSON.stringify(config));
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'kiosk/deploy/policies.ts', '--config', file, ...more], { cwd: root, encoding: 'utf8' });
  return { stdout, stderr, status };
};
const config = { port: 4400, site: { ...demoConfig, devices: { 'id-reader': { model: 'sdt', wire: serial() } } } };

test('one command writes the file a terminal’s browser reads', () => {
  const out = path.join(dir, 'managed');
  const { status, stdout } = run(config, '--out', out);
  expect([status, stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^提醒：.*全部串口/)]);
  expect(JSON.parse(readFileSync(path.join(out, 'kiosk.json'), 'utf8'))).toEqual(made(config.site.devices).policies);
});
test.each<[string, unknown, RegExp]>([
  ['a page that would get nothing', { ...config, page: 'http://kiosk.example' }, /不是 https/],
  ['a configuration that does not hold', { ...config, port: 0 }, /配置文件 .*port/],
])('%s ends in a sentence, and nothing is written', (_what, written, sentence) => {
  const { status, stderr } = run(written, '--out', path.join(dir, 'managed'));
  expect([status, sentence.test(stderr), existsSync(path.join(dir, 'managed'))]).toEqual([1, true, false]);
});
test('without a folder to write to it says how to name one', () => {
  expect(run(config).stderr).toContain('--out');
});

// The traps of a browser on a terminal, each tried in the real one (../sync/FACTS.md §7): what the generated policies grant and
// shut, and what they do not stop, so that the host has to.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { simSam } from '../../drivers/id-reader/sdt/device.ts';
import { chromiumPolicies } from '../../kiosk/deploy/chromium-policies.ts';
import type { HostConfig } from '../../kiosk/host/host-config.ts';
import { type HostOptions, startHost } from '../../kiosk/host/server.ts';
import { fileWire, ptyPair } from '../drivers/pty.ts';
import { noSerialBrowser } from '../drivers/serial-chromium.ts';
import { findChromium } from '../e2e/chromium.ts';
import { demoConfig } from '../host/demo-config.ts';
import { freePort } from '../host/host-process.ts';
import { noPolicedBrowser, policedProgram, reportingPage, startPoliced } from './policed-browser.ts';

const root = path.resolve(import.meta.dirname, '../..');
const skipped = (why: string | undefined) => (why === undefined ? '' : ` (skipped: ${why})`);

/** The policies as the command writes them for a page at this port. */
function written(config: Pick<HostConfig, 'port' | 'site'> & Partial<HostConfig>): Record<string, unknown> {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-traps-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(path.join(dir, 'host.json'), JSON.stringify(config));
  const { status, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'kiosk/deploy/policies.ts', '--config', path.join(dir, 'host.json'), '--out', dir], { cwd: root, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(readFileSync(path.join(dir, 'kiosk.json'), 'utf8')) as Record<string, unknown>;
}
const site = (devices: HostConfig['site']['devices']) => ({ ...demoConfig, devices });

describe.skipIf(noPolicedBrowser !== undefined)(`under the generated policies, nobody driving the browser${skipped(noPolicedBrowser)}`, { timeout: 90_000 }, () => {
  const lookAround = `return {
    ports: (await navigator.serial.getPorts()).length,
    asked: await navigator.serial.requestPort().then(() => 'given', (trouble) => trouble.name),
    camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given', (trouble) => trouble.name),
    microphone: await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', (trouble) => trouble.name),
  };`;
  const fake = ['--use-fake-device-for-media-stream'];

  test.skipIf(noSerialBrowser !== undefined)(`the page opens the reader’s line without a gesture, and has the camera; what it does not drive it has not${skipped(noSerialBrowser)}`, async () => {
    const line = await ptyPair();
    onTestFinished(() => line.close());
    simSam(fileWire(line.far));
    const page = await reportingPage(`
      const seen = await (async () => { ${lookAround} })();
      const [port] = await navigator.serial.getPorts();
      await port.open({ baudRate: 115200 });
      const writer = port.writable.getWriter();
      // SDT: read the module's status. Its answer begins AA AA AA 96 69 00 04.
      await writer.write(Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x03, 0x11, 0xff, 0xed));
      const heard = [];
      const reader = port.readable.getReader();
      while (heard.length < 11) heard.push(...(await reader.read()).value);
      return { ...seen, heard: heard.slice(0, 7) };`);
    const policies = written({ port: page.port, site: site({ 'id-reader': { model: 'sdt', wire: { is: 'web-serial', baudRate: 115_200 } }, 'camera': { model: 'web-camera' } }) });
    startPoliced({ policies, url: `${page.origin}/`, args: fake, mounts: [[line.near, '/dev/ttyS0']] });
    expect(await page.report()).toEqual({ ports: 1, asked: 'SecurityError', camera: 'given', microphone: 'NotAllowedError', heard: [0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x04] });
  });
  test('a page whose host drives everything gets no line and no camera', async () => {
    const page = await reportingPage(lookAround);
    startPoliced({ policies: written({ port: page.port, site: site({}), devices: { 'id-reader': { model: 'sdt' } } }), url: `${page.origin}/`, args: fake });
    expect(await page.report()).toEqual({ ports: 0, asked: 'SecurityError', camera: 'NotAllowedError', microphone: 'NotAllowedError' });
  });
  test('another page than the kiosk’s is not even opened', async () => {
    const page = await reportingPage('return "opened"');
    const other = await reportingPage('return "opened"');
    startPoliced({ policies: written({ port: page.port, site: site({}) }), url: `${other.origin}/` });
    expect(await other.report(6000)).toBe('nothing came');
    expect(other.opened()).toBe(0);
  });
  test('no program can drive the browser from outside, or even ask it what is open, while the page works', async () => {
    /** What a program finds at the debugging port: nothing, a list of what is open, or pages it can drive. */
    async function debugging(policies: Record<string, unknown> | undefined): Promise<'driven' | 'asked' | 'closed'> {
      const page = await reportingPage('return "alive"');
      const port = await freePort();
      const { close } = startPoliced({ ...(policies && { policies: { ...policies, URLAllowlist: [page.origin] } }), url: `${page.origin}/`, args: [`--remote-debugging-port=${port}`] });
      expect([await page.report(), page.opened()]).toEqual(['alive', 1]);
      await sleep(1000);
      const asked = await fetch(`http://127.0.0.1:${port}/json/list`, { signal: AbortSignal.timeout(3000) }).then((reply) => reply.ok, () => false);
      const pages = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 5000 }).then((outside) => outside.contexts().flatMap((context) => context.pages()).length, () => 0);
      await close();
      return pages > 0 ? 'driven' : asked ? 'asked' : 'closed';
    }
    expect(await debugging(undefined)).toBe('driven');
    const production = written({ port: 4400, site: site({}) });
    const { RemoteDebuggingAllowed: _closed, ...onlyTools } = production;
    // DeveloperToolsAvailability alone keeps the port open: it still tells addresses and titles.
    expect(await debugging(onlyTools)).toBe('asked');
    expect(await debugging(production)).toBe('closed');
  });
});

describe.skipIf(noPolicedBrowser !== undefined)(`local network access${skipped(noPolicedBrowser)}`, { timeout: 90_000 }, () => {
  async function fromPublicAddress(how: 'no policy' | 'the generated policies') {
    const page = await reportingPage(`return await fetch(decodeURIComponent(location.hash.slice(1)), { method: 'POST' }).then(async (answer) => Object.keys(await answer.json()).sort(), (trouble) => trouble.name);`);
    const host = await hostOf({ page: page.origin });
    // The address is this machine's; the browser is told that it lies in the open Internet, as a web server would.
    const { policies } = chromiumPolicies({ port: host.port, page: 'https://kiosk.example', site: site({}), devices: { 'id-reader': { model: 'sdt' } } });
    const here = Object.fromEntries(Object.entries(policies).map(([name, value]) => [name, JSON.parse(JSON.stringify(value).replaceAll('https://kiosk.example', page.origin)) as unknown]));
    startPoliced({
      ...(how === 'the generated policies' && { policies: here }), url: `${page.origin}/#${encodeURIComponent(`${host.url}/devices/xfs4iot`)}`,
      args: [`--ip-address-space-overrides=127.0.0.1:${page.port}=public`],
    });
    return page.report();
  }
  test('a page from a public address cannot reach the host of this machine', async () => {
    expect(await fromPublicAddress('no policy')).toBe('TypeError');
  });
  test('with the policies generated for it, it can', async () => {
    expect(await fromPublicAddress('the generated policies')).toEqual(['publisher', 'token']);
  });
});

test.skipIf(noPolicedBrowser !== undefined)(`the browser knows every policy that is generated, and takes each as it is${skipped(noPolicedBrowser)}`, { timeout: 60_000 }, async () => {
  const { DeveloperToolsAvailability: _tools, RemoteDebuggingAllowed: _remote, ...policies } = written({
    port: 4400, page: 'https://kiosk.example', devices: { 'receipt-printer': { model: 'escpos-80' } },
    site: site({ 'id-reader': { model: 'sdt', wire: { is: 'web-serial', baudRate: 9600, usbVendorId: 1155 } }, 'camera': { model: 'web-camera' }, 'code-scanner': { model: 'serial', wire: { is: 'web-socket', url: 'ws://192.168.1.2/' } } }),
  });
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-known-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const executablePath = policedProgram(dir, { policies: { ...policies, URLAllowlist: ['chrome://policy'], NoSuchPolicyAtAll: true } });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto('chrome://policy');
  await page.locator('policy-row').first().waitFor();
  const rows = await page.locator('policy-row').evaluateAll((all) => all.map((row) => {
    const cell = (name: string) => row.shadowRoot?.querySelector(name)?.textContent?.trim() ?? '';
    return { name: cell('.policy.row .name'), state: cell('.policy.row .messages') };
  }));
  const states = Object.fromEntries(rows.map(({ name, state }) => [name, state]));
  expect(states['NoSuchPolicyAtAll']).toMatch(/Unknown|Error/i);
  expect(Object.keys(policies).filter((name) => !/^(?:OK|Deprecated)$/.test(states[name] ?? 'absent')).map((name) => `${name}: ${states[name]}`)).toEqual([]);
});

describe('DNS rebinding: no browser rule stops it, the host does', { timeout: 60_000 }, () => {
  test('a foreign page whose name comes to mean this machine gets no page, no token, no device', async () => {
    // First the name leads to the attacker's server, whose page stays open; then, at the same port, to the host.
    const page = await reportingPage('return "open"', { host: 'evil.example' });
    const browser = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox', '--host-resolver-rules=MAP evil.example 127.0.0.1'] });
    onTestFinished(() => browser.close());
    const open = await browser.newPage();
    await open.goto(`${page.origin}/`);
    expect(await page.report()).toBe('open');
    await page.close();
    const host = await hostOf({ port: page.port });
    const answers = await open.evaluate(async (publisher) => {
      const status = (at: string, method: string) => fetch(at, { method }).then(async (answer) => [answer.status, (await answer.text()).length], () => 'failed');
      const socket = (url: string, protocols: string[]) => new Promise((resolve) => {
        const made = new WebSocket(url, protocols);
        made.addEventListener('open', () => resolve('open'));
        made.addEventListener('error', () => resolve('refused'));
      });
      return {
        page: await status('/', 'GET'), site: await status('/site.json', 'GET'), token: await status('/devices/xfs4iot', 'POST'), heartbeat: await status('/v1/heartbeat', 'POST'),
        byName: await socket(publisher.replace('127.0.0.1', 'evil.example'), ['token.x', 'xfs4iot']), byNumber: await socket(publisher, ['token.x', 'xfs4iot']),
      };
    }, host.publisher!);
    expect(answers).toEqual({ page: [421, 0], site: [421, 0], token: [421, 0], heartbeat: [421, 0], byName: 'refused', byNumber: 'refused' });
  });
});

async function hostOf(options: Partial<HostOptions>) {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-trap-host-'));
  writeFileSync(path.join(dir, 'index.html'), '<!doctype html>');
  const host = await startHost({ dir, config: site({}), devices: { 'id-reader': { model: 'sdt' } }, publisherPorts: [0], ...options });
  onTestFinished(async () => { await host.close(); rmSync(dir, { recursive: true }); });
  return host;
}

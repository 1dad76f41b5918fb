// What the host tells systemd, heard by a real datagram socket; and the unit, judged by systemd itself.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { reportToSystemd } from '../../kiosk/host/systemd.ts';
import { ended } from '../drivers/pty.ts';
import { demoConfig } from './demo-config.ts';
import { runHostProcess } from './host-process.ts';

const root = path.resolve(import.meta.dirname, '../..');
const unit = path.join(root, 'kiosk/deploy/kiosk-host.service');
const lacks = (...programs: string[]) => programs.find((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
const noNotify = lacks('systemd-notify', 'socat');
const noAnalyze = lacks('systemd-analyze');
let dir: string;
beforeEach(() => { dir = mkdtempSync(path.join(tmpdir(), 'kiosk-systemd-')); });
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe.skipIf(noNotify !== undefined)(`to systemd${noNotify ? ` (skipped: ${noNotify} is not installed)` : ''}`, () => {
  /** A socket as systemd's, and the words that came over it. */
  async function listen(): Promise<{ socket: string; words: () => string }> {
    const socket = path.join(dir, 'notify');
    const ear = spawn('socat', ['-u', `UNIX-RECVFROM:${socket},fork`, 'STDOUT'], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => ended(ear));
    let words = '';
    ear.stdout.on('data', (part: Buffer) => { words += `${part.toString()}\n`; });
    await expect.poll(() => existsSync(socket)).toBe(true);
    return { socket, words: () => words };
  }
  test('the host says that it is ready once the page can be had, and goes on saying that it lives', { timeout: 30_000 }, async () => {
    const { socket, words } = await listen();
    writeFileSync(path.join(dir, 'index.html'), '<!doctype html>');
    const host = await runHostProcess({ dir, config: { site: { ...demoConfig, devices: {} } }, env: { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '900000' } });
    onTestFinished(() => host.close());
    await expect.poll(words, { timeout: 10_000 }).toContain('READY=1');
    await expect.poll(() => words().split('WATCHDOG=1').length, { timeout: 10_000 }).toBeGreaterThan(3);
  });
  test('a host that does not answer its own page keeps silent, so that systemd starts it again', async () => {
    const { socket, words } = await listen();
    let well = false;
    const report = reportToSystemd({ healthy: async () => well, env: { ...process.env, NOTIFY_SOCKET: socket, WATCHDOG_USEC: '150000' } });
    onTestFinished(() => report.stop());
    await expect.poll(words, { timeout: 10_000 }).toContain('READY=1');
    await new Promise((resolve) => { setTimeout(resolve, 400); });
    expect(words()).not.toContain('WATCHDOG=1');
    well = true;
    await expect.poll(words, { timeout: 10_000 }).toContain('WATCHDOG=1');
  });
});

test('where no systemd asks, nothing is said', () => {
  let asked = 0;
  reportToSystemd({ healthy: async () => { asked++; return true; }, env: { WATCHDOG_USEC: '1000' } }).stop();
  expect(asked).toBe(0);
});

test.skipIf(noAnalyze !== undefined)(`systemd finds nothing wrong with the unit${noAnalyze ? ` (skipped: ${noAnalyze} is not installed)` : ''}`, () => {
  // The terminal's own paths do not exist here; systemd looks whether the program is there.
  mkdirSync(path.join(dir, 'unit'));
  const file = path.join(dir, 'unit/kiosk-host.service');
  writeFileSync(file, readFileSync(unit, 'utf8').replaceAll('/opt/kiosk/node_modules/node/bin/node', process.execPath));
  const { status, stderr, stdout } = spawnSync('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no', file], { encoding: 'utf8' });
  expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes('kiosk-host'))).toEqual([]);
  expect(status).toBe(0);
  // And what it does find is told: a misspelt line.
  writeFileSync(file, readFileSync(file, 'utf8').replace('NoNewPrivileges', 'NoNewPrivilege'));
  expect(spawnSync('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no', file], { encoding: 'utf8' }).stderr).toMatch(/NoNewPrivilege/);
});

test('the unit runs what is there, as its own user, without rights to gain', () => {
  const text = readFileSync(unit, 'utf8');
  const started = /^ExecStart=(\S+) (.*)$/m.exec(text)!;
  for (const file of [started[1]!, ...started[2]!.split(' ').filter((word) => word.startsWith('/opt'))]) expect(existsSync(file.replace('/opt/kiosk', root)), file).toBe(true);
  for (const line of ['NoNewPrivileges=yes', 'ProtectSystem=strict', 'PrivateTmp=yes', 'DevicePolicy=closed', 'NotifyAccess=all', 'Restart=always']) expect(text).toContain(`\n${line}\n`);
  expect(text).not.toMatch(/^User=root$/m);
});

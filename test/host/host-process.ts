import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HostConfig } from '../../kiosk/host/host-config.ts';
import type { Host, HostOptions } from '../../kiosk/host/server.ts';

const root = path.resolve(import.meta.dirname, '../..');

export interface HostProcess extends Host {
  readonly pid: number;
  /** What it said so far, on both its outputs. */
  readonly said: () => string;
  readonly exited: Promise<number | null>;
  /** Ends it without a word, as a power cut or the kernel would. */
  kill(): Promise<void>;
}

/** The host as a terminal runs it: a process of its own with a configuration file, both gone after `close` or `kill`. */
export async function runHostProcess({ dir, config, ...written }: { readonly dir: string; readonly config: Partial<HostConfig> & Pick<HostConfig, 'site'>; readonly env?: NodeJS.ProcessEnv }): Promise<HostProcess> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kiosk-host-process-'));
  const file = path.join(folder, 'host.json');
  const port = config.port || await freePort();
  writeFileSync(file, JSON.stringify({ ...config, port }));
  const child: ChildProcess = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'kiosk/host/serve.ts', '--config', file, '--dir', dir], {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...written.env },
  });
  let said = '';
  const exited = new Promise<number | null>((resolve) => { child.once('exit', (code) => { rmSync(folder, { recursive: true, force: true }); resolve(code); }); });
  await new Promise<void>((resolve, reject) => {
    const hear = (part: Buffer) => { said += part.toString(); if (/ {2}http:\/\/127/.test(said)) resolve(); };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    void exited.then(() => reject(new Error(`The host did not start: ${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`, port, pid: child.pid!, exited,
    said: () => said,
    async kill() { child.kill('SIGKILL'); await exited; },
    async close() { child.kill(); await exited; },
  };
}

/** For a demonstration whose host is a process of its own. */
export const runInProcess = ({ dir, port = 0, config, devices, publisherPorts, printer, snapshots, profileDir, maintenance }: HostOptions): Promise<HostProcess> => runHostProcess({
  dir,
  config: {
    port, site: config, ...(devices && { devices }), ...(publisherPorts && { publisherPorts: [...publisherPorts] }), ...(printer !== undefined && { printer }), ...(snapshots && { snapshots }), ...(profileDir !== undefined && { profileDir }), ...(maintenance && { maintenance: maintenance.pin, stateDir: maintenance.stateDir }),
  },
});

/** A port that nobody has now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => { probe.listen(0, '127.0.0.1', resolve); });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => { probe.close(resolve); });
  return port;
}

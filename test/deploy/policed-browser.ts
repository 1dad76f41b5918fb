import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { findChromium } from '../e2e/chromium.ts';

const policyHome = '/etc/chromium';
const browser = findChromium();

/** Why no browser can be put under policies here; nothing when one can. */
export const noPolicedBrowser: string | undefined = browser === undefined ? 'no Chromium'
  : process.getuid?.() !== 0 ? 'needs root for a private mount namespace'
    : !existsSync(policyHome) ? `this Chromium takes no policies from ${policyHome}`
      : spawnSync('unshare', ['-m', 'sh', '-c', `mount -t tmpfs none ${policyHome}`]).status !== 0 ? 'unshare or mount is missing or forbidden' : undefined;

export interface PolicedOptions {
  /** None: a browser that nobody set up. */
  readonly policies?: Readonly<Record<string, unknown>>;
  readonly args?: readonly string[];
  readonly url: string;
  /** Devices laid over others in that browser's own namespace, `[what, over what]`. */
  readonly mounts?: readonly (readonly [string, string])[];
}
export interface PolicedBrowser { close(): Promise<void> }

/** A program that starts Chromium under these policies, in `dir`. What is mounted for it is seen by it alone and vanishes with it. */
export function policedProgram(dir: string, { policies, mounts = [] }: Pick<PolicedOptions, 'policies' | 'mounts'>): string {
  const file = path.join(dir, 'kiosk.json');
  if (policies) writeFileSync(file, JSON.stringify(policies));
  const inside = path.join(dir, 'inside.sh');
  writeFileSync(inside, `#!/bin/sh
set -e
${mounts.map(([what, over]) => `mount --bind "$(readlink -f '${what}')" '${over}'`).join('\n')}
mount -t tmpfs none ${policyHome}
mkdir -p ${policyHome}/policies/managed
${policies ? `cp '${file}' ${policyHome}/policies/managed/` : ''}
exec '${browser}' "$@"
`);
  const start = path.join(dir, 'start.sh');
  writeFileSync(start, `#!/bin/sh\nexec unshare -m --propagation private '${inside}' "$@"\n`);
  for (const script of [inside, start]) chmodSync(script, 0o755);
  return start;
}

/** Starts a Chromium as a terminal does: nobody drives it from outside. */
export function startPoliced({ args = [], url, ...set }: PolicedOptions): PolicedBrowser {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-policed-'));
  const profileDir = path.join(dir, 'profile');
  const child: ChildProcess = spawn(policedProgram(dir, set), ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--no-first-run', `--user-data-dir=${profileDir}`, ...args, url], { stdio: 'ignore', detached: true });
  const exited = new Promise((resolve) => { child.once('exit', resolve); });
  const close = async () => {
    try { process.kill(-child.pid!, 'SIGKILL'); } catch { /* it has ended already */ }
    await exited;
    rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  onTestFinished(close);
  return { close };
}

export interface ReportingPage {
  readonly origin: string;
  readonly port: number;
  /** What the page reported, or why nothing came. */
  report(ms?: number): Promise<unknown>;
  /** How often it was opened. */
  readonly opened: () => number;
  /** Gives its port up, the page in the browser stays. */
  close(): Promise<void>;
}

/** A page that does something and tells its own server how it went: `body` is that of an async function whose result is reported. */
export async function reportingPage(body: string, { host = '127.0.0.1' }: { host?: string } = {}): Promise<ReportingPage> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  let opened = 0;
  const script = `(async () => { ${body} })().catch((trouble) => ({ trouble: String(trouble) })).then((report) => fetch('/report', { method: 'POST', body: JSON.stringify(report ?? null) }));`;
  const server = createServer((request, response) => {
    if (request.url === '/report') {
      let text = '';
      request.on('data', (part: Buffer) => { text += part.toString(); });
      request.on('end', () => { response.end(); resolve(JSON.parse(text)); });
    } else if (request.url === '/page.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else if (request.url === '/') { opened++; response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>kiosk</title><script src="/page.js"></script>'); }
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  onTestFinished(() => { server.closeAllConnections(); server.close(); });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${host}:${port}`, port, opened: () => opened,
    close: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); }),
    report: (ms = 40_000) => Promise.race([promise, new Promise((late) => { setTimeout(() => late('nothing came'), ms); })]),
  };
}

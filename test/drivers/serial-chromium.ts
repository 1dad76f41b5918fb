import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { findChromium } from '../e2e/chromium.ts';
import { noPty } from './pty.ts';

/** A tty that Chromium lists must be of a driver of type `serial`; a pseudo-terminal is not, so one is laid over this. */
const listedTty = '/dev/ttyS0';
const policyHome = '/etc/chromium';
const browser = findChromium();

/** Why no browser can be given a serial line here; nothing when one can. */
export const noSerialBrowser: string | undefined = noPty
  ?? (browser === undefined ? 'no Chromium'
    : process.getuid?.() !== 0 ? 'needs root for a private mount namespace'
      : !existsSync(listedTty) || !/\sserial$/m.test(readFileSync('/proc/tty/drivers', 'utf8')) ? `this machine has no ${listedTty}`
        : !existsSync(policyHome) ? `this Chromium takes no policies from ${policyHome}`
          : spawnSync('unshare', ['-m', 'sh', '-c', `mount -t tmpfs none ${policyHome} && mount --bind /dev/null ${listedTty}`]).status !== 0 ? 'unshare or mount is missing or forbidden' : undefined);

export interface SerialBrowser {
  readonly page: Page;
  close(): Promise<void>;
}

/**
 * A page of ours in a Chromium that has the pseudo-terminal as its serial port, granted by policy as on a terminal. What is
 * mounted for it is seen by that browser alone and vanishes with it.
 */
export async function openSerialBrowser(entry: string, pty: string): Promise<SerialBrowser> {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-web-serial-'));
  const script = await bundled(entry);
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' }).end(isScript ? script : '<!doctype html><title>serial</title><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const policy = path.join(dir, 'policy.json');
  writeFileSync(policy, JSON.stringify({ SerialAllowAllPortsForUrls: [origin] }));
  const inside = path.join(dir, 'inside.sh');
  writeFileSync(inside, `#!/bin/sh
set -e
mount --bind "$(readlink -f '${pty}')" ${listedTty}
mount -t tmpfs none ${policyHome}
mkdir -p ${policyHome}/policies/managed
cp '${policy}' ${policyHome}/policies/managed/
exec '${browser}' "$@"
`);
  const start = path.join(dir, 'start.sh');
  writeFileSync(start, `#!/bin/sh\nexec unshare -m --propagation private '${inside}' "$@"\n`);
  for (const file of [inside, start]) chmodSync(file, 0o755);

  const chrome = await chromium.launch({ executablePath: start, args: ['--no-sandbox'], headless: true });
  const page = await chrome.newPage();
  await page.goto(origin);
  return {
    page,
    async close() {
      await chrome.close();
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** One script of all that a page of ours needs, as the kiosk is built. */
export async function bundled(entry: string): Promise<string> {
  const made = await build({ configFile: false, logLevel: 'silent', build: { write: false, target: 'chrome130', minify: false, modulePreload: false, rollupOptions: { input: entry } } });
  const [output] = [made].flat();
  if (!output || !('output' in output)) throw new Error('vite gave no output');
  return output.output[0].code;
}

#!/usr/bin/env node
// Our TUF client as a command, like tuf-cli.ts; but the client runs bundled in a page of Chromium, with the browser's fetch and
// WebCrypto. CHROMIUM_CDP names a Chromium that runs already (http://127.0.0.1:9222); otherwise one is started for each command.
import { chromium, type Browser, type Route } from 'playwright-core';
import { findChromium } from '../e2e/chromium.ts';
import { bundle } from '../tuf/bundle.ts';
import { runTufCommand } from './tuf-command.ts';
import type { Order } from './tuf-page.ts';
import type { UpdateTask } from './tuf-update.ts';

const pageUrl = 'http://127.0.0.1/tuf';

async function updateInBrowser({ stored, before, keep, save, ...order }: UpdateTask): Promise<string | undefined> {
  const script = await bundle('test/conformance/tuf-page.ts');
  const browser = await openBrowser();
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    // The repository's server gives no leave to other origins, and may serve one connection at a time: what the page fetches is fetched for it here.
    await context.route('**/*', (route) => (route.request().url() === pageUrl
      ? route.fulfill({ contentType: 'text/html', body: `<!doctype html><script type="module">${script}</script>` })
      : relay(route)));
    await page.exposeFunction('lentRead', async (kind: 'stored' | 'before', name: string) => {
      const bytes = await { stored, before }[kind](name);
      return bytes && Buffer.from(bytes).toString('base64');
    });
    await page.exposeFunction('lentWrite', (kind: 'keep' | 'save', name: string, base64: string) => ({ keep, save })[kind](name, new Uint8Array(Buffer.from(base64, 'base64'))));
    await page.goto(pageUrl);
    return await page.evaluate((task: Order) => globalThis.update(task), order);
  } finally {
    await context.close();
    await browser.close();
  }
}

async function relay(route: Route) {
  try {
    const answer = await fetch(route.request().url());
    await route.fulfill({ status: answer.status, headers: { 'access-control-allow-origin': '*' }, body: Buffer.from(await answer.arrayBuffer()) });
  } catch {
    await route.abort();
  }
}

function openBrowser(): Promise<Browser> {
  const running = process.env.CHROMIUM_CDP;
  if (running) return chromium.connectOverCDP(running);
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium on this machine; CHROMIUM may name one');
  // A clock that somebody sets for this command is for the client, which is told the time, not for the browser.
  const env = Object.fromEntries(Object.entries(process.env).filter((one): one is [string, string] => one[0] !== 'LD_PRELOAD' && one[1] !== undefined));
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], env });
}

process.exitCode = await runTufCommand(process.argv.slice(2), updateInBrowser);

// npm run bench [-- --rounds 5]: what the first screen costs, measured in the real browser on the built kiosk. Bytes as they
// come over the wire; starts with the host there and with the host gone, in turn, each after the browser was killed.
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { openStage, type Stage } from '../e2e/stage.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Math.max(1, Number(values.rounds) || 5);
const kinds = ['html', 'js', 'css', 'fonts', 'content', 'other'] as const;
type Kind = (typeof kinds)[number];
interface Start { readonly launchToIdleMs: number; readonly openToIdleMs: number; readonly idleToHomeMs: number }

const bytes = await firstScreenBytes();
const total = kinds.reduce((sum, kind) => sum + bytes[kind].wire, 0);
console.log('首屏（第一次打开，压缩后传输）  First screen, first visit, bytes over the wire');
for (const kind of kinds) console.log(`  ${kind.padEnd(8)} ${kilo(bytes[kind].wire)}  ${String(bytes[kind].files).padStart(3)} files`);
console.log(`  total    ${kilo(total)}\n`);

const { online, offline } = await coldStarts();
console.log(`冷启动（浏览器被强行结束后重开，${rounds} 次的中位数）  Cold start after a kill, median of ${rounds}`);
console.log('                               主机在 online   主机不在 offline   offline/online');
for (const [name, pick] of [
  ['启动浏览器到首屏 launch → idle', 'launchToIdleMs'], ['打开页面到首屏   open → idle', 'openToIdleMs'], ['点一下到主页     touch → home', 'idleToHomeMs'],
] as const) {
  const [a, b] = [median(online.map((one) => one[pick])), median(offline.map((one) => one[pick]))];
  console.log(`  ${name}  ${`${a.toFixed(0)} ms`.padStart(12)}  ${`${b.toFixed(0)} ms`.padStart(14)}  ${(b / a).toFixed(2).padStart(12)}`);
}

/** A fresh profile: what the page itself fetches until its first screen stands with its fonts; the service worker's own fetching is not it. */
async function firstScreenBytes(): Promise<Record<Kind, { wire: number; files: number }>> {
  const stage = await openStage({ open: '' });
  const session = await stage.context.newCDPSession(stage.page);
  const heard = await listen(session);
  await stage.page.goto(stage.url);
  await stage.ready();
  await stage.page.evaluate(() => document.fonts.ready.then(() => undefined));
  await stage.page.waitForTimeout(300);
  await stage.close();
  const sums = Object.fromEntries(kinds.map((kind) => [kind, { wire: 0, files: 0 }])) as Record<Kind, { wire: number; files: number }>;
  for (const { url, wire } of heard.values()) {
    if (!url.startsWith(stage.url) || wire === 0) continue;
    const sum = sums[kindOf(new URL(url).pathname)];
    sum.wire += wire;
    sum.files++;
  }
  return sums;
}

async function listen(session: CDPSession): Promise<Map<string, { url: string; wire: number }>> {
  const heard = new Map<string, { url: string; wire: number }>();
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', ({ requestId, request }) => heard.set(requestId, { url: request.url, wire: 0 }));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { const one = heard.get(requestId); if (one) one.wire = encodedDataLength; });
  return heard;
}

function kindOf(at: string): Kind {
  if (at === '/' || at.endsWith('.html')) return 'html';
  if (at.endsWith('.js')) return 'js';
  if (at.endsWith('.css')) return 'css';
  if (at.endsWith('.woff2')) return 'fonts';
  return at.startsWith('/content/') ? 'content' : 'other';
}

/** Starts in turn with and without the host, so that whatever else the machine does strikes both alike. */
async function coldStarts(): Promise<{ online: Start[]; offline: Start[] }> {
  const stage = await openStage();
  await stage.serviceWorkerReady();
  const online: Start[] = [];
  const offline: Start[] = [];
  for (let round = 0; round < rounds; round++) {
    online.push(await coldStart(stage));
    await stage.stopHost();
    offline.push(await coldStart(stage));
    await stage.startHost();
  }
  await stage.close();
  return { online, offline };
}

async function coldStart(stage: Stage): Promise<Start> {
  await stage.killBrowser();
  const launched = performance.now();
  const page = await stage.restartBrowser({ open: '' });
  const opened = performance.now();
  await page.goto(stage.url);
  await stage.ready('idle');
  const idle = performance.now();
  await toHome(page);
  await stage.ready('home');
  return { launchToIdleMs: idle - launched, openToIdleMs: idle - opened, idleToHomeMs: performance.now() - idle };
}

function toHome(page: Page) { return page.getByRole('button', { name: '开始办事' }).tap(); }
function kilo(count: number) { return `${(count / 1000).toFixed(1)} kB`.padStart(10); }
function median(numbers: readonly number[]) { return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!; }

// npm run catalog:fleet: what a fleet costs. Virtual kiosks ask a real catalog server over loopback; the bytes on the sockets are
// counted, then reckoned up to 10,000 and 1,000,000 kiosks.
// -- --kiosks 100,1000,10000  --publications 5  --yuan-per-gb 0.1-0.5  --yuan-per-10k-requests 0.01-0.1  --yuan-per-server-day 10-50
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Heartbeat } from '../../schema/heartbeat.ts';
import { noRollout } from '../../schema/rollout.ts';
import { startCatalogServer } from '../serve.ts';
import { costOf, dayOf, type Measured, type Price, type Wire } from './arithmetic.ts';
import { demoCatalog, follower } from './demo-publication.ts';
import { heartbeatEndpoint } from './heartbeat.ts';
import { openFleetStore } from './open-store.ts';
import { busiest } from './schedule.ts';
import { enrol } from './token.ts';
import { type Ask, askAll } from './virtual-fleet.ts';

const secret = 'only for a simulation';
/** Assumed of one server, well below what `npm run bench -- fleet` shows. */
const heartbeatsPerServer = 1000;
const id = (n: number) => `SIM-${String(n).padStart(7, '0')}`;

/** Fetching a change is the most work: of a larger fleet as many do it. */
const mostChanging = 2000;

/** `measured` is each kiosk's own; requests a second are what this machine did, server and kiosks together. */
export interface Simulated { readonly kiosks: number; readonly measured: Measured; readonly changedFiles: number; readonly requestsPerSecond: number; readonly heartbeatsPerSecond: number }

/** For each size of fleet: one look without change, one heartbeat, and the fetching of a one-word change, of every kiosk. */
export async function simulate(sizes: readonly number[], now = Date.now()): Promise<readonly Simulated[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-fleet-'));
  const store = await openFleetStore(`sqlite:${path.join(dir, 'fleet.sqlite')}`);
  const { catalog, pack, publish } = await demoCatalog(path.join(dir, 'catalog'), now);
  const server = await startCatalogServer({ dir: catalog.publicDir, onHeartbeat: heartbeatEndpoint({ store, secret }) });
  try {
    const root = new Uint8Array(await (await fetch(`${server.url}/metadata/1.root.json`)).arrayBuffer());
    const follow = follower(server.url, root);
    const { rootVersion } = await follow(now);
    const [item] = Object.values(pack.items);
    await publish({ ...pack, items: { ...pack.items, [item!.id]: { ...item!, name: `${item!.name}（改一个字）` } } }, '改一个字', now + 1000);
    const { fetched } = await follow(now + 1000);
    const files = fetched.filter((address) => !address.endsWith('/timestamp.json'));
    const timestamp = `${server.url}/metadata/timestamp.json`;
    const tag = (await fetch(timestamp, { headers: { 'Accept-Encoding': 'br' } })).headers.get('etag')!;

    const nextRoot: Ask = { method: 'GET', url: `${server.url}/metadata/${rootVersion + 1}.root.json`, headers: {}, expect: 404 };
    const look: readonly Ask[] = [nextRoot, { method: 'GET', url: timestamp, headers: { 'Accept-Encoding': 'br', 'If-None-Match': tag, 'Cache-Control': 'max-age=0' }, expect: 304 }];
    const change: readonly Ask[] = [timestamp, ...files].map((url) => ({ method: 'GET', url, headers: {}, expect: 200 }));
    const results: Simulated[] = [];
    let from = 0;
    for (const kiosks of sizes) {
      const each = function* (asks: (n: number) => readonly Ask[], of = kiosks) { for (let n = from; n < from + of; n++) yield asks(n); };
      const looked = await askAll(each(() => look));
      const told = await askAll(each((n) => [{ method: 'POST', url: `${server.url}/v1/heartbeat`, headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${enrol(secret, id(n))}` }, body: JSON.stringify(heartbeatOf(id(n))), expect: 204 }]), { connections: 128 });
      const changing = Math.min(kiosks, mostChanging);
      const changed = perKiosk(await askAll(each(() => change, changing)), changing);
      results.push({
        kiosks, changedFiles: files.length, requestsPerSecond: looked.requests / looked.seconds, heartbeatsPerSecond: told.requests / told.seconds,
        // The timestamp of a change comes instead of the answer that nothing changed, which the look counts already.
        measured: { look: perKiosk(looked, kiosks), heartbeat: perKiosk(told, kiosks), change: { ...changed, requests: changed.requests - 1 } },
      });
      from += kiosks;
    }
    const heard = (await store.summary(0)).kiosks;
    if (heard !== from) throw new Error(`of ${from} kiosks ${heard} were heard`);
    return results;
  } finally {
    await server.close();
    await store.close();
    rmSync(dir, { recursive: true });
  }
}

/** As long as those of a kiosk with all its devices. */
const heartbeatOf = (kiosk: string): Heartbeat => ({
  kiosk, site: 'demo', channel: 'stable', at: new Date().toISOString(), version: '0.1.0', generation: 12,
  content: { packs: { 'police/person-1-1': 12, 'office/texts-zh': 31 }, timestamp: 345, snapshot: 120, newest: new Date().toISOString(), trouble: null, fellBack: 0 },
  devices: Object.fromEntries(['id-reader', 'smart-card', 'receipt-printer', 'document-printer', 'code-scanner', 'camera', 'document-camera', 'signature', 'indicator', 'audio', 'presence', 'keypad', 'network', 'storage'].map((kind) => [kind, 'ready'])),
  counts: { visits: 41, finished: 30, left: 8, timedOut: 3, errors: 0 }, outbox: { waiting: 0, rejected: 0, oldestSeconds: null }, upSeconds: 36_000, persisted: true,
});

const perKiosk = ({ requests, upBytes, downBytes }: Wire, kiosks: number): Wire => ({ requests: requests / kiosks, upBytes: upBytes / kiosks, downBytes: downBytes / kiosks });

if (import.meta.main) {
  const { values } = parseArgs({ options: {
    kiosks: { type: 'string', default: '100,1000,10000' }, publications: { type: 'string', default: '5' },
    'yuan-per-gb': { type: 'string', default: '0.1-0.5' }, 'yuan-per-10k-requests': { type: 'string', default: '0.01-0.1' }, 'yuan-per-server-day': { type: 'string', default: '10-50' },
  } });
  const sizes = values.kiosks.split(',').map(Number);
  const prices = { perGigabyteDown: price(values['yuan-per-gb']), perTenThousandRequests: price(values['yuan-per-10k-requests']), perServerDay: price(values['yuan-per-server-day']) };
  if (sizes.some((size) => !Number.isInteger(size) || size < 1 || size > 20_000)) throw new Error('--kiosks 写成 100,1000,10000，每个不超过 20000');
  print(await simulate(sizes), { prices, publicationsPerDay: Number(values.publications) });
}

function price(text: string): Price {
  const [low, high] = text.split('-').map(Number);
  if (low === undefined || !(low >= 0) || !((high ?? low) >= low)) throw new Error('价格写成 0.1-0.5 或 0.2（元）');
  return { low, high: high ?? low };
}

function print(results: readonly Simulated[], { prices, publicationsPerDay }: { readonly prices: Parameters<typeof costOf>[2]; readonly publicationsPerDay: number }) {
  const whole = (n: number) => Math.round(n).toLocaleString('en-US');
  const range = ({ low, high }: Price, digits: number) => (low === high ? low.toFixed(digits) : `${low.toFixed(digits)}–${high.toFixed(digits)}`);
  const cell = (wire: Wire) => `${wire.requests.toFixed(0)} 次 ${whole(wire.upBytes)} + ${whole(wire.downBytes)} B`;
  const bytes = ({ measured: { look, heartbeat, change } }: Simulated) => [look, heartbeat, change].reduce((sum, { upBytes, downBytes }) => sum + upBytes + downBytes, 0);
  console.log('一、每台终端（实测：真的目录服务器，本机回环，套接字上的字节，HTTP 头在内；上行 + 下行）  Per kiosk, measured');
  console.log('      台数   没有变化的一次查询          一次上报                改一个字后的取用               比第一行   每秒请求');
  for (const one of results) {
    const { kiosks, measured: { look, heartbeat, change }, requestsPerSecond, heartbeatsPerSecond } = one;
    console.log(`  ${whole(kiosks).padStart(8)}   ${cell(look).padEnd(24)}  ${cell(heartbeat).padEnd(22)}  ${cell(change).padEnd(26)}  ${(bytes(one) / bytes(results[0]!)).toFixed(3)}   ${whole(requestsPerSecond)} / ${whole(heartbeatsPerSecond)}`);
  }
  console.log(`  改一个字：${results[0]!.changedFiles} 个文件。每秒请求：查询 / 上报（每条落盘后才应答），服务器与全部终端同在这台机器上。`);

  const { pollSeconds, reportSeconds } = noRollout;
  console.log(`\n二、同时到来的高峰（按日程推算，全镇来电同时开机后第二个小时；每 ${pollSeconds} 秒查询一次）  Peak over mean, per second`);
  console.log('      台数     不错开：最忙一秒 / 平均       错开 ±20%：最忙一秒 / 平均');
  for (const kiosks of [100, 1000, 10_000, 1_000_000]) {
    const second = { fromSeconds: 3600, untilSeconds: 7200 };
    const [herd, spread] = [0, 0.2].map((jitter) => busiest(kiosks, { everySeconds: pollSeconds, jitter, startWithinSeconds: 0, random: Math.random }, second));
    const ratio = ({ peak, mean }: { peak: number; mean: number }) => `${whole(peak)} / ${mean.toFixed(mean < 10 ? 1 : 0)} = ${(peak / mean).toFixed(1)}`;
    console.log(`  ${whole(kiosks).padStart(10)}   ${ratio(herd!).padEnd(28)}  ${ratio(spread!)}`);
  }

  const { measured } = results.at(-1)!;
  const connection = { upBytes: 900, downBytes: 4500 };
  const cdn = { edges: 50, holdSeconds: 15, filesPerPublication: results[0]!.changedFiles };
  console.log(`\n三、一天（每 ${pollSeconds} 秒查询、每 ${reportSeconds} 秒上报，一天发布 ${publicationsPerDay} 次）  A day`);
  console.log(`  假设：每次连接 TLS 握手 ${connection.upBytes} + ${connection.downBytes} B（看证书链长短）；CDN ${cdn.edges} 个边缘节点，会变的文件在边缘留 ${cdn.holdSeconds} 秒`);
  const days = [1, 10_000, 1_000_000].map((kiosks) => ({ kiosks, day: dayOf(kiosks, measured, { pollSeconds, reportSeconds, publicationsPerDay, connection }, cdn) }));
  const row = (name: string, of: (one: (typeof days)[number]) => string) => console.log(`  ${name}${days.map((one) => of(one).padStart(18)).join('')}`);
  row('台数                    ', ({ kiosks }) => whole(kiosks));
  row('请求（次）              ', ({ day }) => whole(day.requests));
  row('平均每秒请求            ', ({ day }) => day.requestsPerSecond.toFixed(2));
  row('其中上报（次）          ', ({ day }) => whole(day.heartbeats));
  row('下行（GB）              ', ({ day }) => (day.downBytes / 1e9).toFixed(3));
  row('上行（GB）              ', ({ day }) => (day.upBytes / 1e9).toFixed(3));
  row('源站的文件请求，无 CDN  ', ({ day }) => whole(day.originRequests.withoutCdn));
  row('源站的文件请求，有 CDN  ', ({ day }) => whole(day.originRequests.withCdn));
  row('数据库新增历史（行）    ', ({ day }) => whole(day.historyRows));

  console.log('\n四、一天的费用（元；单价是假设的范围，不是任何一家的报价，以合同为准）  Cost a day, prices assumed');
  console.log(`  下行每 GB ${range(prices.perGigabyteDown, 2)}，每万次请求 ${range(prices.perTenThousandRequests, 2)}，每台服务器每天 ${range(prices.perServerDay, 0)}；一台服务器每秒收 ${whole(heartbeatsPerServer)} 条上报，另备一台`);
  for (const { kiosks, day } of days.slice(1)) {
    const servers = Math.max(2, Math.ceil(day.heartbeatsPerSecond / heartbeatsPerServer) + 1);
    const cost = costOf(kiosks, day, prices, servers);
    console.log(`  ${whole(kiosks).padStart(10)} 台：流量 ${range(cost.traffic, 1)}，请求 ${range(cost.requests, 1)}，服务器 ${servers} 台 ${range(cost.servers, 0)}；合计 ${range(cost.all, 0)}，每台每天 ${range(cost.perKiosk, 4)}`);
  }
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { type Catalog, initCatalog, openCatalog } from '../../content/catalog/catalog.ts';
import { heartbeatEndpoint } from '../../content/catalog/fleet/heartbeat.ts';
import { enrol } from '../../content/catalog/fleet/token.ts';
import { startCatalogServer } from '../../content/catalog/serve.ts';
import { Heartbeat } from '../../content/schema/heartbeat.ts';
import type { Pack } from '../../content/schema/pack.ts';
import type { CatalogConfig } from '../../kiosk/site-config.ts';
import type { TestCatalog } from '../sync/catalog.ts';

/** A catalog's files over HTTP, as any web server would give them, and a line to it that can be cut. */
export interface ServedCatalog {
  readonly config: CatalogConfig;
  readonly asked: string[];
  readonly beats: Heartbeat[];
  /** What the answers say the time is; the machine's own unless told. */
  date: Date | undefined;
  away: boolean;
  close(): Promise<void>;
}

export async function serveCatalog(catalog: TestCatalog): Promise<ServedCatalog> {
  const server = createServer((request, response) => {
    if (served.away) return void response.destroy();
    const path = (request.url ?? '').slice(1);
    if (served.date) response.setHeader('Date', served.date.toUTCString());
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type');
    response.setHeader('Access-Control-Expose-Headers', 'Date, ETag');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (part: Buffer) => { body += part.toString(); }).on('end', () => { served.beats.push(v.parse(Heartbeat, JSON.parse(body))); response.writeHead(204).end(); });
      return undefined;
    }
    served.asked.push(path);
    const file = catalog.files.get(path);
    if (!file) return void response.writeHead(404).end();
    const tag = `"${file.length}-${Buffer.from(file.subarray(-24)).toString('hex')}"`;
    const headers = { 'ETag': tag, 'Cache-Control': path === 'metadata/timestamp.json' ? 'no-cache' : 'public, max-age=31536000, immutable' };
    if (request.headers['if-none-match'] === tag) return void response.writeHead(304, headers).end();
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const part = range ? file.subarray(Number(range[1]), Number(range[2]) + 1) : file;
    return void response.writeHead(range ? 206 : 200, { ...headers, 'Content-Length': part.length }).end(part);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const served: ServedCatalog = {
    config: { url, root: catalog.root as CatalogConfig['root'], channel: 'stable', reports: { url: `${url}/v1/heartbeat`, token: 'a-token-of-this-kiosk-alone' } },
    asked: [], beats: [], date: undefined, away: false,
    async close() {
      const closed = new Promise((resolve) => { server.close(resolve); });
      server.closeAllConnections();
      await closed;
    },
  };
  return served;
}

export interface RealCatalog {
  readonly catalog: Catalog;
  readonly config: CatalogConfig;
  readonly beats: Heartbeat[];
  publish(pack: Pack, title: string): Promise<void>;
  /** The line to it is cut, and mended. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

const passphraseOf = (of: string) => `of ${of}, for a test`;
const cheapSeal = { N: 2, r: 8, p: 1 };

/** The catalog as it is run: keys, folder, publication, server. */
export async function realCatalog(content: Pack): Promise<RealCatalog> {
  const dir = mkdtempSync(path.join(tmpdir(), 'catalog-'));
  const made = await initCatalog({ dir, departments: content.departments.district, passphraseOf, now: Date.now(), sealCost: cheapSeal, compression: 'none', durable: false });
  if (!made.ok) throw new Error(JSON.stringify(made.problem));
  const catalog = openCatalog(dir, { passphraseOf, compression: 'none', durable: false });
  const beats: Heartbeat[] = [];
  const secret = 'a secret of the tests';
  const serve = (port: number) => startCatalogServer({
    dir: path.join(dir, 'public'), port,
    onHeartbeat: heartbeatEndpoint({ store: { keep: async (heartbeat) => { beats.push(heartbeat); } }, secret }),
  });
  let server = await serve(0);
  const { url, port } = server;
  return {
    catalog, beats,
    config: { url, root: JSON.parse(readFileSync(path.join(dir, 'public/metadata/1.root.json'), 'utf8')) as CatalogConfig['root'], channel: 'stable', reports: { url: `${url}/v1/heartbeat`, token: enrol(secret, 'SD-0001') } },
    async publish(pack, title) {
      const now = Date.now();
      const done = await catalog.publish({
        plan: catalog.plan(pack, now), title, now,
        signer: (role) => catalog.ring.open(catalog.ring.list().find(({ of }) => of === role)!.keyid, passphraseOf),
      });
      if (!done.ok) throw new Error(JSON.stringify(done.problem));
    },
    cut: () => server.close(),
    async mend() { server = await serve(port); },
    async close() {
      await server.close().catch(() => undefined);
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

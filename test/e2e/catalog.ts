import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Heartbeat } from '../../content/schema/heartbeat.ts';
import type { CatalogConfig } from '../../kiosk/site-config.ts';
import type { TestCatalog } from '../sync/catalog.ts';
import * as v from 'valibot';

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

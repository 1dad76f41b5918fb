import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { callers } from '../../../kiosk/host/callers.ts';
import { pageHeaders } from '../../../kiosk/host/headers.ts';
import { staticFiles } from '../../../kiosk/host/static-files.ts';
import type { SiteConfig } from '../../../kiosk/site-config.ts';
import type { Pack } from '../../schema/pack.ts';
import { noSuch, post, refused, type Route, value } from './answers.ts';
import type { Desk } from './desk.ts';
import type { Sessions } from './sessions.ts';

/** Where the preview is to be seen; `opens`: what the matter to be opened is called on its tile, or ''. */
export interface Shown { readonly url: string; readonly commit: string; readonly opens: string }
export interface Preview { readonly url: string; close(): Promise<void> }
interface PreviewOptions { readonly desk: Desk; readonly sessions: Sessions; readonly port: number; readonly kioskDir?: string | undefined; readonly console: () => string }

/**
 * The kiosk itself, with the content of the edit that this browser is looking at. It has an address of its own: what runs in
 * it cannot ask the console anything. No devices, no back end, always open, never kept by a service worker.
 */
export async function startPreview({ desk, sessions, port, kioskDir, console: consoleUrl }: PreviewOptions): Promise<Preview> {
  const files = kioskDir === undefined ? () => false : staticFiles(kioskDir);
  const index = kioskDir === undefined ? undefined : readFileSync(path.join(kioskDir, 'index.html'), 'utf8').replace(/<script /, '<script src="/preview.js"></script>\n    <script ');
  const starter = readFileSync(path.join(import.meta.dirname, 'preview-start.mjs'), 'utf8');
  const who = callers(() => (server.address() as AddressInfo).port);
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

  async function serve(request: IncomingMessage, response: ServerResponse) {
    if (!who.here(request)) return void response.writeHead(421).end();
    const address = (request.url ?? '').split('?', 1)[0]!;
    // A back end that is there, so that the kiosk does not warn of the network; it is asked without the cookie.
    if (address === '/v1/health') return void response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end('{"status":"up"}');
    const session = sessions.of(request);
    const shown = session?.preview;
    if (!session || !desk.register.find(session.person) || !shown) return void response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8' }).end('请在控制台里打开预览。');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { pack } = await desk.repository.load(shown.commit);
    const site = Object.keys(pack.sites)[0]!;
    const config: SiteConfig = { site, kiosk: 'YULAN-1', simulated: true, platform: { url, publicJwk: { ...publicKey.export({ format: 'jwk' }) }, keyId: 'preview' }, devices: {} as SiteConfig['devices'] };
    for (const [name, header] of Object.entries(pageHeaders(config))) response.setHeader(name, name === 'Content-Security-Policy' ? header.replace("frame-ancestors 'none'", `frame-ancestors ${consoleUrl()}`) : header);
    response.setHeader('Cross-Origin-Opener-Policy', 'unsafe-none');
    const text = (type: string, body: string) => void response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
    if (request.method !== 'GET') return void response.writeHead(404).end();
    // A service worker would go on showing what was previewed first.
    if (address === '/service-worker.js') return void response.writeHead(404).end();
    if ((address === '/' || address === '/index.html') && index !== undefined) return text('text/html; charset=utf-8', index);
    if (address === '/preview.js') return text('text/javascript; charset=utf-8', starter);
    if (address === '/site.json') return text('application/json', JSON.stringify(config));
    if (address === '/content/pack.json') return text('application/json', JSON.stringify(forPreview(pack, shown.first), (key, one: unknown) => (key === 'examples' ? [] : one)));
    if (!files(address, request, response)) response.writeHead(404).end();
  }

  const server = createServer((request, response) => { serve(request, response).catch(() => response.destroy()); });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Maintainers look at content at any hour, in daylight; what is being changed lies first on the home screen. */
const forPreview = (pack: Pack, first: readonly string[]): Pack => ({
  ...pack,
  sites: Object.fromEntries(Object.entries(pack.sites).map(([id, site]) => [id, { ...site, night: null, first: [...new Set([...first, ...site.first])], hours: [{ days: ['1', '2', '3', '4', '5', '6', '7'], open: '00:00', close: '24:00' }] }])),
});

/** Chooses what the preview shows to this browser. */
export function previewRoutes({ edits, content, repository }: Desk, preview: Preview): Route[] {
  return [
    post('/api/preview', [], v.strictObject({ edit: v.nullable(v.string()), wanted: v.optional(v.pipe(v.string(), v.maxLength(200))) }), async ({ session, body }) => {
      const edit = body.edit === null ? null : await edits.find(body.edit);
      if (edit === undefined) return noSuch('这份修改单');
      const commit = edit === null || edit.published ? await repository.main() : await content.headOf(edit);
      const { pack, findings } = await repository.load(commit);
      if (findings.length > 0) return refused(409, `内容里还有 ${findings.length} 处要改，改好才能预览。`);
      const changed = edit === null ? [] : (await repository.changedFiles(await content.baseOf(commit), commit)).map((file) => file.split('/').at(-1)!.slice(0, -5));
      const matter = (id: string | undefined) => (id === undefined ? undefined : (pack.items[id] ?? pack.chains[id]));
      const first = [...(body.wanted === undefined ? [] : [body.wanted]), ...changed].filter((id) => matter(id));
      session.preview = { commit, first };
      const opens = matter(first[0]);
      const shown: Shown = { url: preview.url, commit, opens: opens ? (opens.plain ?? opens.name) : '' };
      return value(shown);
    }),
  ];
}

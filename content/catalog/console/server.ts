import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { readBody } from '../../../kiosk/host/body.ts';
import { callers } from '../../../kiosk/host/callers.ts';
import { staticFiles } from '../../../kiosk/host/static-files.ts';
import { type Answer, findRoute, refused, type Route, send } from './answers.ts';
import type { Catalog } from '../catalog.ts';
import type { FleetStore } from '../fleet/store.ts';
import { departmentKeys } from './approval.ts';
import { openDesk } from './desk.ts';
import { may, whoOf } from './people.ts';
import { type Preview, previewRoutes, startPreview } from './preview.ts';
import { publishing } from './publishing.ts';
import { approveRoutes } from './routes-approve.ts';
import { contentRoutes } from './routes-content.ts';
import { editRoutes } from './routes-edits.ts';
import { ledgerRoutes } from './routes-ledger.ts';
import { listChangeRoutes } from './routes-list-change.ts';
import { login, LoginBody, meAnswer } from './routes-login.ts';
import { publishRoutes } from './routes-publish.ts';
import { tableRoutes } from './routes-table.ts';
import { watchRoutes } from './routes-watch.ts';
import { noCookie, openLockout, openSessions } from './sessions.ts';

export interface ConsoleOptions {
  /** The catalog's folder, with `work/` and `users.json` in it. */
  readonly dir: string;
  readonly catalog: Catalog;
  readonly fleet: FleetStore;
  /** Any free one unless told; the preview has the next. */
  readonly port?: number;
  readonly previewPort?: number;
  /** The built page (dist/console) and the built kiosk (dist/kiosk); without them there is no page, no preview. */
  readonly pageDir?: string;
  readonly kioskDir?: string;
  /** The console's address where a web server with TLS stands before it, `https://catalog.example`. */
  readonly origin?: string;
  readonly now?: () => Date;
}
export interface Console { readonly url: string; readonly port: number; readonly previewUrl: string; close(): Promise<void> }

const mostJson = 1024 * 1024;

/** The maintainers' console: its page and its API. Loopback only; a web server with TLS stands before it where others shall reach it. */
export async function startConsole({ dir, catalog, fleet, port = 0, previewPort = 0, pageDir, kioskDir, origin, now = () => new Date() }: ConsoleOptions): Promise<Console> {
  const desk = await openDesk(dir, now);
  const sessions = openSessions(() => now().getTime());
  const lockout = openLockout(() => now().getTime());
  const preview: Preview = await startPreview({ desk, sessions, port: previewPort, kioskDir, console: () => origin ?? url() });
  const keys = departmentKeys(catalog, now);
  const publications = publishing(desk, catalog);
  await publications.finish();
  const routes: readonly Route[] = [
    ...contentRoutes(desk), ...editRoutes(desk), ...approveRoutes(desk, keys), ...publishRoutes(desk, keys, publications), ...watchRoutes(desk, catalog, fleet),
    ...tableRoutes(desk), ...listChangeRoutes(desk), ...ledgerRoutes(desk), ...previewRoutes(desk, preview),
  ];
  const files = pageDir === undefined ? () => false : staticFiles(pageDir);
  const who = callers(() => (server.address() as AddressInfo).port, origin);
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const headers = () => Object.entries({
    'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; frame-src ${preview.url}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
    'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Resource-Policy': 'same-origin', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'X-Frame-Options': 'DENY',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), bluetooth=()',
  });

  async function api(address: string, request: IncomingMessage): Promise<Answer> {
    if (request.method === 'POST' && (!who.ours(request) || request.headers['x-console'] !== '1')) return refused(403, '这个请求不是从本页面发出的，没有执行。');
    const json = async (most: number) => { const body = await readBody(request, most); return body === 'too-large' ? body : parsed(body); };
    if (address === '/api/login' && request.method === 'POST') {
      const body = v.safeParse(LoginBody, await json(4096));
      return body.success ? login({ desk, sessions, lockout, secure: origin?.startsWith('https:') ?? false, body: body.output }) : refused(400, '请写账号和密码。');
    }
    const session = sessions.of(request);
    const person = session && desk.register.find(session.person);
    if (!session || !person) return refused(401, '请先登录。');
    if (address === '/api/logout' && request.method === 'POST') { sessions.end(request); return { is: 'value', value: null, cookie: noCookie }; }
    if (address === '/api/me' && request.method === 'GET') return meAnswer(desk, person.id);
    const found = findRoute(routes, request.method ?? '', address);
    if (found === undefined || found === 'other-method') return refused(404, '没有这个地址。');
    const { route, params } = found;
    const asker = whoOf(person);
    if (route.duties.length > 0 && !route.duties.some((duty) => may(asker, duty))) return refused(403, `这一步要有“${route.duties.join('”或“')}”的职责；您的职责是“${asker.duties.join('、')}”。`);
    const query = new URL(request.url ?? '/', 'http://console').searchParams;
    const asked = { who: asker, session, params, query, request };
    if (route.body === undefined) return route.answer({ ...asked, body: undefined } as never);
    if ('bytes' in route.body) {
      const body = await readBody(request, route.body.bytes);
      return body === 'too-large' ? refused(413, '文件太大。') : route.answer({ ...asked, body } as never);
    }
    const given = await json(mostJson);
    if (given === 'too-large') return refused(413, '内容太多，一次存不下。');
    const body = v.safeParse(route.body, given);
    return body.success ? route.answer({ ...asked, body: body.output } as never) : refused(400, body.issues[0].message.startsWith('Invalid') ? '有的内容没有填，或者写法不对。' : body.issues[0].message, { at: v.getDotPath(body.issues[0]) });
  }

  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 60_000, headersTimeout: 10_000 }, (request, response) => {
    serve(request, response).catch((trouble: unknown) => {
      console.error('console:', trouble);
      if (response.headersSent) response.destroy();
      else send(response, refused(503, '刚才没有做成，什么也没有改。请再试一次；还不行，请告诉运维人员。'));
    });
  });
  async function serve(request: IncomingMessage, response: ServerResponse) {
    for (const [name, header] of headers()) response.setHeader(name, header);
    if (!who.here(request)) return void response.writeHead(421).end();
    if (!who.noStranger(request)) return void response.writeHead(403).end();
    const address = (request.url ?? '').split('?', 1)[0]!;
    if (address.startsWith('/api/')) return send(response, await api(address, request));
    if ((request.method !== 'GET' && request.method !== 'HEAD') || !files(address, request, response)) response.writeHead(404).end();
  }

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: url(), port: (server.address() as AddressInfo).port, previewUrl: preview.url,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, preview.close()]);
    },
  };
}

function parsed(body: Buffer): unknown {
  try { return JSON.parse(body.toString('utf8')); } catch { return undefined; }
}

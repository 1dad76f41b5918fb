import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { WebSocketServer } from 'ws';
import { readBody } from '../host/body.ts';
import { callers } from '../host/callers.ts';
import { answer } from '../host/endpoints.ts';
import { staticFiles } from '../host/static-files.ts';
import { Command } from './command.ts';
import { devices, type Done, type Pace } from './devices.ts';
import { unpackPhoto } from './photo-service.ts';
import { png } from './png.ts';
import type { DockState } from './state.ts';

export interface DockOptions {
  /** The built dock page (dist/dock); without it there is no page, only the devices. */
  readonly dir?: string;
  readonly port?: number;
  /** The stand-in back end, whose /_faults the network switch turns. */
  readonly platformAdminUrl: string;
  readonly pace?: Pace;
}
export interface Dock { readonly url: string; readonly port: number; control(command: Command): Promise<void>; state(): DockState; close(): Promise<void> }

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self' blob: data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const lookEveryMs = 200;

/** The table with the simulated devices: their wires, a page to handle them, and the papers that came out. Loopback only. */
export async function startDock({ dir, port = 0, platformAdminUrl, pace = 'none' }: DockOptions): Promise<Dock> {
  const table = devices({ pace });
  const files = dir === undefined ? () => false : staticFiles(dir);
  const who = callers(() => (server.address() as AddressInfo).port);
  let platform: DockState['platform'] = { reachable: false, faults: {}, phones: [] };
  const state = (): DockState => ({ ...table.state(), platform });

  async function askPlatform(patch?: object) {
    try {
      const reply = await fetch(new URL('/_faults', platformAdminUrl), patch ? { method: 'POST', body: JSON.stringify(patch) } : {});
      const phones = await fetch(new URL('/_phones', platformAdminUrl));
      if (reply.ok) platform = { reachable: true, faults: await reply.json() as DockState['platform']['faults'], phones: phones.ok ? await phones.json() as DockState['platform']['phones'] : [] };
      return reply.ok;
    } catch {
      platform = { reachable: false, faults: {}, phones: [] };
      return false;
    }
  }
  async function control(command: Command): Promise<Done | 'platform-refused'> {
    if (command.do !== 'network' && command.do !== 'platform-fault') return table.act(command);
    return (await askPlatform(command.do === 'network' ? { offline: command.cut } : command.faults)) ? 'done' : 'platform-refused';
  }

  async function serve(request: IncomingMessage, response: ServerResponse) {
    for (const [name, value] of [['Content-Security-Policy', policy], ['X-Content-Type-Options', 'nosniff'], ['Referrer-Policy', 'no-referrer'], ['Cross-Origin-Resource-Policy', 'same-origin']] as const) response.setHeader(name, value);
    if (!who.here(request)) return answer(response, 421);
    const address = (request.url ?? '').split('?', 1)[0]!;
    if (address === '/photo') return unpackPhoto(request, response, table.unpack);
    if (!who.noStranger(request)) return answer(response, 403);
    if (request.method === 'POST') {
      if (address === '/ipp/print') return print(request, response);
      if (address === '/control') return obey(request, response);
      return answer(response, 405);
    }
    const camera = /^\/camera\/([a-z]+)\.jpg$/.exec(address)?.[1];
    if (camera !== undefined && (request.method === 'GET' || request.method === 'HEAD')) {
      const seen = table.look(camera);
      // One that is unplugged does not answer at all.
      if (!seen) return void request.socket.destroy();
      return send(response, 'image/jpeg', request.method === 'HEAD' ? '' : seen);
    }
    if (request.method !== 'GET') return answer(response, 405);
    if (address === '/state') return send(response, 'application/json', JSON.stringify(state()));
    if (address === '/events') return events(response);
    const paper = /^\/paper\/(receipt|document)\/(\d{1,6}|hanging)\.(png|pdf)$/.exec(address);
    if (paper) return sendPaper(response, paper[1] === 'receipt' && paper[3] === 'png' ? paper[2]! : undefined, paper[1] === 'document' && paper[3] === 'pdf' ? Number(paper[2]) : undefined);
    if (!files(address, request, response)) answer(response, 404);
  }
  async function print(request: IncomingMessage, response: ServerResponse) {
    const asked = await readBody(request, 32 * 1024 * 1024);
    const answered = asked === 'too-large' ? undefined : table.answerIpp(new Uint8Array(asked));
    if (!answered) return void request.socket.destroy();
    send(response, 'application/ipp', answered);
  }
  async function obey(request: IncomingMessage, response: ServerResponse) {
    const body = await readBody(request, 4 * 1024 * 1024);
    const command = v.safeParse(Command, body === 'too-large' ? undefined : parsed(body));
    if (!command.success) return send(response, 'application/json', JSON.stringify({ why: 'unknown-command', at: v.getDotPath(command.issues[0]) }), 400);
    const done = await control(command.output);
    send(response, 'application/json', JSON.stringify(done === 'done' ? state() : { why: done }), done === 'done' ? 200 : 409);
  }
  function sendPaper(response: ServerResponse, receipt: string | undefined, document: number | undefined) {
    const bitmap = receipt === 'hanging' ? table.hanging() : receipt === undefined ? undefined : table.receipt(Number(receipt));
    if (bitmap) return send(response, 'image/png', png(bitmap));
    const pdf = document === undefined ? undefined : table.document(document);
    return pdf ? send(response, 'application/pdf', pdf) : answer(response, 404);
  }
  /** Server-sent events: the devices tell nobody when they change, so they are looked at while somebody watches. */
  function events(response: ServerResponse) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    let told = '';
    let looks = 0;
    const look = () => {
      if (looks++ % 10 === 0) void askPlatform();
      const now = JSON.stringify(state());
      if (now !== told) response.write(`data: ${told = now}\n\n`);
    };
    look();
    const timer = setInterval(look, lookEveryMs);
    response.on('close', () => clearInterval(timer));
  }

  const server = createServer((request, response) => { serve(request, response).catch(() => response.destroy()); });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4 * 1024 * 1024, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    const name = /^\/wire\/([a-z-]+)$/.exec(request.url ?? '')?.[1];
    const plug = name !== undefined && Object.hasOwn(table.plugs, name) ? table.plugs[name] : undefined;
    const fromLoopback = request.headers.origin === undefined || /^http:\/\/(?:127\.0\.0\.1|localhost):\d+$/.test(request.headers.origin);
    if (!plug || plug.unplugged || !who.here(request) || !fromLoopback) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (connection) => plug.attach(connection));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  await askPlatform();
  const listening = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${listening}`,
    port: listening,
    state,
    async control(command) {
      const done = await control(command);
      if (done !== 'done') throw new Error(`The dock could not do ${JSON.stringify(command)}: ${done}.`);
    },
    async close() {
      table.close();
      sockets.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(response: ServerResponse, type: string, body: string | Uint8Array, status = 200) {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
}

function parsed(body: Buffer): unknown {
  try { return JSON.parse(body.toString('utf8')); } catch { return undefined; }
}

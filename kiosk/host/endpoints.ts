import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SiteConfig } from '../site-config.ts';
import { readBody } from './body.ts';
import type { Callers } from './callers.ts';
import { flushFileSystem } from './flush.ts';
import { maintenanceDoor, type MaintenanceOptions, noDoor } from './maintenance.ts';
import { modelFiles, modelFilesAt } from './model-files.ts';
import { relayIpp } from './relay.ts';
import { snapshot } from './snapshot.ts';

export interface EndpointsOptions {
  /** What the page is told. */
  readonly config: SiteConfig;
  /** Where the devices' services are and what lets in there; undefined when this host offers none. */
  readonly publisher?: Publisher | undefined;
  /** Called at each sign of life of the page. */
  readonly onHeartbeat?: (() => void) | undefined;
  /** Where POST /devices/document-printer goes, `ipp://…` or `http://…`: configuration, never the page's choice. */
  readonly printer?: string;
  /** Network cameras, by kind: where GET /devices/camera and GET /devices/document-camera fetch a picture. */
  readonly snapshots?: { readonly camera?: string | undefined; readonly 'document-camera'?: string | undefined } | undefined;
  /** The browser's profile, whose file system POST /v1/syncfs flushes. */
  readonly profileDir?: string;
  readonly relayTimeoutMs?: number;
  /** What POST /v1/maintenance asks; without it nothing is set up there. */
  readonly maintenance?: MaintenanceOptions;
  /** The folder whose `face` is given under /models/face/; without it the page finds no models there. */
  readonly modelsDir?: string | undefined;
}
export interface Publisher { readonly uri: string; readonly token: string }
type Endpoint = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** The largest document (8 MiB) and the IPP around it. */
const maxIppBytes = 9 * 1024 * 1024;
const maxDoorBytes = 512;
const snapshotMs = 4000;
/** Documents held in memory at once; there is one printer. */
const maxRelaying = 3;

/** The host's own addresses, beside the page's files. Returns whether it answered. */
export function endpoints({ config, publisher, onHeartbeat, printer, snapshots = {}, profileDir, relayTimeoutMs = 30_000, maintenance, modelsDir }: EndpointsOptions, { noStranger, ours }: Callers) {
  const site = JSON.stringify(config);
  const door = maintenance ? maintenanceDoor(maintenance) : noDoor;
  const models = modelFiles(modelsDir);
  let relaying = 0;
  const table: Readonly<Record<string, Readonly<Record<string, Endpoint>>>> = {
    '/site.json': { GET: sendSite, HEAD: sendSite },
    '/devices/document-printer': { POST: relay },
    '/devices/camera': { GET: look(snapshots.camera), HEAD: look(snapshots.camera) },
    '/devices/document-camera': { GET: look(snapshots['document-camera']), HEAD: look(snapshots['document-camera']) },
    '/devices/xfs4iot': { POST: tellPublisher },
    '/v1/syncfs': { POST: flush },
    '/v1/maintenance': { POST: maintain },
    '/v1/heartbeat': { POST: hearPage },
  };

  function sendSite(request: IncomingMessage, response: ServerResponse) {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' }).end(request.method === 'HEAD' ? undefined : site);
  }
  /** The one place that tells the token: to our own page, for no cache to keep. */
  async function tellPublisher(request: IncomingMessage, response: ServerResponse) {
    if (await readBody(request, 0) === 'too-large') return answer(response, 413);
    if (!publisher) return answer(response, 404);
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify({ publisher: publisher.uri, token: publisher.token }));
  }
  /** Only to our own page: nobody else looks through the kiosk's cameras. */
  function look(url: string | undefined): Endpoint {
    return async (request, response) => {
      if (url === undefined) return answer(response, 404);
      if (request.headers['sec-fetch-site'] !== 'same-origin') return answer(response, 403);
      const seen = await snapshot(url, request.method === 'HEAD' ? 'HEAD' : 'GET', snapshotMs);
      if (seen.is === 'refused') return answer(response, seen.status);
      if (seen.is === 'gone' || seen.is === 'no-picture') return answer(response, seen.is === 'gone' ? 502 : 504);
      response.writeHead(200, { 'Cache-Control': 'no-store', ...(seen.is === 'picture' && { 'Content-Type': seen.mediaType, 'Content-Length': seen.bytes.length }) });
      response.end(seen.is === 'picture' ? seen.bytes : undefined, () => { if (seen.is === 'picture') seen.bytes.fill(0); });
    };
  }
  async function hearPage(request: IncomingMessage, response: ServerResponse) {
    if (await readBody(request, 0) === 'too-large') return answer(response, 413);
    onHeartbeat?.();
    answer(response, 204);
  }
  async function relay(request: IncomingMessage, response: ServerResponse) {
    if (!printer) return answer(response, 404);
    if (request.headers['content-type'] !== 'application/ipp') return answer(response, 415);
    if (relaying >= maxRelaying) return answer(response, 503);
    relaying++;
    try { await relayed(printer, request, response); } finally { relaying--; }
  }
  async function relayed(printer: string, request: IncomingMessage, response: ServerResponse) {
    const asked = await readBody(request, maxIppBytes);
    if (asked === 'too-large') return answer(response, 413);
    const printed = await relayIpp(printer, asked, relayTimeoutMs);
    // 502: nothing can have been printed. 504: it may have been.
    if (printed.is !== 'answer') return answer(response, printed.is === 'refused' ? 502 : 504);
    response.writeHead(200, { 'Content-Type': 'application/ipp', 'Content-Length': printed.bytes.length, 'Cache-Control': 'no-store' }).end(printed.bytes);
  }
  async function flush(request: IncomingMessage, response: ServerResponse) {
    if (await readBody(request, 0) === 'too-large') return answer(response, 413);
    answer(response, await flushFileSystem(profileDir) === 'flushed' ? 204 : 503);
  }

  async function maintain(request: IncomingMessage, response: ServerResponse) {
    const asked = await readBody(request, maxDoorBytes);
    if (asked === 'too-large') return answer(response, 413);
    const reply = await door.answer(asked);
    // The PIN came in it.
    asked.fill(0);
    if (!reply) return answer(response, 400);
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(reply));
  }

  return async (address: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (address.startsWith(modelFilesAt)) {
      const done = noStranger(request) ? await models(address, request, response) : 403;
      if (done !== 'answered') answer(response, done);
      return true;
    }
    const methods = Object.hasOwn(table, address) ? table[address] : undefined;
    if (!methods) return false;
    const method = request.method ?? '';
    const endpoint = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!endpoint) { response.setHeader('Allow', Object.keys(methods).join(', ')); answer(response, 405); }
    else if (!(method === 'POST' ? ours(request) && noStranger(request) : noStranger(request))) answer(response, 403);
    else await endpoint(request, response);
    return true;
  };
}

/** An answer that is only a number; the connection is not kept after a refusal, whose body nobody read. */
export function answer(response: ServerResponse, status: number): void {
  if (status >= 400) response.setHeader('Connection', 'close');
  response.writeHead(status, { 'Cache-Control': 'no-store' }).end();
}

import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { idempotencyKey } from './asks.ts';
import { endpoints, rejected, type Answer, type Office } from './endpoints.ts';
import { faultsPatch, noFaults, strikes, type Faults } from './faults.ts';
import { identities, type SentCode } from './identities.ts';
import { openLedger, type CaseRow } from './ledger.ts';
import { officeKey } from './office-key.ts';

export interface StandInOptions {
  /** Where books and private key are kept; made if missing. */
  readonly dir: string;
  /** Any free one unless told. */
  readonly port?: number;
  readonly host?: string;
  readonly now?: () => Date;
  /** In [0, 1); decides the faults given as rates. */
  readonly random?: () => number;
}
export interface StandIn {
  /** `http://127.0.0.1:<port>`, the `baseUrl` of httpPlatform. */
  readonly url: string;
  readonly publicJwk: JsonWebKey & { readonly kid: string };
  readonly keyId: string;
  /** Set at will, here or by POST /_faults. */
  readonly faults: Faults;
  cases(): CaseRow[];
  ratings(): number;
  /** What the phones of the demonstration show; also GET /_phones. */
  phones(): SentCode[];
  close(): Promise<void>;
}

const maxBodyBytes = 12 * 1024 * 1024;

/** A back end for development and tests: openapi.yaml for the fictional people of the dock, with switches to misbehave. */
export async function startPlatform({ dir, port = 0, host = '127.0.0.1', now = () => new Date(), random = Math.random }: StandInOptions): Promise<StandIn> {
  mkdirSync(dir, { recursive: true });
  const office: Office = { ledger: openLedger(dir), key: await officeKey(dir), now, identities: identities({ now }) };
  const faults = noFaults();

  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const path = (request.url ?? '').split('?')[0] ?? '';
    allowKiosk(request, response);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (path === '/_faults') return reply(response, await adminFaults(request));
    if (path === '/_phones') return reply(response, { status: 200, body: office.identities.phones() });
    if (path === '/_cases') return reply(response, { status: 200, body: office.ledger.cases() });
    if (faults.offline) return void request.socket.destroy();
    const submitting = path === '/v1/submissions';
    const body = await readBody(request);
    if (faults.slowMs > 0) await sleep(faults.slowMs);
    if (strikes(faults, 'error500Next', faults.error500Rate, random)) return reply(response, { status: 500, body: {} });
    if (path === '/v1/health' && request.method === 'GET') return reply(response, { status: 200, body: { status: 'up' } });
    const endpoint = request.method === 'POST' && Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
    if (!endpoint) return reply(response, { status: 404, body: {} });
    if (body.is === 'too-large') return reply(response, rejected(413, 'too-large'));
    if (submitting && strikes(faults, 'rejectNext', 0, random)) return reply(response, rejected(422, faults.rejectReason));
    const key = idempotencyKey(request.headers['idempotency-key']);
    const deliveries = faults.duplicate && key ? [body.json, body.json] : [body.json];
    const answers = await Promise.all(deliveries.map((json) => endpoint(office, json, key)));
    if (submitting && strikes(faults, 'dropAfterAcceptNext', faults.dropAfterAcceptRate, random)) return void request.socket.destroy();
    reply(response, answers.at(-1)!);
  }

  async function adminFaults(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'POST') return { status: 200, body: faults };
    const body = await readBody(request);
    const patch = v.safeParse(faultsPatch, body.is === 'json' ? body.json : undefined);
    if (!patch.success) return { status: 400, body: { why: 'bad-request' } };
    Object.assign(faults, patch.output);
    return { status: 200, body: faults };
  }

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    publicJwk: office.key.publicJwk, keyId: office.key.keyId, faults,
    cases: () => office.ledger.cases(),
    ratings: () => office.ledger.ratings(),
    phones: () => office.identities.phones(),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      office.ledger.close();
    },
  };
}

/** CORS for a kiosk page served from this machine, which is isolated (COEP) and hence also wants CORP. */
function allowKiosk(request: IncomingMessage, response: ServerResponse) {
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Vary', 'Origin');
  const { origin } = request.headers;
  if (!origin || !/^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(origin)) return;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
  response.setHeader('Access-Control-Allow-Headers', 'Content-Type, Authorization, Idempotency-Key, Kiosk-Id');
  // Not among the headers a page may read by itself.
  response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
  response.setHeader('Access-Control-Max-Age', '600');
}

/** The whole body as JSON; undefined in `json` when it is none. */
async function readBody(request: IncomingMessage): Promise<{ is: 'json'; json: unknown } | { is: 'too-large' }> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= maxBodyBytes) parts.push(part);
  }
  if (size > maxBodyBytes) return { is: 'too-large' };
  try {
    return { is: 'json', json: JSON.parse(Buffer.concat(parts).toString('utf8')) };
  } catch {
    return { is: 'json', json: undefined };
  }
}

function reply(response: ServerResponse, { status, body }: Answer) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(body));
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { Heartbeat, mostHeartbeatBytes } from '../../schema/heartbeat.ts';
import type { FleetStore } from './store.ts';
import { tokenFits } from './token.ts';

export interface HeartbeatOptions {
  readonly store: Pick<FleetStore, 'keep'>;
  /** What the kiosks' tokens are made of (`enrol`). */
  readonly secret: string | Uint8Array;
  readonly now?: () => number;
  /** A kiosk's next heartbeat is kept this long after its last, ms. */
  readonly atLeastMs?: number;
  /** A body that takes longer to come is not waited for, ms. */
  readonly bodyMs?: number;
  /** The database did not take it; never with what the kiosk told. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * `POST /v1/heartbeat` for Node's http server. 204: kept. 400: not a heartbeat; nothing of it is kept. 401: not this kiosk's
 * token. 405, 408, 413, 415. 429 with `Retry-After`: sooner than agreed. 503: the database does not answer. The kiosk's page
 * comes from another origin, so OPTIONS is answered; the token, not the origin, says who may.
 */
export function heartbeatEndpoint({ store, secret, now = Date.now, atLeastMs = 5000, bodyMs = 10_000, onTrouble }: HeartbeatOptions) {
  const soonest = new Map<string, number>();
  const tooSoon = (kiosk: string): number | undefined => {
    const [at, next] = [now(), soonest.get(kiosk)];
    // A clock set back must not silence a kiosk.
    if (next !== undefined && at < next && next - at <= atLeastMs) return Math.ceil((next - at) / 1000);
    // Oldest first: whose time is over needs no remembering.
    for (const [id, time] of soonest) {
      if (time > at && time - at <= atLeastMs) break;
      soonest.delete(id);
    }
    soonest.delete(kiosk);
    soonest.set(kiosk, at + atLeastMs);
    return undefined;
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cache-Control', 'no-store');
    if (request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'POST');
      // A wildcard would not cover Authorization (Fetch Standard, CORS protocol). Chromium keeps the answer for two hours at most.
      response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type');
      response.setHeader('Access-Control-Max-Age', '7200');
      return end(response, 204);
    }
    if (request.method !== 'POST') return end(response.setHeader('Allow', 'POST, OPTIONS'), 405);
    const token = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return refuse(request, response, 401);
    if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? '')) return refuse(request, response, 415);
    const body = await read(request, bodyMs);
    if (typeof body === 'number') return refuse(request, response, body);
    const heartbeat = parsed(body);
    if (!heartbeat) return end(response, 400);
    if (!tokenFits(secret, heartbeat.kiosk, token)) return end(response, 401);
    const seconds = tooSoon(heartbeat.kiosk);
    if (seconds !== undefined) return end(response.setHeader('Retry-After', String(seconds)), 429);
    try {
      await store.keep(heartbeat, now());
    } catch (error) {
      onTrouble?.(error);
      soonest.delete(heartbeat.kiosk);
      return end(response.setHeader('Retry-After', '60'), 503);
    }
    end(response, 204);
  };
}

function end(response: ServerResponse, status: number) {
  response.writeHead(status).end();
}
/** Answers what is not read to its end; the rest of it is not wanted, nor is the connection. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number) {
  if (!request.complete) response.setHeader('Connection', 'close');
  end(response, status);
  request.resume();
}

/** The body as text, or the status to refuse it with. */
function read(request: IncomingMessage, bodyMs: number): Promise<string | 400 | 408 | 413> {
  if (Number(request.headers['content-length'] ?? 0) > mostHeartbeatBytes) return Promise.resolve(413);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const timer = setTimeout(() => finish(408), bodyMs);
    const finish = (result: string | 400 | 408 | 413) => {
      clearTimeout(timer);
      request.off('data', take);
      resolve(result);
    };
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length > mostHeartbeatBytes) finish(413);
      else chunks.push(chunk);
    };
    request.on('data', take).once('end', () => finish(Buffer.concat(chunks).toString('utf8'))).once('error', () => finish(400)).once('aborted', () => finish(400));
  });
}
function parsed(body: string): Heartbeat | undefined {
  try {
    const { success, output } = v.safeParse(Heartbeat, JSON.parse(body));
    return success ? output : undefined;
  } catch {
    return undefined;
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { Duty, Who } from './people.ts';
import type { Session } from './sessions.ts';

/** What a route answers: a value for the page, a file to keep, or a sentence that says why not. */
export type Answer =
  | { readonly is: 'value'; readonly value: unknown; readonly cookie?: string }
  | { readonly is: 'file'; readonly name: string; readonly type: string; readonly body: Uint8Array }
  | { readonly is: 'refused'; readonly status: number; readonly says: string; readonly more?: Readonly<Record<string, unknown>> };
export const value = (given: unknown): Answer => ({ is: 'value', value: given });
export const refused = (status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 423 | 429 | 503, says: string, more?: Readonly<Record<string, unknown>>): Answer => ({ is: 'refused', status, says, ...(more && { more }) });
export const noSuch = (what: string): Answer => refused(404, `没有找到${what}，可能已经被别人处理了。请刷新页面。`);

export interface Asked<B = unknown> { readonly who: Who; readonly session: Session; readonly params: Readonly<Record<string, string>>; readonly query: URLSearchParams; readonly body: B; readonly request: IncomingMessage }
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: readonly string[];
  /** Who may ask; anybody who is logged in when empty. */
  readonly duties: readonly Duty[];
  /** The body: JSON of this shape, or bytes up to so many. */
  readonly body: v.GenericSchema | { readonly bytes: number } | undefined;
  readonly answer: (asked: Asked<never>) => Promise<Answer>;
}

/** `:name` in an address stands for one part of it. */
export function get(address: string, answer: (asked: Asked<undefined>) => Promise<Answer>, duties: readonly Duty[] = []): Route {
  return { method: 'GET', path: parts(address), duties, body: undefined, answer };
}
export function post<S extends v.GenericSchema>(address: string, duties: readonly Duty[], body: S, answer: (asked: Asked<v.InferOutput<S>>) => Promise<Answer>): Route {
  return { method: 'POST', path: parts(address), duties, body, answer };
}
export function postBytes(address: string, duties: readonly Duty[], bytes: number, answer: (asked: Asked<Buffer>) => Promise<Answer>): Route {
  return { method: 'POST', path: parts(address), duties, body: { bytes }, answer };
}
const parts = (address: string) => address.split('/').filter(Boolean);

/** The route for an address with what its `:parts` stand for, or whether another method would have fitted. */
export function findRoute(routes: readonly Route[], method: string, address: string): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | 'other-method' | undefined {
  const asked = parts(address);
  const fitting = routes.filter(({ path }) => path.length === asked.length && path.every((part, i) => part.startsWith(':') || part === asked[i]));
  const route = fitting.find((one) => one.method === method);
  if (!route) return fitting.length > 0 ? 'other-method' : undefined;
  return { route, params: Object.fromEntries(route.path.flatMap((part, i) => (part.startsWith(':') ? [[part.slice(1), asked[i]!]] : []))) };
}

export function send(response: ServerResponse, answer: Answer): void {
  response.setHeader('Cache-Control', 'no-store');
  if (answer.is === 'file') {
    response.writeHead(200, { 'Content-Type': answer.type, 'Content-Length': answer.body.length, 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(answer.name)}` }).end(answer.body);
    return;
  }
  if (answer.is === 'value' && answer.cookie !== undefined) response.setHeader('Set-Cookie', answer.cookie);
  const body = JSON.stringify(answer.is === 'value' ? answer.value ?? null : { says: answer.says, ...answer.more });
  response.writeHead(answer.is === 'value' ? 200 : answer.status, { 'Content-Type': 'application/json; charset=utf-8' }).end(body);
}

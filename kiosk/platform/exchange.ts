import type { Deadline } from './port.ts';

/** What came back over HTTP. `json` is undefined when the body is not JSON or larger than allowed; `lost` when no whole answer came in time. */
export type Answer =
  | { readonly is: 'answer'; readonly status: number; readonly json: unknown; readonly retryAfter: string | null }
  | { readonly is: 'lost' };

export interface Request {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly maxBytes: number;
}

/** One request and its whole answer, or `lost` by the deadline at the latest, even if `fetch` ignores its signal. Never rejects. */
export async function exchange(fetch: typeof globalThis.fetch, request: Request, ask: Deadline): Promise<Answer> {
  const timeout = AbortSignal.timeout(ask.deadlineMs);
  const signal = ask.signal ? AbortSignal.any([ask.signal, timeout]) : timeout;
  const lost: Answer = { is: 'lost' };
  if (signal.aborted) return lost;
  const late = new Promise<Answer>((resolve) => signal.addEventListener('abort', () => resolve(lost), { once: true }));
  return Promise.race([send(fetch, request, signal).catch(() => lost), late]);
}

async function send(fetch: typeof globalThis.fetch, request: Request, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.body === undefined ? request.headers : { ...request.headers, 'Content-Type': 'application/json' },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    signal,
    // Nothing of a citizen stays in the HTTP cache, and a captive portal's redirect is no answer.
    cache: 'no-store', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer',
  });
  return { is: 'answer', status: response.status, json: await readJson(response, request.maxBytes), retryAfter: response.headers.get('Retry-After') };
}

/** The body as JSON; undefined if it is something else or larger than `maxBytes`. Rejects when the connection breaks off. */
async function readJson(response: Response, maxBytes: number): Promise<unknown> {
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(response.headers.get('Content-Type') ?? '') || !response.body) {
    await response.body?.cancel();
    return undefined;
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  const parts: Uint8Array[] = [];
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    size += piece.value.length;
    if (size > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    parts.push(piece.value);
  }
  try {
    return JSON.parse(parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode());
  } catch {
    return undefined;
  }
}

/** Milliseconds a Retry-After header asks for (RFC 9110 §10.2.3: seconds or an HTTP date); undefined when absent or unreadable. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,7}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

import { type Bytes, concat } from './bytes.ts';
import type { FetchBytes } from './port.ts';

export interface WebFetchOptions {
  readonly fetch?: typeof fetch;
  /** How the browser's own cache is used, by address; usually not at all: what is verified is kept elsewhere. */
  readonly cache?: (url: string) => RequestCache;
  /** As long as nothing comes. */
  readonly idleMs?: number;
  /** A whole answer may take so long … */
  readonly patienceMs?: number;
  /** … and so much longer as it has brought bytes at this pace: a server that drips ends, a long file on a thin line does not. */
  readonly slowestBytesPerSecond?: number;
}

/** FetchBytes over `fetch`. Cookies and referrers are not sent. */
export function webFetch({ fetch = globalThis.fetch, cache = () => 'no-store', idleMs = 15_000, patienceMs = 30_000, slowestBytesPerSecond = 2_000 }: WebFetchOptions = {}): FetchBytes {
  return async (url, maxBytes) => {
    const abort = new AbortController();
    const startedMs = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (bytes: number) => {
      clearTimeout(timer);
      const leftMs = patienceMs + (bytes * 1000) / slowestBytesPerSecond - (performance.now() - startedMs);
      timer = setTimeout(() => abort.abort(), Math.max(0, Math.min(idleMs, leftMs)));
    };
    try {
      wait(0);
      const response = await fetch(url, { signal: abort.signal, cache: cache(url), credentials: 'omit', referrerPolicy: 'no-referrer' });
      if (!response.ok) {
        await response.body?.cancel();
        return { is: isMissing(response.status) ? 'missing' : 'unreachable' };
      }
      return await read(response, maxBytes, wait);
    } catch {
      return { is: 'unreachable' };
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  };
}

/** Object stores that do not let one list them say 403 of what is not there. */
const isMissing = (status: number): boolean => status === 404 || status === 410 || status === 403;

async function read(response: Response, maxBytes: number, arrived: (bytes: number) => void): Promise<{ is: 'file'; bytes: Bytes } | { is: 'too-long' }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader!.read()) {
    length += next.value.length;
    if (length > maxBytes) return { is: 'too-long' };
    parts.push(next.value);
    arrived(length);
  }
  return { is: 'file', bytes: concat(parts) };
}

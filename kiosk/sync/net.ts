import { type Bytes, concat } from '../tuf/bytes.ts';
import type { FetchBytes } from '../tuf/port.ts';

/** The catalog over HTTP. Nothing rejects; every call has a deadline, and one for silence. */
export interface Net {
  /** `fresh`: past the browser's cache, for what came out of it damaged. */
  fetchBytes(url: string, maxBytes: number, ask?: { readonly fresh?: boolean }): ReturnType<FetchBytes>;
  /** Bytes `from` up to and without `to`. A server that knows no ranges sends the whole (`whole`), of which at most `maxBytes` are taken. */
  fetchRange(url: string, from: number, to: number, maxBytes: number): Promise<{ readonly is: 'part' | 'whole'; readonly bytes: Bytes } | { readonly is: 'missing' | 'too-long' | 'unreachable' }>;
  /** The `Date` of the last answer, ms; a cross-origin server must expose it (Access-Control-Expose-Headers). */
  servedAt(): number | undefined;
}

/** No line of a kiosk is slower for long; slower is an answer that is made to last. */
const slowestBytesPerMs = 8;
const patienceMs = 20_000;
const silenceMs = 15_000;
/** Files whose name stays while their content changes; all others never change, and the browser's cache may answer for them. */
const changes = /\/(?:timestamp|\d+\.root)\.json$/;
/** Object stores say 403 for what is not there. */
const missing: ReadonlySet<number> = new Set([403, 404, 410]);

export function httpNet(fetch: typeof globalThis.fetch): Net {
  let served: number | undefined;
  async function get(url: string, maxBytes: number, init: RequestInit) {
    const stop = new AbortController();
    // Time is granted for what has come, not for what was announced: a server that drips cannot hold a look for long.
    const began = performance.now();
    const within = (bytes: number) => setTimeout(() => stop.abort(), Math.max(0, began + patienceMs + bytes / slowestBytesPerMs - performance.now()));
    let whole = within(0);
    let silence = setTimeout(() => stop.abort(), silenceMs);
    try {
      const answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', signal: stop.signal, ...init });
      const date = Date.parse(answer.headers.get('date') ?? '');
      if (!Number.isNaN(date)) served = date;
      if (missing.has(answer.status)) return { is: 'missing' } as const;
      if (answer.status !== 200 && answer.status !== 206) return { is: 'unreachable' } as const;
      const parts: Uint8Array[] = [];
      let length = 0;
      const reader = answer.body?.getReader();
      for (let next = await reader?.read(); next && !next.done; next = await reader!.read()) {
        clearTimeout(silence);
        silence = setTimeout(() => stop.abort(), silenceMs);
        length += next.value.length;
        clearTimeout(whole);
        whole = within(length);
        if (length > maxBytes) return { is: 'too-long' } as const;
        parts.push(next.value);
      }
      return { is: 'file', bytes: concat(parts), status: answer.status } as const;
    } catch {
      return { is: 'unreachable' } as const;
    } finally {
      clearTimeout(whole);
      clearTimeout(silence);
      stop.abort();
    }
  }
  return {
    async fetchBytes(url, maxBytes, { fresh = false } = {}) {
      const got = await get(url, maxBytes, { cache: fresh ? 'reload' : changes.test(url) ? 'no-cache' : 'default' });
      return got.is === 'file' && got.status !== 200 ? { is: 'unreachable' } : got;
    },
    async fetchRange(url, from, to, maxBytes) {
      // Not from the cache, and not into it: the chunks are kept here.
      const got = await get(url, maxBytes, { cache: 'no-store', headers: { Range: `bytes=${from}-${to - 1}` } });
      return got.is === 'file' ? { is: got.status === 206 ? 'part' : 'whole', bytes: got.bytes } : got;
    },
    servedAt: () => served,
  };
}

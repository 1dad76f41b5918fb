import { joined } from './bytes.ts';

/**
 * One request and its whole answer. Never rejects. `unreachable`: certainly nothing was received there; `refused`: it
 * answered that it would not take it; `lost`: it may have been received. When `signal` fires nobody waits for the answer any more.
 */
export type Post = (bytes: Uint8Array, signal?: AbortSignal) => Promise<Posted>;
export type Posted = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly why: 'unreachable' | 'refused' | 'lost' };

/** No answer of a printer is larger; more is not read, whatever is sent. */
const mostAnswerBytes = 1024 * 1024;

/** Posts to an IPP printer over HTTP: `ipp://host[:631]/path` or an http(s) address of the terminal host. */
export function httpPost(address: string, { fetch: send = fetch }: { fetch?: typeof fetch } = {}): Post {
  const url = address.replace(/^ipp:\/\/([^/:]+)(?=\/|$)/, 'http://$1:631').replace(/^ipp:/, 'http:').replace(/^ipps:/, 'https:');
  return async (bytes, signal) => {
    const body = bytes.slice();
    try {
      // What is printed goes to the printer that was set up, and not where it points to.
      const answer = await send(url, { method: 'POST', headers: { 'content-type': 'application/ipp' }, body, redirect: 'manual', ...(signal && { signal }) });
      if (answer.status !== 200) {
        void answer.body?.cancel().catch(() => undefined);
        return { ok: false, why: isPlainNo(answer.status) ? 'refused' : 'lost' };
      }
      const whole = await upTo(mostAnswerBytes, answer);
      return whole ? { ok: true, bytes: whole } : { ok: false, why: 'lost' };
    } catch (trouble) {
      // Node names the cause; a browser does not, and then the request may have arrived.
      const code = (trouble as { cause?: { code?: unknown } }).cause?.code;
      return { ok: false, why: code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH' ? 'unreachable' : 'lost' };
    } finally {
      body.fill(0); // a document has personal data in it
    }
  };
}

/** Whether this status says that nothing was done. 500 and 504 may come after the printing began; 0 is a redirection that was not followed. */
const isPlainNo = (status: number) => status < 200 || (status >= 300 && status < 500) || [501, 502, 503, 505].includes(status);

async function upTo(most: number, answer: Response): Promise<Uint8Array | undefined> {
  const reader = answer.body?.getReader();
  if (!reader) return new Uint8Array(0);
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
    if (size > most) { void reader.cancel().catch(() => undefined); return undefined; }
  }
  return joined(...parts);
}

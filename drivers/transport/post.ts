/**
 * One request and its whole answer. Never rejects. `unreachable`: certainly nothing was received there; `refused`: it
 * answered that it would not take it; `lost`: it may have been received.
 */
export type Post = (bytes: Uint8Array) => Promise<Posted>;
export type Posted = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly why: 'unreachable' | 'refused' | 'lost' };

/** Posts to an IPP printer over HTTP: `ipp://host[:631]/path` or an http(s) address of the terminal host. */
export function httpPost(address: string, { fetch: send = fetch }: { fetch?: typeof fetch } = {}): Post {
  const url = address.replace(/^ipp:\/\/([^/:]+)(?=\/|$)/, 'http://$1:631').replace(/^ipp:/, 'http:').replace(/^ipps:/, 'https:');
  return async (bytes) => {
    try {
      const answer = await send(url, { method: 'POST', headers: { 'content-type': 'application/ipp' }, body: bytes.slice() });
      if (!answer.ok) return { ok: false, why: answer.status === 504 ? 'lost' : 'refused' };
      return { ok: true, bytes: new Uint8Array(await answer.arrayBuffer()) };
    } catch (trouble) {
      // Node names the cause; a browser does not, and then the request may have arrived.
      const code = (trouble as { cause?: { code?: unknown } }).cause?.code;
      return { ok: false, why: code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH' ? 'unreachable' : 'lost' };
    }
  };
}

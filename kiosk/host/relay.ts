import { request as ask } from 'node:http';

const maxAnswerBytes = 1024 * 1024;

export type Relayed =
  | { readonly is: 'answer'; readonly bytes: Buffer }
  /** No connection, or a plain no: nothing was printed. */
  | { readonly is: 'refused' }
  /** The request went out and no whole answer came back. */
  | { readonly is: 'lost' };

/** Sends one IPP request to the printer and fetches its answer; never rejects. `uri` is `ipp://…` (port 631) or `http://…`. */
export function relayIpp(uri: string, bytes: Uint8Array, timeoutMs: number): Promise<Relayed> {
  const url = new URL(uri.replace(/^ipp:\/\/([^/:]+)(?=\/|$)/, 'http://$1:631').replace(/^ipp:/, 'http:'));
  return new Promise((resolve) => {
    let connected = false;
    const outgoing = ask(url, { method: 'POST', agent: false, headers: { 'Content-Type': 'application/ipp', 'Content-Length': bytes.length } });
    const giveUp = setTimeout(() => outgoing.destroy(), timeoutMs);
    const end = (relayed: Relayed) => { clearTimeout(giveUp); resolve(relayed); };
    outgoing.on('socket', (socket) => socket.on('connect', () => { connected = true; }));
    outgoing.on('error', () => end({ is: connected ? 'lost' : 'refused' }));
    outgoing.on('close', () => end({ is: connected ? 'lost' : 'refused' }));
    outgoing.on('response', (answer) => {
      const parts: Buffer[] = [];
      let size = 0;
      answer.on('data', (part: Buffer) => {
        size += part.length;
        parts.push(part);
        if (size > maxAnswerBytes) outgoing.destroy();
      });
      answer.on('end', () => end(judged(answer.statusCode ?? 0, Buffer.concat(parts))));
      answer.on('error', () => end({ is: 'lost' }));
    });
    outgoing.end(bytes);
  });
}

/** A server that broke down, or that took it without an answer, may have begun to print; one that points elsewhere, says no, or that it is not ready, has not. */
function judged(status: number, bytes: Buffer): Relayed {
  if (status === 200) return { is: 'answer', bytes };
  return { is: (status >= 300 && status < 500) || [501, 502, 503, 505].includes(status) ? 'refused' : 'lost' };
}

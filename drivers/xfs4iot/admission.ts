import type { Clock } from '../transport/clock.ts';

/** What is looked at before a connection becomes a WebSocket: part of Node's IncomingMessage. */
export interface Handshake {
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawHeaders: readonly string[];
}
export interface AdmissionRules {
  /** 256 bits, new at every start of the host, base64url. */
  readonly token: string;
  /** Origins of our own pages, `http://127.0.0.1:4400`. */
  readonly origins: readonly string[];
  /** Takes programs that are no browser: they send no Origin. They need the token all the same. */
  readonly withoutOrigin?: boolean;
}

/** The subprotocol that is agreed on; a browser gives up when none of those it offered is chosen. */
export const subprotocol = 'xfs4iot';
const tokenPrefix = 'token.';

/**
 * The subprotocols a client offers: first its token, then the one to be chosen. This way the token stands in no address, no
 * history and no log, and is there before the first message (a browser's WebSocket can set no other header).
 */
export const subprotocolsFor = (token: string | undefined): string[] => (token === undefined ? [] : [`${tokenPrefix}${token}`, subprotocol]);

/**
 * The HTTP status of a refusal, or undefined when the connection is welcome. The Host must be this very address, because a
 * name can be made to resolve to 127.0.0.1 (DNS rebinding: ../sync/FACTS.md §7.3), and no other page's Origin is taken.
 */
export function refusalAtDoor({ headers, rawHeaders }: Handshake, port: number, { token, origins, withoutOrigin = false }: AdmissionRules): 401 | 403 | undefined {
  const count = (wanted: string) => rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === wanted).length;
  if (count('host') !== 1 || (headers.host !== `127.0.0.1:${port}` && headers.host !== `localhost:${port}`)) return 403;
  if (count('origin') > 1) return 403;
  if (headers.origin === undefined ? !withoutOrigin : !origins.some((one) => one === headers.origin)) return 403;
  const offered = headers['sec-websocket-protocol'];
  const first = (typeof offered === 'string' ? offered : '').split(',', 1)[0]!.trim();
  return isSame(first, `${tokenPrefix}${token}`) ? undefined : 401;
}

/** Takes the same time wherever the difference is. */
function isSame(given: string, wanted: string): boolean {
  let difference = given.length ^ wanted.length;
  for (let i = 0; i < wanted.length; i++) difference |= (given.charCodeAt(i) || 0) ^ wanted.charCodeAt(i);
  return difference === 0;
}

/** Lets through `burst` messages at once and `perSecond` in the long run; false is too many. */
export function messageRate(clock: Clock, { burst = 200, perSecond = 100 }: { burst?: number; perSecond?: number } = {}) {
  let left = burst;
  let atMs = clock.now();
  return (): boolean => {
    const nowMs = clock.now();
    left = Math.min(burst, left + ((nowMs - atMs) * perSecond) / 1000);
    atMs = nowMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

import type { IncomingMessage } from 'node:http';

export interface Callers {
  /** The Host header is this very address: a name that was made to resolve to this machine is not (DNS rebinding). */
  here(request: IncomingMessage): boolean;
  /** Not sent by a page of another origin; opening the page by a link is allowed. */
  noStranger(request: IncomingMessage): boolean;
  /** Sent by our own page: a browser always names the origin of what it posts. */
  ours(request: IncomingMessage): boolean;
}

/** Tells our own page from others that the same browser, or another program, might run. `page`: the one other origin that is ours too. */
export function callers(port: () => number, page?: string): Callers {
  const hosts = () => ['127.0.0.1', 'localhost'].map((name) => `${name}:${port()}`);
  const isOurs = (origin: string) => origin === page || hosts().some((host) => origin === `http://${host}`);
  return {
    here: ({ headers, rawHeaders }) => rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length === 1 && hosts().includes(headers.host ?? ''),
    noStranger({ headers, method }) {
      if (headers.origin !== undefined && !isOurs(headers.origin)) return false;
      if (page !== undefined && headers.origin === page) return true;
      const from = headers['sec-fetch-site'];
      const opening = (method === 'GET' || method === 'HEAD') && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
      return from === undefined || from === 'same-origin' || from === 'none' || opening;
    },
    ours: ({ headers }) => headers.origin !== undefined && isOurs(headers.origin),
  };
}

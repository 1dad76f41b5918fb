import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callers } from './callers.ts';
import { doorkeeper } from './door.ts';
import { answer, endpoints, type EndpointsOptions } from './endpoints.ts';
import { pageHeaders } from './headers.ts';
import { offerDevices, type OfferOptions } from './offer.ts';
import { staticFiles } from './static-files.ts';

export interface HostOptions extends Omit<EndpointsOptions, 'publisher'>, OfferOptions {
  /** The built kiosk (dist/kiosk). */
  readonly dir: string;
  /** Any free one unless told. */
  readonly port?: number;
  /** A loopback address. */
  readonly host?: string;
  /** The page's origin when a web server elsewhere serves it. */
  readonly page?: string | undefined;
}
export interface Host {
  readonly url: string;
  readonly port: number;
  /** Where the devices' services are offered; undefined when there are none, or no port was free for them. */
  readonly publisher?: string | undefined;
  close(): Promise<void>;
}
type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The service on the terminal: gives the browser on the same machine the page, its configuration and the devices. */
export async function startHost({ dir, port = 0, host = '127.0.0.1', page, ...options }: HostOptions): Promise<Host> {
  if (host !== '127.0.0.1') throw new Error('The host listens on 127.0.0.1 only: nobody else may reach the devices.');
  const files = staticFiles(dir);
  // Who comes before the devices are offered waits for what the page is told of them.
  const { promise: serving, resolve: serveWith } = Promise.withResolvers<Serve>();
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 60_000, headersTimeout: 10_000, connectionsCheckingInterval: 1000 }, (request, response) => {
    // A caller that broke off in the middle is not the service's end.
    serving.then((serve) => serve(request, response)).catch(() => response.destroy());
  });
  const door = doorkeeper(server);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const listening = (server.address() as AddressInfo).port;
  const url = `http://${host}:${listening}`;

  const offered = await offerDevices(options, [url, `http://localhost:${listening}`, ...(page === undefined ? [] : [page])]);
  const headers = Object.entries(pageHeaders(offered.config, offered.reachable));
  const who = callers(() => listening, page);
  const maintenance = options.maintenance && { ...options.maintenance, onChange: (state: 'on' | 'off') => { offered.maintenance(state); options.maintenance?.onChange?.(state); } };
  const own = endpoints({ ...options, ...(maintenance && { maintenance }), config: offered.config, publisher: offered.publisher }, who);

  serveWith(async (request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    if (!who.here(request)) return answer(response, 421);
    if (door.full()) return answer(response, 503);
    if (page !== undefined && request.headers.origin === page) forPageElsewhere(response, page);
    const address = (request.url ?? '').split('?', 1)[0]!;
    if (await own(address, request, response)) return;
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405);
    if (!who.noStranger(request)) return answer(response, 403);
    if (!files(address, request, response)) answer(response, 404);
  });

  return {
    url, port: listening, publisher: offered.publisher?.uri,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, offered.close()]);
    },
  };
}

/** The page that comes from elsewhere may read the answer; nobody else's page may. */
function forPageElsewhere(response: ServerResponse, page: string) {
  response.setHeader('Access-Control-Allow-Origin', page);
  response.setHeader('Vary', 'Origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callers } from './callers.ts';
import { answer, endpoints, type EndpointsOptions } from './endpoints.ts';
import { pageHeaders } from './headers.ts';
import { staticFiles } from './static-files.ts';

export interface HostOptions extends EndpointsOptions {
  /** The built kiosk (dist/kiosk). */
  readonly dir: string;
  /** Any free one unless told. */
  readonly port?: number;
  /** A loopback address. */
  readonly host?: string;
}
export interface Host { readonly url: string; readonly port: number; close(): Promise<void> }

/** The service on the terminal: gives the browser on the same machine the page, its configuration and the printer. */
export async function startHost({ dir, port = 0, host = '127.0.0.1', ...options }: HostOptions): Promise<Host> {
  if (host !== '127.0.0.1') throw new Error('The host listens on 127.0.0.1 only: nobody else may reach the devices.');
  const files = staticFiles(dir);
  const headers = Object.entries(pageHeaders(options.config));
  const who = callers(() => (server.address() as AddressInfo).port);
  const own = endpoints(options, who);

  async function serve(request: IncomingMessage, response: ServerResponse) {
    for (const [name, value] of headers) response.setHeader(name, value);
    if (!who.here(request)) return answer(response, 421);
    const address = (request.url ?? '').split('?', 1)[0]!;
    if (await own(address, request, response)) return;
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405);
    if (!who.noStranger(request)) return answer(response, 403);
    if (!files(address, request, response)) answer(response, 404);
  }
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 60_000, headersTimeout: 10_000 }, (request, response) => {
    // A caller that broke off in the middle is not the service's end.
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const listening = (server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${listening}`,
    port: listening,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'vite';

/** Bundles one of this folder's pages and serves it, and nothing else, on this machine. */
export async function servePage(entry: string, outDir: string): Promise<{ readonly url: string; close(): void }> {
  await build({ configFile: false, root: import.meta.dirname, logLevel: 'error', build: { outDir, lib: { entry: path.join(import.meta.dirname, entry), formats: ['es'], fileName: () => 'page.js' } } });
  const server = createServer((request, response) => {
    const script = request.url?.endsWith('.js');
    response.writeHead(200, { 'Content-Type': script ? 'text/javascript' : 'text/html' }).end(script ? readFileSync(path.join(outDir, path.basename(request.url!))) : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => void server.close() };
}

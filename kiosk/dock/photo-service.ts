import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../host/body.ts';
import { answer } from '../host/endpoints.ts';

/**
 * The decoder of card photos as a service on this machine (drivers/id-reader/photo-service.ts says what it speaks): POST of
 * 1,024 bytes, answered with BGR rows, or with 422 and a return code. Any page of this machine may ask, as of a maker's.
 */
export async function unpackPhoto(request: IncomingMessage, response: ServerResponse, decode: (wlt: Buffer) => Buffer | undefined): Promise<void> {
  const { origin } = request.headers;
  if (origin !== undefined && !/^http:\/\/(?:127\.0\.0\.1|localhost):\d+$/.test(origin)) return void answer(response, 403);
  for (const [name, value] of [['Access-Control-Allow-Origin', origin ?? 'null'], ['Vary', 'Origin'], ['Cache-Control', 'no-store'], ['Cross-Origin-Resource-Policy', 'cross-origin']] as const) response.setHeader(name, value);
  if (request.method === 'OPTIONS') return void response.writeHead(204, { 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Allow-Headers': 'content-type', 'Access-Control-Allow-Private-Network': 'true' }).end();
  if (request.method !== 'POST') return void answer(response, 405);
  const wlt = await readBody(request, 1024);
  const rows = wlt === 'too-large' ? undefined : decode(wlt);
  if (rows) response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(Buffer.from(rows));
  else response.writeHead(422, { 'Content-Type': 'text/plain' }).end('-1');
}

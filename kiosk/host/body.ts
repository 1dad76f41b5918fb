import type { IncomingMessage } from 'node:http';

/** The whole body of a request, or that it is larger than allowed; what is too much is not kept. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-large'> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) return 'too-large';
    parts.push(part);
  }
  return Buffer.concat(parts);
}

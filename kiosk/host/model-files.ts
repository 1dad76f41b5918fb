import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import { manifestFile, modelFileName } from '../../content/schema/model-pack.ts';

export const modelFilesAt = '/models/face/';

/**
 * Answers GET and HEAD below `/models/face/` from `<modelsDir>/face`: its manifest and .onnx files, as they lie there at the
 * moment. A name is a single segment of a fixed shape, so that there is nothing to traverse. Returns the status when it is not the file.
 */
export function modelFiles(modelsDir: string | undefined) {
  return async (address: string, request: IncomingMessage, response: ServerResponse): Promise<'answered' | 404 | 405> => {
    const name = address.slice(modelFilesAt.length);
    if (request.method !== 'GET' && request.method !== 'HEAD') { response.setHeader('Allow', 'GET, HEAD'); return 405; }
    if (modelsDir === undefined || (name !== manifestFile && !v.is(modelFileName, name))) return 404;
    const file = await open(path.join(modelsDir, 'face', name)).catch(() => undefined);
    if (!file) return 404;
    try {
      const { size, mtimeMs } = await file.stat();
      const tag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`;
      response.setHeader('Cache-Control', 'no-cache');
      response.setHeader('ETag', tag);
      if (request.headers['if-none-match'] === tag) { response.writeHead(304).end(); return 'answered'; }
      response.writeHead(200, { 'Content-Type': name === manifestFile ? 'application/json' : 'application/octet-stream', 'Content-Length': size });
      if (request.method === 'HEAD') response.end();
      else await pipeline(createReadStream('', { fd: file.fd, autoClose: false, start: 0, end: Math.max(size - 1, 0) }), response).catch(() => response.destroy());
      return 'answered';
    } finally {
      await file.close();
    }
  };
}

import { request as ask, type IncomingHttpHeaders } from 'node:http';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startHost } from '../../kiosk/host/server.ts';
import { demoConfig } from './demo-config.ts';
import { folder, lay, tinyPack } from './models.ts';

const tiny = tinyPack();
async function stand() {
  const dir = folder();
  lay(dir, { 'index.html': '<!doctype html>' });
  const modelsDir = path.join(folder(), '.models');
  const face = lay(path.join(modelsDir, 'face'), { ...tiny.files, 'manifest.json': tiny.manifest, 'notes.txt': 'x' });
  lay(modelsDir, { 'secret.onnx': 'outside' });
  const host = await startHost({ dir, config: demoConfig, modelsDir });
  onTestFinished(() => host.close());
  const call = (at: string, method = 'GET', headers: Record<string, string> = {}) => new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const outgoing = ask({ host: '127.0.0.1', port: host.port, method, path: at, headers: { Host: `127.0.0.1:${host.port}`, ...headers }, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
  return { call, face, modelsDir };
}

test('the page gets manifest and weights with their types, never to be guessed at', async () => {
  const { call } = await stand();
  const manifest = await call('/models/face/manifest.json');
  expect([manifest.status, manifest.headers['content-type'], manifest.body.toString()]).toEqual([200, 'application/json', tiny.manifest]);
  const weights = await call('/models/face/yunet_s_dynamic.onnx');
  expect([weights.status, weights.headers['content-type'], weights.headers['x-content-type-options'], weights.headers['cross-origin-resource-policy']]).toEqual([200, 'application/octet-stream', 'nosniff', 'same-origin']);
  expect(weights.body).toEqual(tiny.files['yunet_s_dynamic.onnx']);
  const head = await call('/models/face/yunet_s_dynamic.onnx', 'HEAD');
  expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '100', 0]);
  expect((await call('/models/face/yunet_s_dynamic.onnx', 'GET', { 'If-None-Match': weights.headers.etag! })).status).toBe(304);
});

test.each(['/models/face/../secret.onnx', '/models/face/%2e%2e/secret.onnx', '/models/face/..%2fsecret.onnx', '/models/face//etc/passwd', '/models/face/notes.txt', '/models/face/', '/models/face/none.onnx', '/models/face/manifest.json/x', '/models/face/.onnx'])('nothing else is found at %s', async (at) => {
  const { call } = await stand();
  expect((await call(at)).status).toBe(404);
});

test("another origin's page gets no models, and nobody writes any", async () => {
  const { call } = await stand();
  expect((await call('/models/face/manifest.json', 'GET', { 'Origin': 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  expect((await call('/models/face/manifest.json', 'POST')).status).toBe(405);
});

test('models laid while the host runs are found at once, and so is their absence', async () => {
  const { call, face, modelsDir } = await stand();
  writeFileSync(path.join(face, 'new.onnx'), 'new');
  expect((await call('/models/face/new.onnx')).body.toString()).toBe('new');
  rmSync(modelsDir, { recursive: true });
  expect((await call('/models/face/manifest.json')).status).toBe(404);
});

test('an empty file is no trouble', async () => {
  const { call, face } = await stand();
  writeFileSync(path.join(face, 'empty.onnx'), '');
  expect((await call('/models/face/empty.onnx')).status).toBe(200);
});

// What the catalog takes from a kiosk, over real HTTP.
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { heartbeatEndpoint, type HeartbeatOptions } from '../../content/catalog/fleet/heartbeat.ts';
import { enrol, tokenFits } from '../../content/catalog/fleet/token.ts';
import type { Heartbeat } from '../../content/schema/heartbeat.ts';
import { beat, noon } from './heartbeats.ts';

const secret = 'a secret of this test';
async function endpoint(options: Partial<HeartbeatOptions> = {}) {
  const kept: Heartbeat[] = [];
  const handle = heartbeatEndpoint({ store: { keep: async (heartbeat) => { kept.push(heartbeat); } }, secret, now: () => noon, ...options });
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => { server.closeAllConnections(); server.close(); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/heartbeat`;
  const post = (body: unknown, { token = enrol(secret, 'SD-0001'), headers = {} }: { token?: string; headers?: Record<string, string> } = {}) =>
    fetch(url, { method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { url, kept, post };
}

test('a kiosk with its own token is heard', async () => {
  const { post, kept } = await endpoint();
  const answer = await post(beat('SD-0001', noon));
  expect([answer.status, await answer.text()]).toEqual([204, '']);
  expect(kept).toEqual([beat('SD-0001', noon)]);
});

test.each<[string, string | undefined]>([
  ["another kiosk's token", enrol(secret, 'SD-0002')], ['a token of another secret', enrol('another', 'SD-0001')], ['a token with one letter changed', `${enrol(secret, 'SD-0001').slice(0, -1)}_`],
  ['no token', ''], ['half a token', enrol(secret, 'SD-0001').slice(0, 20)], ['something after it', `${enrol(secret, 'SD-0001')} x`],
])('%s is refused, and nothing is kept', async (_what, token) => {
  const { post, kept } = await endpoint();
  expect((await post(beat('SD-0001', noon), { token: token! })).status).toBe(401);
  expect(kept).toEqual([]);
});
test('a token is one kiosk’s and no other’s', () => {
  fc.assert(fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
    expect(enrol(secret, a)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(tokenFits(secret, b, enrol(secret, a))).toBe(a === b);
  }));
});

const good = beat('SD-0001', noon);
test.each<[string, unknown]>([
  ['a citizen’s name beside the counts', { ...good, counts: { ...good.counts, name: '张三' } }],
  ['an identity number as a device’s state', { ...good, devices: { 'id-reader': '37049919491231002X' } }],
  ['a sentence as trouble', { ...good, content: { ...good.content, trouble: 'card of Mr. Zhang' } }],
  ['an unknown key', { ...good, screenshot: 'aGVsbG8=' }],
  ['a missing one', { ...good, persisted: undefined }],
  ['a negative count', { ...good, upSeconds: -1 }],
  ['a pack’s name as long as a letter', { ...good, content: { ...good.content, packs: { ['x'.repeat(131)]: 1 } } }],
  ['no JSON', '{"kiosk":'], ['an empty body', ''], ['an array', [good]], ['null', null],
])('%s is no heartbeat: 400, nothing kept, nothing repeated in the answer', async (_what, body) => {
  const { post, kept } = await endpoint();
  const answer = await post(body);
  expect([answer.status, await answer.text(), kept]).toEqual([400, '', []]);
});

test('more than 8 KiB is refused, whether it says so or not, before it is all read', async () => {
  const { url, post, kept } = await endpoint();
  expect((await post(`${JSON.stringify(good)}${' '.repeat(8192)}`)).status).toBe(413);
  // In chunks that never end.
  const status = await new Promise((resolve) => {
    const endless = ask(url, { method: 'POST', headers: { Authorization: `Bearer ${enrol(secret, 'SD-0001')}`, 'Content-Type': 'application/json' } }, (response) => { resolve(response.statusCode); endless.destroy(); });
    endless.on('error', () => undefined);
    for (let n = 0; n < 10; n++) endless.write(' '.repeat(1000));
  });
  expect([status, kept]).toEqual([413, []]);
});
test('one that drips is not waited for', async () => {
  const { url } = await endpoint({ bodyMs: 50 });
  const status = await new Promise((resolve) => {
    const slow = ask(url, { method: 'POST', headers: { Authorization: `Bearer ${enrol(secret, 'SD-0001')}`, 'Content-Type': 'application/json', 'Content-Length': '100' } }, (response) => { resolve(response.statusCode); slow.destroy(); });
    slow.on('error', () => undefined);
    slow.write('{');
  });
  expect(status).toBe(408);
});
test('what a form of any web page could send is refused', async () => {
  const { post } = await endpoint();
  expect((await post(good, { headers: { 'Content-Type': 'text/plain' } })).status).toBe(415);
});

test('sooner than agreed is refused with how long to wait; another kiosk is not held up; after it, it is heard again', async () => {
  let at = noon;
  const { post, kept } = await endpoint({ now: () => at });
  const other = { token: enrol(secret, 'SD-0002') };
  expect((await post(good)).status).toBe(204);
  at += 1500;
  const soon = await post(good);
  expect([soon.status, soon.headers.get('retry-after')]).toEqual([429, '4']);
  expect((await post(beat('SD-0002', at), other)).status).toBe(204);
  at += 3500;
  expect((await post(beat('SD-0001', at))).status).toBe(204);
  expect(kept).toHaveLength(3);
});
test('a stranger who only knows a kiosk’s id cannot silence it', async () => {
  const { post } = await endpoint();
  expect((await post(good, { token: enrol('guess', 'SD-0001') })).status).toBe(401);
  expect((await post(good)).status).toBe(204);
});
test('the catalog’s clock set back silences nobody', async () => {
  let at = noon;
  const { post } = await endpoint({ now: () => at });
  await post(good);
  at -= 3_600_000;
  expect((await post(good)).status).toBe(204);
});
test('a database that does not answer is said, and the kiosk may try again', async () => {
  const troubles: unknown[] = [];
  let broken = true;
  const { post } = await endpoint({ store: { keep: async () => { if (broken) throw new Error('gone'); } }, onTrouble: (error) => troubles.push(error) });
  const answer = await post(good);
  expect([answer.status, answer.headers.get('retry-after'), troubles]).toEqual([503, '60', [new Error('gone')]]);
  broken = false;
  expect((await post(good)).status).toBe(204);
});

test('the kiosk’s page may ask from another origin: its preflight is answered without the store, and kept', async () => {
  const { url } = await endpoint();
  const answer = await fetch(url, { method: 'OPTIONS', headers: { Origin: 'http://127.0.0.1:4400', 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization,content-type' } });
  expect(answer.status).toBe(204);
  expect(Object.fromEntries(['origin', 'methods', 'headers'].map((name) => [name, answer.headers.get(`access-control-allow-${name}`)]))).toEqual({ origin: '*', methods: 'POST', headers: 'Authorization, Content-Type' });
  expect(Number(answer.headers.get('access-control-max-age'))).toBeGreaterThanOrEqual(3600);
});
test('an answer, good or bad, may be read by the page', async () => {
  const { post } = await endpoint();
  for (const body of [good, 'x']) expect((await post(body)).headers.get('access-control-allow-origin')).toBe('*');
});
test.each(['GET', 'PUT', 'DELETE'])('%s is no way to report', async (method) => {
  const { url } = await endpoint();
  expect((await fetch(url, { method })).status).toBe(405);
});

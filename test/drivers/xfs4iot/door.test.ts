// Who may come in, and what becomes of those who misbehave inside. ../sync/FACTS.md §7.3: rebinding passes every browser check.
import { connect, type Socket } from 'node:net';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { simIdReader } from '../../../drivers/id-reader/sim.ts';
import { idCardService } from '../../../drivers/xfs4iot/id-card-service.ts';
import { startXfsServer } from '../../../drivers/xfs4iot/server.ts';
import { node, origin, startServer, token } from './bench.ts';
import { knock, peerOf } from './peer.ts';

const right = [`token.${token}`, 'xfs4iot'];
const server = () => startServer([idCardService(simIdReader())]);

test('the right token, Origin and Host come in, by name or by number', async () => {
  const { uri, port } = await server();
  expect(await knock(uri, right, { origin })).toBe('open');
  expect(await knock(uri.replace('127.0.0.1', 'localhost'), right, { origin })).toBe('open');
  expect(await knock(uri, right, { origin, host: `localhost:${port}` })).toBe('open');
});
test.each<[string, string[], Record<string, string>, number]>([
  ['a foreign Origin', right, { origin: 'https://evil.example' }, 403],
  ['an Origin with another port', right, { origin: 'http://127.0.0.1:4401' }, 403],
  ['the Origin null', right, { origin: 'null' }, 403],
  ['no Origin', right, {}, 403],
  ['a Host that was rebound', right, { origin, host: 'evil.example:5846' }, 403],
  ['a Host with no port', right, { origin, host: '127.0.0.1' }, 403],
  ['no token', ['xfs4iot'], { origin }, 401],
  ['no subprotocol at all', [], { origin }, 401],
  ['an older token', [`token.${'a'.repeat(43)}`, 'xfs4iot'], { origin }, 401],
  ['part of the token', [`token.${token.slice(1)}`, 'xfs4iot'], { origin }, 401],
  ['the token in second place', ['xfs4iot', `token.${token}`], { origin }, 401],
])('%s is refused', async (_what, protocols, headers, status) => {
  expect(await knock((await server()).uri, protocols, headers)).toBe(status);
});
test.each(['/', '/xfs4iot/v1.0/', '/xfs4iot/v1.0/Nobody', '/xfs4iot/v1.0/IdCard/', '/xfs4iot/v1.0/IdCard?x=1', '/xfs4iot/v2.0', '//xfs4iot/v1.0'])('%s is no service', async (at) => {
  const { port } = await server();
  expect(await knock(`ws://127.0.0.1:${port}${at}`, right, { origin })).toBe(404);
});
test('the token is not said back, and plain HTTP is 400', async () => {
  const { uri, port } = await server();
  const peer = new WebSocket(uri, { protocols: right, headers: { origin } } as unknown as string[]);
  await new Promise((resolve) => { peer.addEventListener('open', resolve); });
  expect(peer.protocol).toBe('xfs4iot');
  peer.close();
  expect((await fetch(`http://127.0.0.1:${port}/xfs4iot/v1.0`)).status).toBe(400);
});
test('a client that is no browser comes in only where that is allowed', async () => {
  const { uri } = await startServer([], { withoutOrigin: true });
  expect(await knock(uri, right, {})).toBe('open');
  expect(await knock(uri, right, { origin: 'https://evil.example' })).toBe(403);
  expect(await knock(uri, ['xfs4iot'], {})).toBe(401);
});
test('the server listens on 127.0.0.1 alone, and on the next port when one is taken', async () => {
  const one = await server();
  const two = await startXfsServer({ node, services: [], token, origins: [origin], ports: [one.port, one.port, 0] });
  if (two === 'no-port') throw new Error('no port');
  onTestFinished(() => two.close());
  expect(two.port).not.toBe(one.port);
  expect(await startXfsServer({ node, services: [], token, origins: [origin], ports: [one.port, two.port] })).toBe('no-port');
  const elsewhere = await new Promise<string>((resolve) => {
    request({ host: '127.0.0.2', port: one.port }).on('error', (trouble: NodeJS.ErrnoException) => resolve(trouble.code ?? '')).on('response', () => resolve('answered')).end();
  });
  expect(elsewhere).toBe('ECONNREFUSED');
});
test('ten thousand malformed messages end the connection early, and another client is served meanwhile', async () => {
  const { serviceUris: [uri] } = await server();
  const [flood, good] = [await peerOf(uri!), await peerOf(uri!)];
  for (let i = 0; i < 10_000; i++) flood.send('{{{{');
  good.command('Common.Status', 1);
  await good.heard('completion', { requestId: 1, completionCode: 'success' });
  expect(await flood.closed).toBe(1008);
  expect(flood.said.length).toBeLessThan(500);
  expect((await peerOf(uri!)).said).toEqual([]);
});
/** A handshake by hand, for what no WebSocket library would send. */
function byHand(port: number, ...more: string[]): { readonly socket: Socket; readonly heard: Promise<Buffer> } {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => { socket.destroy(); });
  const heard = new Promise<Buffer>((resolve) => {
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
  });
  const lines = ['GET /xfs4iot/v1.0/IdCard HTTP/1.1', `Host: 127.0.0.1:${port}`, `Origin: ${origin}`, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`, `Sec-WebSocket-Protocol: ${right.join(', ')}`, ...more];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return { socket, heard };
}
test.each(['Host: evil.example', 'Origin: https://evil.example'])('a second header (%s) is refused, whichever would count', async (second) => {
  const { heard } = byHand((await server()).port, second);
  expect((await heard).toString()).toMatch(/^HTTP\/1\.1 40[03] /);
});
test('a message of 100 MB is refused by its first ten bytes, before any of it is kept', async () => {
  const { port, serviceUris: [uri] } = await server();
  const { socket, heard } = byHand(port);
  // RFC 6455 §5.2: the head of a masked text frame of 100 MiB; nothing of it follows.
  const frame = Buffer.alloc(14);
  frame.writeUInt16BE(0x81ff);
  frame.writeBigUInt64BE(100n * 1024n * 1024n, 2);
  socket.write(frame);
  // A close frame with the code 1009.
  expect((await heard).subarray(-4)).toEqual(Buffer.from([0x88, 0x02, 0x03, 0xf1]));
  const good = await peerOf(uri!);
  good.command('Common.Status', 1);
  await good.heard('completion', { requestId: 1 });
});
test('a binary message ends the connection', async () => {
  const peer = await peerOf((await server()).uri);
  peer.send(new TextEncoder().encode('{"header":{}}'));
  expect(await peer.closed).toBe(1003);
});
test('a thousand idle connections do not keep the rightful client out', async () => {
  const { port, serviceUris: [uri] } = await server();
  const idle: Socket[] = Array.from({ length: 1000 }, () => connect(port, '127.0.0.1').on('error', () => {}).resume());
  onTestFinished(() => { for (const socket of idle) socket.destroy(); });
  await sleep(150);
  const good = await peerOf(uri!);
  good.command('Common.Status', 1);
  await good.heard('completion', { requestId: 1, completionCode: 'success' });
  await expect.poll(() => idle.filter(({ destroyed }) => !destroyed).length, { timeout: 10_000 }).toBeLessThanOrEqual(64);
});
test('a client past the last place is turned away until one leaves', async () => {
  const { uri } = await startServer([], { maxClients: 2 });
  const [first] = [await peerOf(uri), await peerOf(uri)];
  expect(await knock(uri, right, { origin })).toBe(503);
  first.leave();
  await first.closed;
  expect(await knock(uri, right, { origin })).toBe('open');
});
test('what a service throws is answered, and told to the host', async () => {
  const faults: unknown[] = [];
  const broken = { ...idCardService(simIdReader()), status: () => Promise.reject(new Error('a mistake')) };
  const { serviceUris: [uri] } = await startServer([broken], { onFault: (trouble) => faults.push(trouble) });
  const peer = await peerOf(uri!);
  peer.command('Common.Status', 1);
  await peer.heard('completion', { requestId: 1, completionCode: 'internalError' });
  expect(faults.map(String)).toEqual(['Error: a mistake']);
});

// The host under attack, as a process of its own: it refuses, it does not swell, and the rightful client is served all the while.
import { type ChildProcess, spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { node, origin, startServer, token } from './bench.ts';
import { knock, type Peer, peerOf } from './peer.ts';

const right = [`token.${token}`, 'xfs4iot'];
const MiB = 1024 * 1024;
/** So much more memory than before is no flood of ours kept. */
const swellBytes = 64 * MiB;
const timeout = 60_000;

interface Host { readonly port: number; readonly uri: string; service(name: string): string; rss(): Promise<number> }
async function startHost(): Promise<Host> {
  const child: ChildProcess = spawn(process.execPath, ['--expose-gc', '--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, 'attacked-host.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => { child.kill('SIGKILL'); });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const next = async () => Number((await lines.next()).value);
  const port = await next();
  const uri = `ws://127.0.0.1:${port}/xfs4iot/v1.0`;
  return { port, uri, service: (name) => `${uri}/${name}`, rss() { child.stdin!.write('weigh\n'); return next(); } };
}
/** The rightful client: asks the printer's status again and again, and says how long the slowest answer took. */
async function client(host: Host) {
  const peer: Peer = await peerOf(host.service('ReceiptPrinter'));
  let slowestMs = 0;
  let served = 0;
  const rest = new AbortController();
  const work = (async () => {
    for (let id = 1; !rest.signal.aborted; id++) {
      const fromMs = performance.now();
      peer.command('Common.Status', id);
      await peer.heard('completion', { requestId: id, completionCode: 'success' });
      slowestMs = Math.max(slowestMs, performance.now() - fromMs);
      served++;
      await sleep(20);
    }
  })();
  return { async rest() { rest.abort(); await work; return { served, slowestMs }; } };
}
/** During the attack the client is served, in the end the host is no heavier, and a new client comes in. */
async function underAttack(attack: (host: Host) => Promise<void>): Promise<void> {
  const host = await startHost();
  const served = await client(host);
  await sleep(300);
  const beforeBytes = await host.rss();
  await attack(host);
  await sleep(300);
  const { served: count, slowestMs } = await served.rest();
  expect(count).toBeGreaterThan(10);
  expect(slowestMs).toBeLessThan(3000);
  expect(await host.rss() - beforeBytes).toBeLessThan(swellBytes);
  expect(await knock(host.uri, right, { origin })).toBe('open');
}
const many = <T>(count: number, make: (i: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, i) => make(i)));

test('a thousand knocks with a foreign Origin, a rebound Host, or no token', { timeout }, () => underAttack(async (host) => {
  const wrong: readonly (readonly [string[], Record<string, string>, number])[] = [[right, { origin: 'https://evil.example' }, 403], [right, { origin, host: `evil.example:${host.port}` }, 403], [['xfs4iot'], { origin }, 401], [[], { origin }, 401]];
  for (let round = 0; round < 25; round++) expect(await many(40, (i) => knock(host.uri, ...(wrong[i % 4]!.slice(0, 2) as [string[], Record<string, string>])))).toEqual(Array.from({ length: 40 }, (_, i) => wrong[i % 4]![2]));
}));
test('ten thousand malformed messages from inside, on ten connections', { timeout }, () => underAttack(async (host) => {
  const codes = await many(10, async (i) => {
    const flood = await peerOf(host.service(i % 2 ? 'IdCard' : 'DocumentPrinter'));
    const kinds = ['{{{{', '[]', '{"header":{"type":"command"}}', '"', `{"header":${'['.repeat(200)}`];
    for (let n = 0; n < 1000; n++) flood.send(kinds[n % kinds.length]);
    return flood.closed;
  });
  expect(codes).toEqual(Array.from({ length: 10 }, () => 1008));
}));
test('ten thousand malformed messages at a pace that is allowed are all refused', { timeout: 180_000 }, () => underAttack(async (host) => {
  const served = await many(12, async () => {
    const peer = await peerOf(host.service('IdCard'));
    for (let n = 0; n < 840; n++) {
      peer.send('{"header":{"type":"command","name":"Common.Status","version":"2.0","requestId":0}}');
      if (n % 10 === 9) await sleep(100);
    }
    await expect.poll(() => peer.said.length, { timeout: 10_000 }).toBe(840);
    peer.leave();
    return peer.said.every(({ header }) => header.type === 'acknowledge' && header.status === 'invalidRequestID');
  });
  expect(served).toEqual(Array.from({ length: 12 }, () => true));
}));
test('a hundred megabytes in one message, and in fragments', { timeout }, () => underAttack(async (host) => {
  for (const fragments of [false, true]) {
    const socket = connect(host.port, '127.0.0.1');
    onTestFinished(() => { socket.destroy(); });
    const closed = new AbortController();
    let sentBytes = 0;
    socket.on('error', () => {}).on('close', () => closed.abort()).resume();
    socket.write(['GET /xfs4iot/v1.0/ReceiptPrinter HTTP/1.1', `Host: 127.0.0.1:${host.port}`, `Origin: ${origin}`, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`, `Sec-WebSocket-Protocol: ${right.join(', ')}`, '', ''].join('\r\n'));
    await sleep(100);
    // RFC 6455 §5.2: a masked frame of text, whole or as the first of fragments without end; the mask is zero.
    const head = (bytes: number, first: number) => { const frame = Buffer.alloc(14); frame[0] = first; frame[1] = 0xff; frame.writeBigUInt64BE(BigInt(bytes), 2); return frame; };
    const chunk = Buffer.alloc(256 * 1024, 0x20);
    if (!fragments) socket.write(head(100 * MiB, 0x81));
    for (let n = 0; n < 400 && !closed.signal.aborted && socket.writable; n++) {
      if (fragments) socket.write(head(chunk.length, n === 0 ? 0x01 : 0x00));
      sentBytes += chunk.length;
      if (!socket.write(chunk)) await Promise.race([new Promise((resolve) => { socket.once('drain', resolve); }), new Promise((resolve) => { socket.once('close', resolve); }), sleep(2000)]);
    }
    await expect.poll(() => closed.signal.aborted, { timeout: 5000 }).toBe(true);
    // The service takes three megabytes; what was on the way comes on top.
    expect(sentBytes).toBeLessThan(40 * MiB);
  }
}));
test('a thousand idle connections, silent or in the middle of a handshake', { timeout }, () => underAttack(async (host) => {
  const idle: Socket[] = Array.from({ length: 1000 }, (_, i) => {
    const socket = connect(host.port, '127.0.0.1').on('error', () => {}).resume();
    if (i % 2) socket.write('GET /xfs4iot/v1.0 HTTP/1.1\r\nHost: ');
    return socket;
  });
  onTestFinished(() => { for (const socket of idle) socket.destroy(); });
  const left = () => idle.filter(({ destroyed }) => !destroyed).length;
  await expect.poll(left, { timeout: 10_000 }).toBeLessThanOrEqual(64);
  expect(await knock(host.uri, right, { origin })).toBe('open');
}));
test('a client that does not read what it is sent is put out', async () => {
  let putOut = 0;
  /** ws as it looks when four megabytes wait for a client. */
  class Clogged extends WebSocketServer {
    override handleUpgrade(...[request, socket, head, done]: Parameters<WebSocketServer['handleUpgrade']>) {
      super.handleUpgrade(request, socket, head, (peer, ...more) => {
        Object.defineProperty(peer, 'bufferedAmount', { get: () => 4 * MiB + 1 });
        peer.on('close', () => putOut++);
        done(peer, ...more);
      });
    }
  }
  const { uri } = await startServer([], { node: { ...node, WebSocketServer: Clogged } });
  const peer = await peerOf(uri);
  peer.command('Common.Status', 1);
  await peer.closed;
  expect([peer.said.length, putOut]).toEqual([0, 1]);
});

// The client against services that break the rules, and connections that break: FACTS §1.8 rows 9, 10 and 11.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../../drivers/transport/clock.ts';
import { type XfsClient, xfsClient, type XfsClientOptions } from '../../../drivers/xfs4iot/client.ts';
import { virtualClock } from '../virtual-clock.ts';
import { type Asked, type ScriptedPeer, type ScriptServer, scriptServer } from './script-server.ts';

function clientOf(at: XfsClientOptions['at'], options: Partial<XfsClientOptions> = {}): XfsClient {
  const client = xfsClient({ at, ...options });
  onTestFinished(client.close);
  return client;
}
async function pair(script: (asked: Asked, peer: ScriptedPeer) => void, options: Partial<XfsClientOptions> = {}): Promise<{ server: ScriptServer; client: XfsClient }> {
  const server = await scriptServer(script);
  return { server, client: clientOf(server.uri, options) };
}
const print = (client: XfsClient, timeoutMs = 3000) => client.command('Printer.PrintNative', '3.0', { timeoutMs, payload: { data: 'AAAA' } });
const honest = (asked: Asked, peer: ScriptedPeer) => { peer.acknowledge(asked); peer.complete(asked, { fine: true }); };
const fine = { is: 'completed', code: 'success', payload: { fine: true } };

/** Time runs a hundred times faster; only for tests in which nothing but waiting happens. */
const hasty: Clock = {
  now: () => performance.now() * 100,
  after(ms, run) {
    const timer = setTimeout(run, ms / 100);
    return () => clearTimeout(timer);
  },
};

describe('row 9: a service that breaks the rules', () => {
  test.each<[string, (asked: Asked, peer: ScriptedPeer) => void]>([
    ['a completion before its acknowledge', (asked, peer) => peer.complete(asked)],
    ['two acknowledges', (asked, peer) => { peer.acknowledge(asked); peer.acknowledge(asked); }],
    ['a completion of another command', (asked, peer) => { peer.acknowledge(asked); peer.complete(asked, {}, { name: 'Printer.Reset' }); }],
    ['a completion code nobody knows', (asked, peer) => { peer.acknowledge(asked); peer.complete(asked, {}, { completionCode: 'perhaps' }); }],
    ['a completion code that is no text', (asked, peer) => { peer.acknowledge(asked); peer.complete(asked, {}, { completionCode: 0 }); }],
    ['a payload that is no object', (asked, peer) => { peer.acknowledge(asked); peer.say({ header: { type: 'completion', name: asked.header.name, version: '2.0', requestId: asked.header.requestId }, payload: 'printed' }); }],
    ['an acknowledge with a status nobody knows', (asked, peer) => peer.acknowledge(asked, 'maybe')],
  ])('%s ends that command as indeterminate, and the connection goes on', async (_what, script) => {
    const { server, client } = await pair((asked, peer) => (asked.header.name === 'Common.Status' ? honest(asked, peer) : script(asked, peer)));
    expect(await print(client)).toEqual({ is: 'indeterminate', why: 'broken-answer' });
    expect(await client.command('Common.Status', '2.0', { timeoutMs: 1000 })).toEqual(fine);
    expect(server.connections).toBe(1);
  });
  test('completions for nobody, and a second completion, are passed over', async () => {
    const { client, server } = await pair((asked, peer) => {
      peer.complete({ header: { ...asked.header, requestId: 999 } });
      honest(asked, peer);
      peer.complete(asked, { other: true });
    });
    expect(await print(client)).toEqual(fine);
    expect(await print(client)).toEqual(fine);
    expect(server.connections).toBe(1);
  });
  test('ten messages without sense end the connection, and it is made anew', async () => {
    const { client, server } = await pair((asked, peer) => {
      if (server.connections > 1) return honest(asked, peer);
      for (let i = 0; i < 10; i++) peer.say(i % 2 ? 'nonsense' : new Uint8Array([1]));
    });
    expect(await print(client)).toEqual({ is: 'indeterminate', why: 'disconnected' });
    expect(await print(client)).toEqual(fine);
    expect(server.connections).toBe(2);
  });
  test('a message past the limit is one without sense', async () => {
    const { client } = await pair((asked, peer) => { peer.say(`"${'x'.repeat(300_000)}"`); honest(asked, peer); });
    expect(await print(client)).toEqual(fine);
  });
  test('without an acknowledge the command is indeterminate and the connection is dropped', async () => {
    const { client, server } = await pair(() => {}, { clock: hasty });
    expect(await print(client, 60_000)).toEqual({ is: 'indeterminate', why: 'no-acknowledge' });
    expect(client.state).not.toBe('open');
    expect(server.asked.length).toBe(1);
  });
  test('without a completion the command is indeterminate, is cancelled there, and its late end is passed over', async () => {
    let held: Asked | undefined;
    const { client, server } = await pair((asked, peer) => {
      peer.acknowledge(asked);
      if (asked.header.name === 'Common.Cancel') { peer.complete(asked); peer.complete(held!); } else held ??= asked;
    });
    expect(await print(client, 100)).toEqual({ is: 'indeterminate', why: 'no-completion' });
    await sleep(30);
    expect(server.asked.at(-1)).toMatchObject({ header: { name: 'Common.Cancel' }, payload: { requestIds: [held!.header.requestId] } });
    expect(client.state).toBe('open');
  });
});

describe('row 10: a connection that breaks', () => {
  test('before the command was sent it was not sent, and sending it again is safe', async () => {
    const { client, server } = await pair(honest);
    await server.stop();
    await sleep(20);
    expect(await print(client)).toEqual({ is: 'not-sent', why: 'no-connection' });
    expect(server.asked).toEqual([]);
  });
  test.each([['before its acknowledge', false], ['after its acknowledge', true]] as const)('%s the command is indeterminate, and is never sent a second time', async (_when, acknowledge) => {
    const { client, server } = await pair((asked, peer) => {
      if (server.connections > 1) return honest(asked, peer);
      if (acknowledge) peer.acknowledge(asked);
      setTimeout(peer.vanish, 20);
    });
    expect(await print(client)).toEqual({ is: 'indeterminate', why: 'disconnected' });
    await sleep(700);
    expect(server.connections).toBe(2);
    expect(server.asked.length).toBe(1);
    expect(await print(client)).toEqual(fine);
  });
  test('events of a command come before its end, and none after', async () => {
    const seen: string[] = [];
    const event = ({ header: { requestId } }: Asked, name: string) => ({ header: { type: 'event', name, version: '1.0', requestId }, payload: { n: 1 } });
    const { client } = await pair((asked, peer) => {
      peer.acknowledge(asked);
      peer.say(event(asked, 'CnIdCard.InsertCardEvent'));
      peer.complete(asked);
      peer.say(event(asked, 'CnIdCard.MediaInsertedEvent'));
    });
    await client.command('CnIdCard.Read', '1.0', { timeoutMs: 500, onEvent: (name) => seen.push(name) });
    await sleep(20);
    expect(seen).toEqual(['CnIdCard.InsertCardEvent']);
  });
  test('an event without requestId is unsolicited, as KAL sends it', async () => {
    const seen: string[] = [];
    const { client } = await pair((asked, peer) => { peer.say({ header: { type: 'event', name: 'Printer.MediaTakenEvent', version: '2.0' } }); honest(asked, peer); });
    client.listen(({ name }) => seen.push(name));
    await print(client);
    expect(seen).toEqual(['Printer.MediaTakenEvent']);
  });
});

describe('row 11: limits of the client', () => {
  test('the 33rd command is not sent', async () => {
    const { client, server } = await pair((asked, peer) => peer.acknowledge(asked));
    await expect.poll(() => client.state).toBe('open');
    const all = Array.from({ length: 33 }, () => print(client, 300));
    expect(await all[32]).toEqual({ is: 'not-sent', why: 'too-many' });
    await sleep(30);
    expect(server.asked.length).toBe(32);
    expect(new Set(server.asked.map(({ header }) => header.requestId)).size).toBe(32);
  });
  test('a message too large is not sent', async () => {
    const { client, server } = await pair(honest);
    expect(await client.command('Printer.PrintNative', '3.0', { timeoutMs: 1000, payload: { data: 'A'.repeat(300_000) } })).toEqual({ is: 'not-sent', why: 'too-large' });
    expect(server.asked).toEqual([]);
  });
  test('at most five attempts to connect in thirty seconds, and one more as soon as one is allowed', async () => {
    const clock = virtualClock();
    const atMs: number[] = [];
    const client = clientOf(async () => { atMs.push(clock.now()); return undefined; }, { clock });
    await clock.pass(120_000);
    expect(atMs.length).toBeGreaterThan(10);
    for (const from of atMs) expect(atMs.filter((one) => one >= from && one < from + 30_000).length).toBeLessThanOrEqual(5);
    for (let i = 0; i < 10; i++) expect(await clock.until(client.command('Common.Status', '2.0', { timeoutMs: 1000 }))).toMatchObject({ is: 'not-sent' });
    for (const from of atMs) expect(atMs.filter((one) => one >= from && one < from + 30_000).length).toBeLessThanOrEqual(5);
  });
  test('a service that is back is found when somebody asks, without waiting for the pause to end', async () => {
    const { client, server } = await pair(honest);
    await expect.poll(() => client.state).toBe('open');
    await server.stop();
    await expect.poll(() => client.state).toBe('closed');
    expect(await print(client)).toEqual({ is: 'not-sent', why: 'no-connection' });
    await scriptServer(honest, server.port);
    const fromMs = performance.now();
    expect(await print(client)).toEqual(fine);
    // The pause after a second failure is one second.
    expect(performance.now() - fromMs).toBeLessThan(500);
  });
});

test('a refusal at the door is no connection, whatever is asked', async () => {
  const { client, server } = await pair(honest, { at: 'ws://127.0.0.1:1' });
  expect(await print(client, 500)).toEqual({ is: 'not-sent', why: 'no-connection' });
  expect(await clientOf('no address at all').command('Common.Status', '2.0', { timeoutMs: 100 })).toEqual({ is: 'not-sent', why: 'no-connection' });
  expect(server.asked).toEqual([]);
});
test('a signal that has fired sends nothing; one that fires later sends Cancel and waits for the end', async () => {
  let held: Asked | undefined;
  const { client, server } = await pair((asked, peer) => {
    peer.acknowledge(asked);
    if (asked.header.name !== 'Common.Cancel') { held = asked; return; }
    peer.complete(asked);
    peer.complete(held!, {}, { completionCode: 'canceled' });
  });
  expect(await client.command('CnIdCard.Read', '1.0', { timeoutMs: 500, signal: AbortSignal.abort() })).toEqual({ is: 'not-sent', why: 'cancelled' });
  expect(server.asked).toEqual([]);
  const stop = new AbortController();
  const outcome = client.command('CnIdCard.Read', '1.0', { timeoutMs: 5000, signal: stop.signal });
  await expect.poll(() => server.asked.length).toBe(1);
  stop.abort();
  expect(await outcome).toMatchObject({ is: 'completed', code: 'canceled' });
});

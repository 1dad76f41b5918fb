import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { oneAtATime } from '../../../drivers/transport/lock.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import { paced } from '../../../drivers/transport/paced.ts';
import { type ConnectionEvents, reopeningWire } from '../../../drivers/transport/reopening.ts';
import { type SerialPortLike, webSerialWire } from '../../../drivers/transport/web-serial.ts';
import { webSocketWire } from '../../../drivers/transport/web-socket.ts';
import { virtualClock } from '../virtual-clock.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

test('jobs run one after another, and a failed one does not block the next', async () => {
  const inTurn = oneAtATime();
  const order: number[] = [];
  const first = inTurn(async () => { await new Promise((resolve) => setTimeout(resolve, 5)); order.push(1); throw new Error('broken'); });
  const second = inTurn(async () => order.push(2));
  await expect(first).rejects.toThrow('broken');
  await second;
  expect(order).toEqual([1, 2]);
});

describe('a wire in memory', () => {
  test('delivers in order, in the given pieces, after the given time', async () => {
    const clock = virtualClock();
    const { near, far, line } = wirePair({ clock });
    Object.assign(line, { latencyMs: 100, chunkBytes: 2 });
    const got: number[][] = [];
    far.listen((chunk) => got.push([...chunk]));
    expect(await near.send(bytes(1, 2, 3, 4, 5))).toBe('sent');
    await clock.pass(99);
    expect(got).toEqual([]);
    await clock.pass(1);
    expect(got).toEqual([[1, 2], [3, 4], [5]]);
  });
  test('loses what is under way when unplugged, tells both ends, and works again when plugged in', async () => {
    const clock = virtualClock();
    const { near, far, line } = wirePair({ clock });
    const got: number[] = [];
    const states: string[] = [];
    far.listen((chunk) => got.push(...chunk));
    near.watch((state) => states.push(state));
    void near.send(bytes(1));
    line.unplug();
    expect(await near.send(bytes(2))).toBe('closed');
    line.plug();
    await near.send(bytes(3));
    await clock.pass(1);
    expect([got, states]).toEqual([[3], ['closed', 'open']]);
    near.close();
    line.plug();
    expect(near.state).toBe('closed');
  });
  test('at 9600 baud ten bytes take about ten milliseconds', async () => {
    const clock = virtualClock();
    const { near, far } = wirePair({ clock });
    const got: number[] = [];
    far.listen((chunk) => got.push(...chunk));
    await clock.until(paced(near, { baud: 9600, chunkBytes: 5, clock }).send(new Uint8Array(10)));
    await clock.pass(0);
    expect(got.length).toBe(10);
    expect(clock.now()).toBeCloseTo(10.4, 1);
  });
});

describe('a wire that reopens', () => {
  test('tries again after 0.5 s, doubling to 5 s, until the device is back', async () => {
    const clock = virtualClock();
    const tries: number[] = [];
    let up = false;
    let events: ConnectionEvents | undefined;
    const wire = reopeningWire(async (handed) => {
      tries.push(clock.now());
      events = handed;
      return up ? { send: async () => 'sent' as const, close: () => undefined } : 'failed';
    }, { clock });
    const states: string[] = [];
    wire.watch((state) => states.push(state));
    expect(wire.state).toBe('opening');
    await clock.pass(20_000);
    expect(tries).toEqual([0, 500, 1500, 3500, 7500, 12_500, 17_500]);
    expect(await wire.send(bytes(1))).toBe('closed');
    up = true;
    wire.retryNow();
    await clock.pass(1);
    expect([wire.state, await wire.send(bytes(1))]).toEqual(['open', 'sent']);
    events?.lost();
    await clock.pass(600);
    expect(states).toEqual(['closed', 'open', 'closed', 'open']);
    wire.close();
    await clock.pass(60_000);
    expect(tries.length).toBe(9);
  });
});

test('a WebSocket carries bytes both ways and is found again after the server went away', async () => {
  let server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const serve = () => server.on('connection', (socket) => socket.on('message', (data: Buffer) => socket.send(data.map((byte) => byte + 1))));
  serve();
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const wire = webSocketWire(`ws://127.0.0.1:${port}`);
  const got: number[] = [];
  wire.listen((chunk) => got.push(...chunk));
  await expect.poll(() => wire.state).toBe('open');
  expect(await wire.send(bytes(1, 2))).toBe('sent');
  await expect.poll(() => got).toEqual([2, 3]);
  for (const client of server.clients) client.terminate();
  await new Promise((resolve) => server.close(resolve));
  await expect.poll(() => wire.state).toBe('closed');
  server = new WebSocketServer({ port, host: '127.0.0.1' });
  serve();
  await expect.poll(() => wire.state, { timeout: 3000 }).toBe('open');
  wire.close();
  server.close();
});

describe('a serial port of the page', () => {
  class FakePort implements SerialPortLike {
    readable: ReadableStream<Uint8Array> | null = null;
    writable: WritableStream<Uint8Array> | null = null;
    feed: ReadableStreamDefaultController<Uint8Array> | undefined;
    written: number[] = [];
    opened: number[] = [];
    readonly vendor: number;
    constructor(vendor: number) { this.vendor = vendor; }
    getInfo() { return { usbVendorId: this.vendor, usbProductId: 1 }; }
    stream() { this.readable = new ReadableStream({ start: (feed) => { this.feed = feed; } }); }
    async open({ baudRate }: { baudRate: number }) {
      this.opened.push(baudRate);
      this.stream();
      this.writable = new WritableStream({ write: (chunk) => { this.written.push(...chunk); } });
    }
    async close() { this.readable = null; this.writable = null; }
    pull() { const feed = this.feed; this.readable = null; feed?.error(new DOMException('The device has been lost.', 'NetworkError')); }
    overrun() { const feed = this.feed; this.stream(); feed?.error(new DOMException('overrun', 'BufferOverrunError')); }
  }
  function bench() {
    const clock = virtualClock();
    const port = new FakePort(0x1a86);
    const ports: FakePort[] = [new FakePort(1), port];
    const serial = Object.assign(new EventTarget(), { getPorts: async () => ports });
    const wire = webSerialWire({ baudRate: 115_200, usbVendorId: 0x1a86, serial, clock });
    const got: number[] = [];
    wire.listen((chunk) => got.push(...chunk));
    return { clock, port, ports, serial, wire, got };
  }
  test('is the granted one that matches, opened at the given speed', async () => {
    const b = bench();
    await b.clock.pass(1);
    expect([b.wire.state, b.port.opened, b.ports[0]!.opened]).toEqual(['open', [115_200], []]);
    expect(await b.wire.send(bytes(1, 2))).toBe('sent');
    b.port.feed!.enqueue(bytes(7));
    await b.clock.pass(1);
    expect([b.port.written, b.got]).toEqual([[1, 2], [7]]);
  });
  test('survives an overrun without closing', async () => {
    const b = bench();
    await b.clock.pass(1);
    b.port.overrun();
    await b.clock.pass(1);
    b.port.feed!.enqueue(bytes(9));
    await b.clock.pass(1);
    expect([b.wire.state, b.got]).toEqual(['open', [9]]);
  });
  test('closes when the device is pulled and opens as soon as it is back', async () => {
    const b = bench();
    await b.clock.pass(1);
    b.ports.pop();
    b.port.pull();
    await b.clock.pass(3000);
    expect([b.wire.state, await b.wire.send(bytes(1))]).toEqual(['closed', 'closed']);
    b.ports.push(b.port);
    b.serial.dispatchEvent(new Event('connect'));
    await b.clock.pass(1);
    expect(b.wire.state).toBe('open');
  });
  test('given up is closed and stays so', async () => {
    const b = bench();
    await b.clock.pass(1);
    b.wire.close();
    b.serial.dispatchEvent(new Event('connect'));
    await b.clock.pass(10_000);
    expect([b.wire.state, b.port.readable]).toEqual(['closed', null]);
  });
  test('not offered by the browser is a closed wire', async () => {
    const clock = virtualClock();
    const wire = webSerialWire({ baudRate: 9600, clock });
    await clock.pass(100);
    expect(wire.state).toBe('closed');
    wire.close();
  });
});

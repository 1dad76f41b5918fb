import { describe, expect, test, vi } from 'vitest';
import type { Manner } from '../../../drivers/smart-card/vpcd/chip.ts';
import { message } from '../../../drivers/smart-card/vpcd/codec.ts';
import { vpcdExchange } from '../../../drivers/smart-card/vpcd/exchange.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import { holder, rare, testSmartCard } from '../contract/smart-card.ts';
import { virtualClock } from '../virtual-clock.ts';
import { bench, read, slotted } from './slot-bench.ts';

for (const [name, ask] of Object.entries({ 'the virtual slot': {}, 'the virtual slot, byte by byte': { chunkBytes: 1 } })) {
  testSmartCard(name, () => {
    const { clock, line, slot, reader } = bench(ask);
    let pulls = false;
    return {
      clock,
      reader,
      lay(card) {
        slot.lay(slotted(card));
        if (pulls) slot.pullAfterBytes(100);
        pulls = false;
      },
      pull: slot.pull,
      pullDuringRead() { pulls = true; },
      setUnplugged: (unplugged) => (unplugged ? line.unplug() : line.plug()),
    };
  });
}

describe('generations of cards', () => {
  const manners: readonly Partial<Manner>[] = [
    { records: 'tag', p2: 0x04 }, { records: 'tag', p2: 'sfi' }, { records: 'place', p2: 0x04 }, { records: 'place', p2: 'sfi' }, { selectP1: 0x00 },
    { header: false }, { header: false, le: '67' }, { le: '67' }, { le: 'any' }, { partBytes: 1 }, { partBytes: 10, records: 'place', p2: 0x00, selectP1: 0x00 }, { partBytes: 20, le: 'any', header: false },
  ];
  test.each(manners.map((manner) => [JSON.stringify(manner), manner] as const))('%s is read', async (_name, manner) => {
    const b = bench();
    b.slot.lay({ is: 'social-security', card: rare, manner });
    expect(await read(b)).toEqual({ is: 'read', card: rare });
  });
  test.each(['sex', 'birth', 'validTo', 'cardNumber'] as const)('a card that has no record of %s is read without it', async (without) => {
    const b = bench();
    b.slot.lay({ is: 'social-security', card: holder, manner: { without } });
    expect(await read(b)).toEqual({ is: 'read', card: { ...holder, [without]: '' } });
  });
  test.each(['name', 'number'] as const)('a card that has no record of %s is bad', async (without) => {
    const b = bench();
    b.slot.lay({ is: 'social-security', card: holder, manner: { without } });
    expect(await read(b)).toEqual({ is: 'bad-card', field: without });
  });
  test('of 61xx, the rest is asked for; of 6Cxx, the same again with the right length', async () => {
    const b = bench();
    const sent: string[] = [];
    b.line.mangle = (chunk, to) => { if (to === 'far') sent.push(Buffer.from(chunk.subarray(2)).toString('hex')); return chunk; };
    b.slot.lay({ is: 'social-security', card: holder, manner: { header: false } });
    await read(b);
    expect(sent).toContain(`00a404000f7378312e73682ec9e7bbe1b1a3d5cf`);
    expect(sent[sent.findIndex((apdu) => apdu.startsWith('00a40400')) + 1]).toBe('00c0000013');
    const number = sent.indexOf('00b2080014');
    expect(sent[number + 1]).toBe('00b2080012');
  });
  test('no record is asked for that the kiosk has no use for, and nothing is ever written or verified', async () => {
    const b = bench();
    const sent: Buffer[] = [];
    b.line.mangle = (chunk, to) => { if (to === 'far' && chunk.length > 3) sent.push(Buffer.from(chunk.subarray(2))); return chunk; };
    b.slot.lay({ is: 'social-security', card: holder });
    await read(b);
    expect(sent.filter((apdu) => apdu[1] === 0xb2).map((apdu) => apdu[2])).toEqual([1, 5, 6, 7, 8, 9, 10, 11, 13]);
    expect([...new Set(b.slot.heard)]).toEqual([0xa4, 0xc0, 0xb2]);
  });
});

describe('a card that cannot be right', () => {
  test.each([
    ['birth', { birth: '1986-05-13' }], ['issuedOn', { issuedOn: '2021-13-05' }], ['validTo', { validTo: '2020-01-01' }], ['sex', { sex: '7' }], ['nation', { nation: 'aa' }],
    ['region', { region: 'abcdef' }], ['cardNumber', { cardNumber: '?' }], ['name', { name: '' }], ['number', { number: '' }],
  ] as const)('is refused by its field: %s', async (field, wrong) => {
    const b = bench();
    b.slot.lay({ is: 'social-security', card: { ...holder, ...wrong } });
    expect(await read(b)).toEqual({ is: 'bad-card', field });
  });
  test('a name that is no GBK is refused, not guessed', async () => {
    const b = bench();
    b.slot.setGarbage((answer) => (answer[0] === 0x09 ? answer.map((byte, i) => (i === 3 ? 0xff : byte)) : answer));
    b.slot.lay({ is: 'social-security', card: holder });
    expect(await read(b)).toEqual({ is: 'bad-card', field: 'name' });
  });
});

describe('a card pulled', () => {
  test('after any number of bytes of its answers leaves the slot ready, and is never half a card', async () => {
    vi.setConfig({ testTimeout: 30_000 });
    const whole = bench();
    let bytes = 0;
    whole.line.mangle = (chunk, to) => { if (to === 'near') bytes += chunk.length; return chunk; };
    whole.slot.lay({ is: 'social-security', card: holder });
    await read(whole);
    let lost = 0;
    for (let after = 0; after < bytes; after += 1) {
      const b = bench();
      b.slot.lay({ is: 'social-security', card: holder });
      b.slot.pullAfterBytes(after);
      const outcome = await read(b);
      if (outcome.is === 'lost-card') lost++; else expect(outcome).toEqual({ is: 'read', card: holder });
      expect(await b.clock.until(b.reader.status())).toEqual({ is: 'ready' });
      b.slot.lay({ is: 'social-security', card: rare });
      expect(await read(b)).toEqual({ is: 'read', card: rare });
    }
    expect(lost).toBeGreaterThan(150);
  });
  test('and another put in at once is not read on as the same one', async () => {
    const b = bench();
    b.slot.answerMs = 200;
    b.slot.lay({ is: 'social-security', card: holder });
    const outcome = b.reader.read({ deadlineMs: 20_000 });
    await b.clock.pass(2300);
    b.slot.pull();
    b.slot.lay({ is: 'social-security', card: rare });
    expect(await b.clock.until(outcome)).toEqual({ is: 'lost-card' });
  });
  test('is powered only while it is read', async () => {
    const b = bench();
    b.slot.lay({ is: 'social-security', card: holder });
    b.slot.answerMs = 50;
    const outcome = b.reader.read({ deadlineMs: 20_000 });
    await b.clock.pass(300);
    expect(b.slot.powered).toBe(true);
    await b.clock.until(outcome);
    await b.clock.pass(10);
    expect(b.slot.powered).toBe(false);
  });
});

describe('whoever holds the card', () => {
  test('has it alone until it lets go', async () => {
    const b = bench();
    b.slot.lay({ is: 'social-security', card: holder });
    const first = await b.clock.until(b.terminal.connect({ deadlineMs: 5000 }));
    expect(first.is).toBe('connected');
    expect(await b.clock.until(b.terminal.connect({ deadlineMs: 2000 }))).toEqual({ is: 'timed-out' });
    expect(await b.clock.until(b.terminal.selfTest())).toEqual({ is: 'busy' });
    const waiting = b.terminal.connect({ deadlineMs: 5000 });
    if (first.is === 'connected') await b.clock.until(first.card.release());
    const second = await b.clock.until(waiting);
    expect(second.is).toBe('connected');
    if (second.is === 'connected') await b.clock.until(second.card.release());
    expect(await read(b)).toMatchObject({ is: 'read' });
  });
  test('called off while its card is being connected, does not keep it', async () => {
    const b = bench();
    b.line.latencyMs = 100;
    b.slot.lay({ is: 'social-security', card: holder });
    for (let afterMs = 0; afterMs < 1500; afterMs += 50) {
      const stop = new AbortController();
      const outcome = b.reader.read({ deadlineMs: 20_000, signal: stop.signal });
      await b.clock.pass(afterMs);
      stop.abort();
      expect(await b.clock.until(outcome)).toEqual({ is: 'cancelled' });
    }
    expect(await read(b)).toEqual({ is: 'read', card: holder });
  });
});

describe('trouble with the slot', () => {
  test('that falls silent is offline, before and during a read, and ready again when it speaks', async () => {
    const b = bench();
    await b.clock.until(b.reader.status());
    b.slot.setSilent(true);
    expect(await read(b)).toEqual({ is: 'offline', why: 'no-answer' });
    expect(await b.clock.until(b.reader.selfTest())).toEqual({ is: 'failed', why: 'no-answer' });
    b.slot.setSilent(false);
    b.slot.answerMs = 100;
    b.slot.lay({ is: 'social-security', card: holder });
    const outcome = b.reader.read({ deadlineMs: 20_000 });
    await b.clock.pass(350);
    b.slot.setSilent(true);
    expect(await b.clock.until(outcome)).toEqual({ is: 'offline', why: 'no-answer' });
    b.slot.setSilent(false);
    expect(await read(b)).toMatchObject({ is: 'read' });
  });
  test('a watcher learns of silence within half a minute', async () => {
    const b = bench();
    await b.clock.until(b.reader.status());
    const seen: string[] = [];
    const stop = b.reader.watch(({ is }) => seen.push(is));
    b.slot.setSilent(true);
    await b.clock.pass(30_000);
    stop();
    expect(seen).toEqual(['offline']);
  });
  test('a card that stops answering is lost, not waited for without end', async () => {
    const b = bench();
    b.slot.answerMs = 60_000;
    b.slot.lay({ is: 'social-security', card: holder });
    expect(await read(b)).toEqual({ is: 'lost-card' });
    expect(b.clock.now()).toBeLessThan(6000);
  });
  test('an answer that comes late is given to no later question', async () => {
    const { clock, near, far } = { clock: virtualClock(), ...wirePair() };
    const { ask } = vpcdExchange(near, clock);
    const said = (bytes: Uint8Array) => far.send(message(bytes));
    for (const lateMs of [0, 50, 200, 290]) {
      expect(await clock.until(ask(Uint8Array.of(4), { deadlineMs: 1000 }))).toEqual({ is: 'no-answer' });
      const next = ask(Uint8Array.of(4), { deadlineMs: 1000 });
      await clock.pass(lateMs);
      await said(Uint8Array.of(1, 1, 1));
      await clock.pass(700);
      await said(Uint8Array.of(2, 2, 2));
      expect(await clock.until(next)).toEqual({ is: 'answer', bytes: Uint8Array.of(2, 2, 2) });
    }
  });
  test('the text of one card never arrives as the answer to a later citizen', async () => {
    vi.setConfig({ testTimeout: 30_000 });
    let reads = 0;
    for (let stallMs = 100; stallMs <= 8000; stallMs += 100) {
      for (const from of [1, 10, 20, 40]) {
        const b = bench();
        await b.clock.until(b.reader.status());
        // From some answer on, everything sticks for a while and then comes out in order.
        const stuck: Uint8Array[] = [];
        let count = 0;
        let open = false;
        b.line.mangle = (chunk, to) => {
          if (to === 'far' || open || ++count < from) return chunk;
          if (count === from) b.clock.after(stallMs, () => { open = true; for (const late of stuck) void b.far.send(late); });
          stuck.push(chunk);
          return undefined;
        };
        b.slot.lay({ is: 'social-security', card: holder });
        await read(b, stallMs % 3 === 0 ? 4000 : 400);
        b.slot.pull();
        b.slot.lay({ is: 'social-security', card: rare });
        for (let tries = 0; tries < 8; tries++) {
          const second = await read(b, 8000);
          if (second.is !== 'read') continue;
          expect(second.card).toEqual(rare);
          reads++;
          break;
        }
      }
    }
    expect(reads).toBe(320);
  });
});

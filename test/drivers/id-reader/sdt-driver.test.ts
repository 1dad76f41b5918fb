import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { IdCard, IdReaderStatus, ReadOutcome } from '../../../drivers/id-reader/port.ts';
import { commandBytes, frame } from '../../../drivers/id-reader/sdt/codec.ts';
import { simSam } from '../../../drivers/id-reader/sdt/device.ts';
import { sdtReader } from '../../../drivers/id-reader/sdt/driver.ts';
import { encodeResident } from '../../../drivers/id-reader/sdt/text.ts';
import { joined } from '../../../drivers/transport/bytes.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import { testIdReader } from '../contract/id-reader.ts';
import { elder, foreigner, foreigner2023, permit, person } from '../people.ts';
import { virtualClock } from '../virtual-clock.ts';
import { absent, publishedCard, said } from './published-vectors.ts';

function bench(ask: { baud?: number; fragmentBytes?: number } = {}) {
  const clock = virtualClock();
  const { near, far, line } = wirePair({ clock });
  const sam = simSam(far, { clock, ...ask });
  return { clock, line, near, far, sam, reader: sdtReader(near, { clock }) };
}
const read = ({ clock, reader }: ReturnType<typeof bench>, deadlineMs = 20_000): Promise<ReadOutcome> => clock.until(reader.read({ deadlineMs }));

for (const [name, ask] of Object.entries({ 'SDT': {}, 'SDT at 115200 baud in pieces of 7': { baud: 115_200, fragmentBytes: 7 } })) {
  testIdReader(name, () => {
    const { clock, sam, reader } = bench(ask);
    return {
      clock,
      reader,
      lay: sam.layCard,
      layOfKind: (letter) => sam.layCard(encodeResident(person, letter)),
      pull: sam.pullCard,
      setSilent: (silent) => sam.setFault(silent ? 'mute' : null),
    };
  });
}

describe('the address', () => {
  test('is the new one when the card carries one', async () => {
    const b = bench();
    b.sam.layCard(person, { newAddress: '山东省枣庄市示范区新路3号' });
    expect(await read(b)).toEqual({ is: 'read', card: { ...person, address: '山东省枣庄市示范区新路3号' } });
  });
  test('is the printed one when the new one is blank, or the module knows no such command', async () => {
    const b = bench();
    b.sam.layCard(person, { newAddress: '' });
    expect(await read(b)).toEqual({ is: 'read', card: person });
    const old = bench();
    old.line.mangle = (chunk, to) => (to === 'near' && chunk.at(-2) === 0x91 ? frame([0, 0, 0x21]) : chunk);
    old.sam.layCard(person);
    expect(await read(old)).toEqual({ is: 'read', card: person });
  });
  test('is not guessed when the card left before it was asked for', async () => {
    const b = bench();
    b.line.mangle = (chunk, to) => { if (to === 'near' && chunk.length > 1000) b.sam.pullCard(); return chunk; };
    b.sam.layCard(person);
    expect(await read(b)).toEqual({ is: 'lost-card' });
  });
});

describe('a card pulled', () => {
  test.each([0, 1, 5, 7, 100, 700, 1294])('after %i bytes of the read leaves the reader ready', async (bytes) => {
    const b = bench({ fragmentBytes: 64 });
    b.sam.layCard(person);
    b.sam.pullDuringRead(bytes);
    expect(await read(b)).toEqual({ is: 'lost-card' });
    expect(await b.clock.until(b.reader.status())).toEqual({ is: 'ready' });
    b.sam.layCard(person);
    expect(await read(b)).toEqual({ is: 'read', card: person });
  });
  test('between find and select just means waiting on', async () => {
    const b = bench();
    let once = true;
    b.line.mangle = (chunk, to) => { if (to === 'near' && chunk.at(-6) === 0x9f && once) { once = false; b.sam.pullCard(); } return chunk; };
    b.sam.layCard(person);
    const outcome = b.reader.read({ deadlineMs: 20_000 });
    await b.clock.pass(2000);
    b.sam.layCard(elder);
    expect(await b.clock.until(outcome)).toEqual({ is: 'read', card: elder });
  });
});

describe('a card that cannot be right', () => {
  test('is refused by the field, whose content appears nowhere in the outcome', async () => {
    const b = bench();
    b.sam.layCard({ ...person, number: person.number.slice(0, 17) + (person.number.endsWith('0') ? '1' : '0') });
    expect(await read(b)).toEqual({ is: 'bad-card', field: 'number' });
  });
  test.skipIf(absent)(said('the published J, I and Y cards are refused when only residents were asked for'), async () => {
    for (const [name, kind] of [['hkmotw_J', 'J'], ['foreign_I', 'I'], ['foreign_Y', 'Y']] as const) {
      const b = bench();
      b.sam.layCard(publishedCard(name));
      expect(await read(b)).toEqual({ is: 'unknown-card', kind });
    }
  });
  test('rare and private-use characters come through the driver unharmed', async () => {
    const b = bench({ fragmentBytes: 3 });
    const card = { ...person, name: '㛃𠮷䶮\ue815' };
    b.sam.layCard(card);
    expect(await read(b)).toEqual({ is: 'read', card });
  });
});

describe('trouble with the module', () => {
  test.each([['self-test', 'self-test-failed'], ['unauthorised', 'not-authorised'], ['mute', 'no-answer'], ['garbage', 'no-answer']] as const)('%s is offline: %s', async (fault, why) => {
    const b = bench();
    b.sam.setFault(fault);
    expect(await read(b)).toEqual({ is: 'offline', why });
    expect(await b.clock.until(b.reader.status())).toEqual({ is: 'offline', why });
    b.sam.setFault(null);
    b.sam.layCard(person);
    expect(await read(b)).toMatchObject({ is: 'read' });
  });
  test('a fault that appears while waiting ends the read', async () => {
    const b = bench();
    const outcome = b.reader.read({ deadlineMs: 20_000 });
    await b.clock.pass(3000);
    b.sam.setFault('self-test');
    expect(await b.clock.until(outcome)).toEqual({ is: 'offline', why: 'self-test-failed' });
  });
  test('an unplugged reader ends the read at once and comes back by itself', async () => {
    const b = bench();
    const seen: IdReaderStatus[] = [];
    await b.clock.until(b.reader.status());
    const stop = b.reader.watch((status) => seen.push(status));
    const outcome = b.reader.read({ deadlineMs: 20_000 });
    await b.clock.pass(1000);
    b.line.unplug();
    expect(await b.clock.until(outcome)).toEqual({ is: 'offline', why: 'no-wire' });
    expect(await b.clock.until(b.reader.status())).toEqual({ is: 'offline', why: 'no-wire' });
    b.line.plug();
    await b.clock.pass(100);
    stop();
    expect(seen).toEqual([{ is: 'offline', why: 'no-wire' }, { is: 'starting' }, { is: 'ready' }]);
  });
  test('one lost command and one lost answer are made good by asking again', async () => {
    for (const lost of ['near', 'far'] as const) {
      for (let nth = 0; nth < 6; nth++) {
        const b = bench();
        await b.clock.until(b.reader.status());
        let count = 0;
        b.line.mangle = (chunk, to) => (to === lost && count++ === nth ? undefined : chunk);
        b.sam.layCard(person);
        expect(await read(b)).toEqual({ is: 'read', card: person });
      }
    }
  });
  test('an answer damaged on the way is asked for again', async () => {
    const b = bench();
    let hurt = false;
    b.line.mangle = (chunk, to) => {
      if (to !== 'near' || chunk.length < 1000 || hurt) return chunk;
      hurt = true;
      return chunk.map((byte, i) => (i === 500 ? byte ^ 1 : byte));
    };
    b.sam.layCard(person);
    expect(await read(b)).toEqual({ is: 'read', card: person });
  });
});

test('the text of one card never arrives as the answer to a later citizen', async () => {
  let reads = 0;
  for (let stallMs = 100; stallMs <= 16_000; stallMs += 100) {
    const b = bench();
    await b.clock.until(b.reader.status());
    // From the answer to the read on, everything sticks in the module for a while and then comes out in order.
    const stuck: Uint8Array[] = [];
    let stalling: 'not yet' | 'now' | 'over' = 'not yet';
    b.line.mangle = (chunk, to) => {
      if (to === 'far' || stalling === 'over' || (stalling === 'not yet' && chunk.length < 1000)) return chunk;
      if (stalling === 'not yet') b.clock.after(stallMs, () => { stalling = 'over'; for (const late of stuck) void b.far.send(late); });
      stalling = 'now';
      stuck.push(chunk);
      return undefined;
    };
    b.sam.layCard(person);
    await read(b, stallMs % 3 === 0 ? 4000 : 400);
    b.sam.layCard(elder);
    for (let tries = 0; tries < 8; tries++) {
      const second = await read(b, 8000);
      if (second.is !== 'read') { b.sam.layCard(elder); continue; }
      expect(second.card).toEqual(elder);
      reads++;
      break;
    }
  }
  expect(reads).toBe(160);
});

describe('garbage on the line', () => {
  test('never rejects, never invents a card, and the reader recovers', async () => {
    vi.setConfig({ testTimeout: 20_000 });
    await fc.assert(fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 6 }), fc.boolean(), async (noise, lose) => {
      const b = bench();
      await b.clock.until(b.reader.status());
      let n = 0;
      b.line.mangle = (chunk, to) => (to === 'near' && n < noise.length ? joined(noise[n++]!, lose ? chunk.slice(0, chunk.length >> 1) : chunk) : chunk);
      b.sam.layCard(person);
      const outcome = await read(b);
      if (outcome.is === 'read') expect(outcome.card).toEqual(person);
      b.line.mangle = undefined;
      b.sam.pullCard();
      b.sam.layCard(elder);
      expect(await read(b)).toEqual({ is: 'read', card: elder });
    }), { numRuns: 300 });
  });
});

describe('kinds asked for', () => {
  const all = () => {
    const b = bench();
    return { ...b, reader: sdtReader(b.near, { clock: b.clock, kinds: ['resident', 'residence-permit', 'foreigner'] }) };
  };
  test.each<IdCard>([person, permit, foreigner, foreigner2023])('$kind $letter is handed over', async (card) => {
    const b = all();
    b.sam.layCard(card);
    expect(await b.clock.until(b.reader.read({ deadlineMs: 20_000 }))).toEqual({ is: 'read', card });
  });
  test('a moved permit holder has the new address; a foreigner is never asked for one', async () => {
    const b = all();
    b.sam.layCard(permit, { newAddress: '山东省枣庄市示范区新路3号' });
    expect(await b.clock.until(b.reader.read({ deadlineMs: 20_000 }))).toEqual({ is: 'read', card: { ...permit, address: '山东省枣庄市示范区新路3号' } });
    const asked = b.sam.heard.length;
    b.sam.layCard(foreigner);
    await b.clock.until(b.reader.read({ deadlineMs: 20_000 }));
    expect(b.sam.heard.slice(asked)).not.toContain('newAddress');
  });
  test('a letter nobody knows stays unknown', async () => {
    const b = all();
    b.sam.layCard(encodeResident(person, 'Q'));
    expect(await b.clock.until(b.reader.read({ deadlineMs: 20_000 }))).toEqual({ is: 'unknown-card', kind: 'Q' });
  });
});

describe('the photo', () => {
  test('is handed over only when asked for, 1,024 bytes as they came', async () => {
    const b = bench();
    b.sam.layCard(person);
    const shown = await b.clock.until(b.reader.read({ deadlineMs: 20_000, photo: true }));
    expect(shown.is === 'read' && shown.photo?.length).toBe(1024);
    expect(shown.is === 'read' && shown.photo?.[3]).toBe(21);
    b.sam.layCard(person);
    expect(Object.keys(await read(b))).toEqual(['is', 'card']);
  });
  test('may be missing: the card is read all the same', async () => {
    const b = bench();
    b.line.mangle = (chunk, to) => (to === 'near' && chunk.length === 1295 ? frame([0, 0, 0x90, 1, 0, 0, 0, ...chunk.subarray(14, 270)]) : chunk);
    b.sam.layCard(person);
    expect(await b.clock.until(b.reader.read({ deadlineMs: 20_000, photo: true }))).toEqual({ is: 'read', card: person });
  });
});

describe('the self-test', () => {
  test('resets the module, asks for its state and gives its number', async () => {
    const b = bench();
    await b.clock.until(b.reader.status());
    const asked = b.sam.heard.length;
    expect(await b.clock.until(b.reader.selfTest())).toEqual({ is: 'passed', device: '05.01-20042898-0012825249-4159100162' });
    expect(b.sam.heard.slice(asked)).toEqual(['reset', 'status', 'samId']);
    expect(await b.clock.until(b.reader.samId())).toBe('05.01-20042898-0012825249-4159100162');
  });
  test.each([['self-test', 'self-test-failed'], ['unauthorised', 'not-authorised'], ['mute', 'no-answer'], ['garbage', 'no-answer']] as const)('says what is wrong: %s', async (fault, why) => {
    const b = bench();
    b.sam.setFault(fault);
    expect(await b.clock.until(b.reader.selfTest())).toEqual({ is: 'failed', why });
    b.sam.setFault(null);
    expect(await b.clock.until(b.reader.selfTest())).toMatchObject({ is: 'passed' });
  });
  test('does not disturb a citizen who waits to be read', async () => {
    const b = bench();
    const outcome = b.reader.read({ deadlineMs: 20_000 });
    await b.clock.pass(1000);
    expect(await b.clock.until(b.reader.selfTest())).toEqual({ is: 'busy' });
    b.sam.layCard(person);
    expect(await b.clock.until(outcome)).toMatchObject({ is: 'read' });
    expect(b.sam.heard).not.toContain('reset');
  });
});

test('searches the field no oftener than every 300 ms, over reads and looks for a forgotten card, and never asks for fingerprints', async () => {
  const b = bench();
  const foundAtMs: number[] = [];
  const sent: string[] = [];
  b.line.mangle = (chunk, to) => {
    if (to === 'far') sent.push(Buffer.from(chunk.subarray(7, 9)).toString('hex'));
    if (to === 'far' && chunk[7] === commandBytes.find[0] && chunk[8] === commandBytes.find[1]) foundAtMs.push(b.clock.now());
    return chunk;
  };
  await read(b, 3000);
  await read(b, 50);
  for (let i = 0; i < 5; i++) await b.clock.until(b.reader.cardPresent());
  b.sam.layCard(person);
  await read(b, 3000);
  expect(foundAtMs.length).toBeGreaterThan(14);
  expect(Math.min(...foundAtMs.slice(1).map((at, i) => at - foundAtMs[i]!))).toBeGreaterThanOrEqual(300);
  expect(sent).not.toContain('3010');
});

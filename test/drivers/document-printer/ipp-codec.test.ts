import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jobFacts, printerFacts } from '../../../drivers/document-printer/ipp/answers.ts';
import { decodeIpp, encodeIpp, type IppMessage, numberOf, textsOf } from '../../../drivers/document-printer/ipp/codec.ts';
import { simIppPrinter } from '../../../drivers/document-printer/ipp/device.ts';
import { ippRequests } from '../../../drivers/document-printer/ipp/requests.ts';
import { joined } from '../../../drivers/transport/bytes.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const ascii = (text: string) => Buffer.from(text).toString('hex');

// RFC 8010 A.1 (Print-Job request), shortened.
const printJob = `0101 0002 00000001 01
  47 0012 ${ascii('attributes-charset')} 0005 ${ascii('utf-8')}
  48 001b ${ascii('attributes-natural-language')} 0005 ${ascii('en-us')}
  45 000b ${ascii('printer-uri')} 002c ${ascii('ipp://printer.example.com/ipp/print/pinetree')}
  02 21 0006 ${ascii('copies')} 0004 00000014
  44 0005 ${ascii('sides')} 0013 ${ascii('two-sided-long-edge')}
  03 25504446`;

describe('the example of RFC 8010', () => {
  const decoded = decodeIpp(hex(printJob));
  test('is read', () => {
    expect(decoded).toMatchObject({ ok: true, value: { version: [1, 1], code: 2, requestId: 1, groups: [{ tag: 1 }, { tag: 2 }] } });
    if (!decoded.ok) return;
    expect(numberOf(decoded.value, 2, 'copies')).toBe(20);
    expect(textsOf(decoded.value, 2, 'sides')).toEqual(['two-sided-long-edge']);
    expect(Buffer.from(decoded.value.data).toString()).toBe('%PDF');
  });
  test('is written back byte for byte', () => expect(decoded.ok && Buffer.from(encodeIpp(decoded.value)).toString('hex')).toBe(printJob.replaceAll(/\s/g, '')));
});

const value = fc.oneof(
  fc.record({ tag: fc.constantFrom(0x21, 0x23), value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) }),
  fc.record({ tag: fc.constant(0x22), value: fc.boolean() }),
  fc.record({ tag: fc.constantFrom(0x35, 0x36, 0x41, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49), value: fc.string({ unit: 'grapheme', maxLength: 30 }) }),
  fc.record({ tag: fc.constantFrom(0x12, 0x13, 0x30, 0x31, 0x32, 0x33), value: fc.uint8Array({ maxLength: 12 }) }),
);
const message: fc.Arbitrary<IppMessage> = fc.record({
  version: fc.tuple(fc.nat({ max: 255 }), fc.nat({ max: 255 })),
  code: fc.nat({ max: 0xffff }),
  requestId: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  groups: fc.array(fc.record({
    tag: fc.constantFrom(1, 2, 4, 5),
    attributes: fc.array(fc.record({ name: fc.string({ minLength: 1, maxLength: 20 }), values: fc.array(value, { minLength: 1, maxLength: 4 }) }), { maxLength: 4 }),
  }), { maxLength: 3 }),
  data: fc.uint8Array({ maxLength: 40 }),
});

describe('any bytes', () => {
  test('every message reads back as written', () => {
    fc.assert(fc.property(message, (written) => {
      expect(decodeIpp(encodeIpp(written))).toEqual({ ok: true, value: written });
    }), { numRuns: 2000 });
  });
  test('random bytes never throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => { decodeIpp(bytes); }), { numRuns: 10_000 });
  });
  test('a message cut short or changed never throws, and a cut one is never whole', () => {
    fc.assert(fc.property(message, fc.nat(), fc.nat({ max: 255 }), (written, where, change) => {
      const whole = encodeIpp({ ...written, data: new Uint8Array(0) });
      expect(decodeIpp(whole.slice(0, where % whole.length)).ok).toBe(false);
      whole[where % whole.length] = change;
      decodeIpp(whole);
    }), { numRuns: 10_000 });
  });
  test('a real printer\'s answers, changed in up to six places or cut, are read without a throw, and in the kiosk\'s words', () => {
    const device = simIppPrinter({ pagesOf: () => 2 });
    const requests = ippRequests('ipp://printer.example/ipp/print', 'kiosk');
    const answers = [requests.printer(), requests.create('a', []), requests.send(1, Uint8Array.of(1)), requests.job(1), requests.cancel(1)].map(({ bytes }) => device.answer(bytes));
    const states = new Set(['ready', 'no-paper', 'no-toner', 'cover-open', 'jam', 'no-pdf', 'error', 'offline']);
    let readable = 0;
    fc.assert(fc.property(fc.constantFrom(...answers), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 6 }), fc.option(fc.nat(), { freq: 5 }), (answer, changes, cut) => {
      const bytes = answer.slice();
      for (const [where, change] of changes) bytes[where % bytes.length] = change;
      const decoded = decodeIpp(cut === null ? bytes : bytes.slice(0, cut % bytes.length));
      if (!decoded.ok) return;
      readable++;
      const { status, makeAndModel } = printerFacts(decoded.value);
      expect([states.has(status.is), makeAndModel.length < 128]).toEqual([true, true]);
      const job = jobFacts(decoded.value, 1);
      if (job?.impressions !== undefined) expect(job.impressions).toBeGreaterThanOrEqual(0);
    }), { numRuns: 20_000 });
    expect(readable).toBeGreaterThan(1000);
  });
  test('an endless list of attributes is refused', () => {
    const endless = joined(hex('0200 0000 00000001 01'), ...Array.from({ length: 6000 }, () => hex(`44 0001 ${ascii('a')} 0001 ${ascii('b')}`)), hex('03'));
    expect(decodeIpp(endless)).toEqual({ ok: false, why: 'too-large' });
  });
  test('a value before any group or any name is refused', () => {
    expect(decodeIpp(hex('0200 0000 00000001 44 0001 61 0001 62 03'))).toEqual({ ok: false, why: 'malformed' });
    expect(decodeIpp(hex('0200 0000 00000001 01 44 0000 0001 62 03'))).toEqual({ ok: false, why: 'malformed' });
    expect(decodeIpp(hex('0200 0000 00000001 01 21 0001 61 0002 0001 03'))).toEqual({ ok: false, why: 'malformed' });
  });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, answerSearch, crc16, encodeAnswer, encodeQuestion, type Question, questionSearch } from '../../../drivers/modbus-io/codec.ts';
import { joined } from '../../../drivers/transport/bytes.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const shown = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').replaceAll(/(..)(?!$)/g, '$1 ');
const answered = (question: Question, ...chunks: Uint8Array[]): Answer | undefined => {
  const search = answerSearch(1, question);
  return chunks.map((chunk) => search.push(chunk)).find(Boolean);
};

const number = fc.integer({ min: 0, max: 0xffff });
const question: fc.Arbitrary<Question> = fc.oneof(
  fc.record({ is: fc.constantFrom('read-coils', 'read-inputs'), from: number, count: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ is: fc.constant('write-coil'), at: number, on: fc.boolean() }),
  fc.record({ is: fc.constant('write-coils'), from: number, bits: fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }) }),
);
const exchange = question.chain((asked) => fc.record({
  asked: fc.constant(asked),
  answer: fc.oneof(
    asked.is === 'read-coils' || asked.is === 'read-inputs' ? fc.array(fc.boolean(), { minLength: asked.count, maxLength: asked.count }).map((bits): Answer => ({ is: 'bits', bits })) : fc.constant<Answer>({ is: 'written' }),
    fc.integer({ min: 1, max: 11 }).map((code): Answer => ({ is: 'exception', code })),
  ),
}));
const cut = (bytes: Uint8Array, size: number) => Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(i * size, (i + 1) * size));

describe('frames as the standard prints them', () => {
  test('the check sum of the standard (Serial Line V1.02, 6.2.2: 02 07 gives 1241) and of CRC-16/MODBUS\'s check string', () => {
    expect(crc16([0x02, 0x07])).toBe(0x1241);
    expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x4b37);
  });
  test.each<[string, Question, string]>([
    ['read 19 coils from 19 on (V1.1b3, 6.1)', { is: 'read-coils', from: 0x13, count: 0x13 }, '01 01 00 13 00 13'],
    ['read 22 inputs from 196 on (6.2)', { is: 'read-inputs', from: 0xc4, count: 0x16 }, '01 02 00 c4 00 16'],
    ['write coil 172 on (6.5)', { is: 'write-coil', at: 0xac, on: true }, '01 05 00 ac ff 00'],
    ['write 10 coils from 19 on (6.11)', { is: 'write-coils', from: 0x13, bits: [...'1011001110'].map((bit) => bit === '1') }, '01 0f 00 13 00 0a 02 cd 01'],
  ])('%s', (_name, asked, body) => {
    const frame = encodeQuestion(1, asked);
    expect(shown(frame.subarray(0, -2))).toBe(body);
    expect(crc16(frame.subarray(0, -2))).toBe(frame.at(-2)! | (frame.at(-1)! << 8));
  });
  test('a relay board\'s published frames, check sum and all', () => {
    expect(shown(encodeQuestion(1, { is: 'write-coil', at: 0, on: true }))).toBe('01 05 00 00 ff 00 8c 3a');
    expect(shown(encodeQuestion(1, { is: 'write-coil', at: 0, on: false }))).toBe('01 05 00 00 00 00 cd ca');
    expect(shown(encodeQuestion(1, { is: 'read-coils', from: 0, count: 8 }))).toBe('01 01 00 00 00 08 3d cc');
    expect(shown(encodeQuestion(1, { is: 'read-inputs', from: 0, count: 8 }))).toBe('01 02 00 00 00 08 79 cc');
  });
  test('the answer of 6.1: coils 20 to 38, the first in the lowest bit', () => {
    const bits = [...'1011001111010110101'].map((bit) => bit === '1');
    expect(shown(encodeAnswer(1, { is: 'read-coils', from: 0x13, count: 0x13 }, { is: 'bits', bits }).subarray(0, -2))).toBe('01 01 03 cd 6b 05');
  });
  test('a refusal carries its code', () => {
    expect(answered({ is: 'read-coils', from: 0, count: 8 }, hex('01 81 02 c1 91'))).toEqual({ is: 'exception', code: 2 });
  });
});

describe('an answer', () => {
  test('of another board, to another question or with a bit turned is none', () => {
    const asked: Question = { is: 'write-coil', at: 3, on: true };
    expect(answered(asked, encodeAnswer(2, asked, { is: 'written' }))).toBeUndefined();
    expect(answered(asked, encodeAnswer(1, { is: 'write-coil', at: 4, on: true }, { is: 'written' }))).toBeUndefined();
    expect(answered(asked, encodeAnswer(1, { is: 'write-coil', at: 3, on: false }, { is: 'written' }))).toBeUndefined();
    expect(answered({ is: 'read-coils', from: 0, count: 8 }, encodeAnswer(1, { is: 'read-inputs', from: 0, count: 8 }, { is: 'bits', bits: [true] }))).toBeUndefined();
    expect(answered({ is: 'read-inputs', from: 0, count: 9 }, encodeAnswer(1, { is: 'read-inputs', from: 0, count: 8 }, { is: 'bits', bits: [true] }))).toBeUndefined();
  });
  test('our own question, heard back from the line, is no reading', () => {
    const asked: Question = { is: 'read-inputs', from: 0, count: 8 };
    expect(answered(asked, encodeQuestion(1, asked))).toBeUndefined();
  });
});

describe('whatever arrives', () => {
  test('an answer is found behind any noise, however cut, and is the one that was sent', () => {
    fc.assert(fc.property(exchange, fc.uint8Array({ maxLength: 80 }), fc.integer({ min: 1, max: 9 }), ({ asked, answer }, noise, size) => {
      expect(answered(asked, ...cut(noise, size), ...cut(encodeAnswer(1, asked, answer), size))).toEqual(answer);
    }), { numRuns: 10_000 });
  });
  test('noise alone never throws and is never an answer', () => {
    // Of noise made of the bytes that frames begin with, one in 65,536 places fits its check sum by chance; the seed is one without.
    const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(1, 2, 5, 15, 0x81, 0x82, 0x85, 0x8f, 0, 0xff));
    fc.assert(fc.property(question, fc.array(byte, { maxLength: 300 }), fc.integer({ min: 1, max: 64 }), (asked, noise, size) => {
      expect(answered(asked, ...cut(Uint8Array.from(noise), size))).toBeUndefined();
    }), { numRuns: 10_000, seed: 20261125 });
  });
  test('an answer with one to three bits turned is never taken for another', () => {
    fc.assert(fc.property(exchange, fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 3 }), ({ asked, answer }, turned) => {
      const frame = encodeAnswer(1, asked, answer);
      const bits = new Set(turned.map((bit) => bit % (frame.length * 8)));
      for (const bit of bits) frame[bit >> 3]! ^= 1 << (bit & 7);
      expect(answered(asked, frame)).toBeUndefined();
    }), { numRuns: 10_000 });
  });
  test('a question is understood by the board whole, in its place, behind any noise', () => {
    fc.assert(fc.property(fc.array(question, { minLength: 1, maxLength: 3 }), fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (asked, noise, size) => {
      const search = questionSearch();
      const heard = cut(joined(noise, ...asked.map((one) => encodeQuestion(7, one))), size).flatMap((chunk) => search.push(chunk));
      expect(heard.slice(-asked.length)).toEqual(asked.map((one) => ({ unit: 7, code: { 'read-coils': 1, 'read-inputs': 2, 'write-coil': 5, 'write-coils': 15 }[one.is], question: one })));
    }), { numRuns: 10_000 });
  });
  test('a stream without end takes no memory on either side', () => {
    const [search, board] = [answerSearch(1, { is: 'read-coils', from: 0, count: 8 }), questionSearch()];
    for (let i = 0; i < 200; i++) { expect(search.push(new Uint8Array(4096).fill(1))).toBeUndefined(); expect(board.push(new Uint8Array(4096).fill(0x0f))).toEqual([]); }
  });
});

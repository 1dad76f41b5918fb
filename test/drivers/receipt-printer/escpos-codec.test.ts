import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PrinterReply, problemIn, realTimeFlags, replyParser } from '../../../drivers/receipt-printer/escpos/codec.ts';

const parse = (...bytes: number[]): PrinterReply[] => replyParser().push(Uint8Array.from(bytes));
const clear = { offline: false, coverOpen: false, paperLow: false, paperEnd: false, cutter: false, unrecoverable: false, recoverable: false };

describe('replies on the shared stream', () => {
  test('a report of four bytes', () => {
    expect(parse(0x10, 0, 0, 0)).toEqual([{ is: 'report', flags: clear }]);
    expect(parse(0x38, 0, 0, 0)).toMatchObject([{ flags: { offline: true, coverOpen: true } }]);
    expect(parse(0x18, 0x08, 0, 0)).toMatchObject([{ flags: { cutter: true } }]);
    expect(parse(0x18, 0x20, 0, 0)).toMatchObject([{ flags: { unrecoverable: true } }]);
    expect(parse(0x18, 0x40, 0, 0)).toMatchObject([{ flags: { recoverable: true } }]);
    expect(parse(0x10, 0, 0x03, 0)).toMatchObject([{ flags: { paperLow: true, paperEnd: false } }]);
    expect(parse(0x18, 0, 0x0f, 0)).toMatchObject([{ flags: { paperLow: true, paperEnd: true } }]);
  });
  test('a real-time answer, XOFF and XON inside a report do not spoil it', () => {
    expect(parse(0x10, 0x12, 0, 0x13, 0, 0x11, 0).map(({ is }) => is)).toEqual(['real-time', 'hold', 'go', 'report']);
  });
  test('a report broken off does not swallow the next one', () => {
    expect(parse(0x10, 0, 0x38, 0, 0, 0)).toMatchObject([{ is: 'report', flags: { coverOpen: true } }]);
  });
  test('a block of text is not taken for confirmations', () => {
    expect(parse(0x5f, ...Buffer.from('EPSON'), 0, 0x00)).toEqual([{ is: 'drained', paperEnd: false }]);
  });
  test('a cleared buffer is told by a block of its own', () => {
    expect(parse(0x37, 0x25, 0x00, 0x00)).toEqual([{ is: 'cleared' }, { is: 'drained', paperEnd: false }]);
    expect(parse(0x37, 0x22, 0x30, 0x31, 0x00, 0x00)).toEqual([{ is: 'drained', paperEnd: false }]);
  });
  test('an answer to GS r with the paper end sensor says so', () => {
    expect(parse(0x0f)).toEqual([{ is: 'drained', paperEnd: true }]);
    expect(parse(0x03)).toEqual([{ is: 'drained', paperEnd: false }]);
  });
  test('nothing makes it throw, however cut, and cutting changes nothing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat({ max: 60 }), (bytes, cut) => {
      const parser = replyParser();
      expect([...parser.push(bytes.slice(0, cut)), ...parser.push(bytes.slice(cut))]).toEqual(parse(...bytes));
    }), { numRuns: 10_000 });
  });
});

test.each([
  [[0x12, 0x12, 0x12, 0x12], undefined],
  [[0x1a, 0x16, 0x12, 0x12], { is: 'cover-open' }],
  [[0x1a, 0x32, 0x12, 0x7e], { is: 'no-paper' }],
  [[0x12, 0x12, 0x12, 0x1e], undefined],
  [[0x1a, 0x52, 0x1a, 0x12], { is: 'cutter' }],
  [[0x1a, 0x52, 0x32, 0x12], { is: 'error', recoverable: false }],
  [[0x1a, 0x52, 0x52, 0x12], { is: 'error', recoverable: true }],
  [[0x1a, 0x12, 0x12, 0x12], { is: 'error', recoverable: true }],
])('DLE EOT answers %j mean %j', (bits, problem) => expect(problemIn(realTimeFlags(bits))).toEqual(problem));

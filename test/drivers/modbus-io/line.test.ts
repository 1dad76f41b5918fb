import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boardOn } from '../../../drivers/modbus-io/board.ts';
import { crc16, type Question } from '../../../drivers/modbus-io/codec.ts';
import { simBoard } from '../../../drivers/modbus-io/device.ts';
import { modbusLine } from '../../../drivers/modbus-io/line.ts';
import { fileWire, noPty, ptyPair } from '../pty.ts';
import { boardBench } from './bench.ts';

const read: Question = { is: 'read-inputs', from: 0, count: 8 };
const bits = (text: string) => ({ is: 'bits', bits: [...text].map((bit) => bit === '1') });

describe('the master of a line', () => {
  test('asks one question at a time, with silence of 3.5 characters between frames', async () => {
    const b = boardBench({ latencyMs: 10 });
    const line = modbusLine(b.near, { clock: b.clock });
    const sentMs: number[] = [];
    const answeredMs: number[] = [];
    b.far.listen(() => sentMs.push(b.clock.now() - 10));
    b.near.listen(() => answeredMs.push(b.clock.now()));
    b.board.setInput(2, true);
    const all = Promise.all([line.ask(1, read), line.ask(1, { is: 'write-coil', at: 0, on: true }), line.ask(1, read)]);
    expect(await b.clock.until(all)).toEqual([bits('00100000'), { is: 'written' }, bits('00100000')]);
    expect(sentMs.slice(1).map((at, i) => at - answeredMs[i]!)).toEqual([5, 5]);
  });
  test('asks again when an answer was damaged or lost, and gives up after three times within a second', async () => {
    const b = boardBench();
    const line = modbusLine(b.near, { clock: b.clock });
    b.board.setFault('crc');
    b.clock.after(400, () => b.board.setFault(null));
    expect(await b.clock.until(line.ask(1, read))).toEqual(bits('00000000'));
    b.board.setFault('silent');
    const fromMs = b.clock.now();
    const heard = b.board.heard.length;
    expect(await b.clock.until(line.ask(1, read))).toEqual({ is: 'no-answer' });
    expect(b.clock.now() - fromMs).toBeLessThanOrEqual(1000);
    expect(b.board.heard.length - heard).toBe(3);
  });
  test('waits for a board that says it is busy, and tells of one that refuses', async () => {
    const b = boardBench();
    const line = modbusLine(b.near, { clock: b.clock });
    b.board.setFault('busy');
    b.clock.after(150, () => b.board.setFault(null));
    expect(await b.clock.until(line.ask(1, read))).toEqual(bits('00000000'));
    expect(await b.clock.until(line.ask(1, { is: 'read-coils', from: 4, count: 8 }))).toEqual({ is: 'exception', code: 2 });
    expect(b.board.heard.filter(({ is }) => is === 'read-coils')).toHaveLength(1);
  });
  test('does not take an answer that came too late for the next one', async () => {
    const b = boardBench();
    const line = modbusLine(b.near, { clock: b.clock });
    b.board.setInput(0, true);
    b.board.answerMs = 950;
    expect(await b.clock.until(line.ask(1, read))).toEqual({ is: 'no-answer' });
    b.board.answerMs = 0;
    await b.clock.pass(2000);
    b.board.setInput(0, false);
    expect(await b.clock.until(line.ask(1, read))).toEqual(bits('00000000'));
  });
  test('says at once that the wire is gone, and asks again when it is back', async () => {
    const b = boardBench({ latencyMs: 50 });
    const line = modbusLine(b.near, { clock: b.clock });
    const asked = line.ask(1, read);
    await b.clock.pass(20);
    b.setUnplugged(true);
    expect(await b.clock.until(asked)).toEqual({ is: 'no-wire' });
    expect(b.clock.now()).toBeLessThan(100);
    b.setUnplugged(false);
    expect(await b.clock.until(line.ask(1, read))).toEqual(bits('00000000'));
  });
  test('whatever comes over the wire, nothing throws, every question ends, and the next good answer is right', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 0, max: 400 })), { maxLength: 8 }), fc.integer({ min: 0, max: 5 }), async (noise, chunkBytes) => {
      const b = boardBench({ chunkBytes });
      const line = modbusLine(b.near, { clock: b.clock });
      b.board.setInput(5, true);
      b.board.setFault('silent');
      const during = line.ask(1, read);
      for (const [bytes, afterMs] of noise) { await b.far.send(bytes); await b.clock.pass(afterMs); }
      expect(['no-answer', 'bits', 'exception']).toContain((await b.clock.until(during)).is);
      b.board.setFault(null);
      expect(await b.clock.until(line.ask(1, read))).toEqual(bits('00000100'));
    }), { numRuns: 500 });
  });
});

describe('a board', () => {
  test('is one for all that name its wire, and another for another address on the same line', () => {
    const b = boardBench();
    expect(boardOn(b.near, { clock: b.clock })).toBe(boardOn(b.near, { clock: b.clock }));
    expect(boardOn(b.near, { clock: b.clock, unit: 2 })).not.toBe(boardOn(b.near, { clock: b.clock }));
  });
  test('refuses a function it does not know, as soon as the line is silent behind it', async () => {
    const b = boardBench();
    const said: number[][] = [];
    b.near.listen((bytes) => said.push([...bytes]));
    const body = [1, 0x2b, 0x0e, 1, 0];
    const sum = crc16(body);
    await b.near.send(Uint8Array.of(...body, sum & 0xff, sum >> 8));
    await b.clock.pass(100);
    expect(said.map((bytes) => bytes.slice(0, 3))).toEqual([[1, 0xab, 1]]);
  });
  test('does what is told to all, and answers nothing', async () => {
    const b = boardBench();
    const said: Uint8Array[] = [];
    b.near.listen((bytes) => said.push(bytes));
    const line = modbusLine(b.near, { clock: b.clock });
    expect(await b.clock.until(line.ask(0, { is: 'write-coil', at: 2, on: true }))).toEqual({ is: 'no-answer' });
    expect([b.board.coils[2], said]).toEqual([true, []]);
  });
});

describe.skipIf(noPty !== undefined)(`over a real pseudo-terminal${noPty ? ` (skipped: ${noPty})` : ''}`, () => {
  test('a board is read and written byte by byte, survives garbage, and is gone when the line is torn', async () => {
    const pty = await ptyPair();
    try {
      const wire = fileWire(pty.near);
      const board = simBoard(fileWire(pty.far));
      board.fragmentBytes = 1;
      const line = modbusLine(wire);
      board.setInput(3, true);
      expect(await line.ask(1, read)).toEqual(bits('00010000'));
      expect(await line.ask(1, { is: 'write-coils', from: 2, bits: [true, false, true] })).toEqual({ is: 'written' });
      expect(board.coils.map(Number)).toEqual([0, 0, 1, 0, 1, 0, 0, 0]);
      board.setFault('noise');
      expect(await line.ask(1, { is: 'read-coils', from: 0, count: 8 })).toEqual(bits('00101000'));
      const asked = line.ask(1, read);
      board.setFault('silent');
      await pty.cut();
      expect(['no-wire', 'no-answer', 'bits']).toContain((await asked).is);
      await expect.poll(async () => (await line.ask(1, read)).is).toBe('no-wire');
    } finally { await pty.close(); }
  });
});

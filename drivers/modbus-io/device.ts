import { pieces } from '../transport/bytes.ts';
import { type Clock, systemClock } from '../transport/clock.ts';
import { listeners } from '../transport/listeners.ts';
import type { Wire } from '../transport/wire.ts';
import { type Answer, encodeAnswer, encodeQuestion, exceptionFrame, exceptions, type Heard, type Question, questionSearch } from './codec.ts';

/** `silent` hears and says nothing; `crc` spoils every check sum; `noise` puts noise in front of each answer; `garbage` answers nothing else; `failure` and `busy` are exceptions 04 and 06. */
export type BoardFault = 'silent' | 'crc' | 'noise' | 'garbage' | 'failure' | 'busy';

/** A simulated board of relays and inputs at the other end of a wire. */
export interface SimBoard {
  /** Whether each coil is on: the lamps. */
  readonly coils: readonly boolean[];
  readonly inputs: readonly boolean[];
  setInput(channel: number, on: boolean): void;
  /** Power off and on again: all coils fall. */
  restart(): void;
  setFault(fault: BoardFault | null): void;
  /** Calls back whenever a coil changes. */
  watchCoils(onChange: (change: { readonly channel: number; readonly on: boolean }) => void): () => void;
  /** Questions understood so far, the last thousands of them. */
  readonly heard: readonly Question[];
  /** Splits each answer into pieces of so many bytes; 0 leaves it whole. */
  fragmentBytes: number;
  /** Delays every answer, in ms. */
  answerMs: number;
}

/** Longer than 3.5 characters at any speed in use: a wire of ours may deliver a frame in parts. */
const silenceMs = 50;

export function simBoard(wire: Wire, { clock = systemClock, unit = 1, coils: coilCount = 8, inputs: inputCount = 8 }: { clock?: Clock; unit?: number; coils?: number; inputs?: number } = {}): SimBoard {
  const search = questionSearch();
  const changes = listeners<{ readonly channel: number; readonly on: boolean }>();
  const heard: Question[] = [];
  const coils = Array.from({ length: coilCount }, () => false);
  const inputs = Array.from({ length: inputCount }, () => false);
  let fault: BoardFault | null = null;
  let callOff: (() => void) | undefined;

  wire.listen((bytes) => {
    callOff?.();
    callOff = clock.after(silenceMs, () => { const unknown = search.silence(); if (unknown) hear(unknown); });
    for (const one of search.push(bytes)) hear(one);
  });

  function hear({ unit: to, code, question }: Heard) {
    const known = typeof question === 'object';
    // To everybody (0): done and not answered, as the standard has it.
    if (to !== unit && !(to === 0 && known)) return;
    if (known && heard.push(question) > 10_000) heard.splice(0, 5000);
    if (fault === 'silent') return;
    const frame = fault === 'garbage' ? noise : known ? encodeAnswer(unit, question, act(question)) : exceptionFrame(unit, code, question === 'unknown' ? exceptions.illegalFunction : exceptions.illegalValue);
    if (to === 0) return;
    const spoilt = fault === 'crc' ? frame.with(frame.length - 1, frame.at(-1)! ^ 0x5a) : frame;
    say(fault === 'noise' && known ? Uint8Array.of(...noise, ...encodeQuestion(unit + 1, question), ...spoilt) : spoilt);
  }
  function say(bytes: Uint8Array) {
    const send = () => { for (const part of pieces(bytes, board.fragmentBytes)) void wire.send(part); };
    if (board.answerMs > 0) clock.after(board.answerMs, send);
    else send();
  }
  function act(question: Question): Answer {
    const { from, count } = question.is === 'write-coil' ? { from: question.at, count: 1 } : { from: question.from, count: question.is === 'write-coils' ? question.bits.length : question.count };
    if (from + count > (question.is === 'read-inputs' ? inputs : coils).length) return { is: 'exception', code: exceptions.illegalAddress };
    if (fault === 'failure' || fault === 'busy') return { is: 'exception', code: fault === 'busy' ? exceptions.busy : exceptions.deviceFailure };
    switch (question.is) {
      case 'read-coils': return { is: 'bits', bits: coils.slice(from, from + count) };
      case 'read-inputs': return { is: 'bits', bits: inputs.slice(from, from + count) };
      case 'write-coil': turn(from, question.on); return { is: 'written' };
      case 'write-coils': question.bits.forEach((on, i) => turn(from + i, on)); return { is: 'written' };
    }
  }
  function turn(channel: number, on: boolean) {
    if (coils[channel] === on) return;
    coils[channel] = on;
    changes.tell({ channel, on });
  }

  const board: SimBoard = {
    coils, inputs, heard, fragmentBytes: 0, answerMs: 0,
    setInput(channel, on) { if (channel < inputs.length) inputs[channel] = on; },
    restart() { coils.forEach((_, channel) => turn(channel, false)); },
    setFault(next) { fault = next; },
    watchCoils: changes.add,
  };
  return board;
}

/** The beginning of an answer, another board's, and nonsense. */
const noise = Uint8Array.of(0x01, 0x02, 0x01, 0x00, 0x02, 0x01, 0x01, 0x81, 0xff, 0x00);

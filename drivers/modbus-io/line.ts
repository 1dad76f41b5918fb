import { type Clock, pause, systemClock } from '../transport/clock.ts';
import { oneAtATime } from '../transport/lock.ts';
import type { Wire } from '../transport/wire.ts';
import { type Answer, answerSearch, encodeQuestion, exceptions, type Question } from './codec.ts';

export type Asked = Answer | { readonly is: 'no-answer' } | { readonly is: 'no-wire' };

/** Serial Line V1.02, 2.5.1.1: at least 3.5 characters between frames; 4 ms at 9600 baud, and a line slower than that is not in use. */
const silenceMs = 5;
/** A board answers within some ms; the rest is for the way, which may be a socket. */
const patienceMs = 300;
/** All questions used here may be repeated: reading changes nothing, and a coil is set to a state, not turned over. */
const tries = 3;

export interface ModbusLine {
  /** Asks one board, after whoever asked before. Takes a second at most once it is its turn. */
  ask(unit: number, question: Question): Promise<Asked>;
}

/** The one master of a line: one question at a time, silence before each, tried again when no right answer came. */
export function modbusLine(wire: Wire, { clock = systemClock }: { clock?: Clock } = {}): ModbusLine {
  const inTurn = oneAtATime();
  let lastMs = -Infinity;
  let search: ReturnType<typeof answerSearch> | undefined;
  let settle: (asked: Asked) => void = () => {};

  // What arrives while nobody asked is an answer too late or noise: it only keeps the line from being silent.
  wire.listen((bytes) => {
    lastMs = clock.now();
    const answer = search?.push(bytes);
    if (answer) settle(answer);
  });
  wire.watch((state) => { if (state !== 'open') settle({ is: 'no-wire' }); });

  async function once(unit: number, question: Question): Promise<Asked> {
    const quietMs = lastMs + silenceMs - clock.now();
    if (quietMs > 0) await pause(clock, quietMs);
    if (wire.state !== 'open') return { is: 'no-wire' };
    const outcome = new Promise<Asked>((resolve) => { settle = resolve; });
    search = answerSearch(unit, question);
    const callOff = clock.after(patienceMs, () => settle({ is: 'no-answer' }));
    void wire.send(encodeQuestion(unit, question)).then((sent) => (sent === 'closed' ? settle({ is: 'no-wire' }) : undefined));
    const asked = await outcome;
    search = undefined;
    callOff();
    return asked;
  }
  const again = (asked: Asked) => asked.is === 'no-answer' || (asked.is === 'exception' && (asked.code === exceptions.busy || asked.code === exceptions.acknowledge));

  return {
    ask: (unit, question) => inTurn(async () => {
      let asked = await once(unit, question);
      for (let left = tries - 1; left > 0 && again(asked); left--) {
        if (asked.is === 'exception') await pause(clock, 100);
        asked = await once(unit, question);
      }
      return asked;
    }),
  };
}

import { type Clock, pause } from '../../transport/clock.ts';
import { oneAtATime } from '../../transport/lock.ts';
import type { Wire } from '../../transport/wire.ts';
import { message, messageParser } from './codec.ts';

export type Asked = { readonly is: 'answer'; readonly bytes: Uint8Array<ArrayBuffer> } | { readonly is: 'no-answer' } | { readonly is: 'no-wire' };

const quietMs = 300;
const longestQuietMs = 2000;

/**
 * One question and its answer after another. Answers carry no number, so after one that did not come nothing is asked until
 * the line has been silent for a while: a late answer must never pass for the answer to the next question.
 */
export function vpcdExchange(wire: Wire, clock: Clock) {
  const exclusively = oneAtATime();
  const parser = messageParser();
  let answered: ((asked: Asked) => void) | undefined;
  let heardMs = -Infinity;
  let isDoubtful = false;

  wire.listen((bytes) => {
    heardMs = clock.now();
    const messages = parser.push(bytes);
    const [first, ...more] = messages;
    if (more.length > 0 || parser.broken || (first && !answered)) isDoubtful = true;
    if (first && answered && more.length === 0 && !isDoubtful) return answered({ is: 'answer', bytes: first });
    for (const one of messages) one.fill(0);
    if (isDoubtful) answered?.({ is: 'no-answer' });
  });
  wire.watch(() => {
    parser.reset();
    isDoubtful = false;
    if (wire.state === 'closed') answered?.({ is: 'no-wire' });
  });

  async function settle() {
    const untilMs = clock.now() + longestQuietMs;
    // At least once from now: what is late comes soon after it was given up.
    const fromMs = clock.now();
    while (wire.state === 'open' && clock.now() < untilMs && clock.now() - Math.max(heardMs, fromMs) < quietMs) await pause(clock, 50);
    parser.reset();
    isDoubtful = false;
  }

  return {
    ask: (body: Uint8Array, { deadlineMs }: { readonly deadlineMs: number }): Promise<Asked> => exclusively(async () => {
      if (wire.state !== 'open') return { is: 'no-wire' };
      if (isDoubtful) await settle();
      const answer = new Promise<Asked>((resolve) => { answered = resolve; });
      const callOff = clock.after(deadlineMs, () => answered?.({ is: 'no-answer' }));
      void wire.send(message(body)).then((sent) => { if (sent === 'closed') answered?.({ is: 'no-wire' }); });
      const asked = await answer;
      answered = undefined;
      callOff();
      if (asked.is === 'no-answer') isDoubtful = true;
      return asked;
    }),
    /** What the slot does without answering, such as power. */
    tell: (body: Uint8Array): Promise<unknown> => exclusively(() => wire.send(message(body))),
  };
}

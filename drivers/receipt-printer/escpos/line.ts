import type { Clock } from '../../transport/clock.ts';
import { listeners } from '../../transport/listeners.ts';
import type { Wire } from '../../transport/wire.ts';
import { askRealTime, type PrinterFlags, type PrinterReply, realTimeFlags, replyParser } from './codec.ts';

const realTimeMs = 500;

/** Replies of one printer as they come, and questions to it. */
export function printerLine(wire: Wire, clock: Clock) {
  const parser = replyParser();
  const replies = listeners<PrinterReply>();
  const losses = listeners<void>();
  let held = false;

  wire.listen((bytes) => {
    for (const reply of parser.push(bytes)) {
      if (reply.is === 'hold') held = true;
      if (reply.is === 'go') held = false;
      replies.tell(reply);
    }
  });
  wire.watch((state) => {
    parser.reset();
    held = false;
    if (state === 'closed') losses.tell();
  });

  /** Sends, and gives the first reply that matches; undefined when none comes in time or the wire is gone. */
  async function asked<R extends PrinterReply>(question: Uint8Array, matches: (reply: PrinterReply) => reply is R, ms: number): Promise<R | undefined> {
    if (wire.state !== 'open') return undefined;
    let settle!: (reply: R | undefined) => void;
    const answer = new Promise<R | undefined>((resolve) => { settle = resolve; });
    const stops = [
      replies.add((reply) => { if (matches(reply)) settle(reply); }),
      losses.add(() => settle(undefined)),
      clock.after(ms, () => settle(undefined)),
    ];
    void wire.send(question).then((sent) => (sent === 'closed' ? settle(undefined) : undefined));
    const reply = await answer;
    for (const stop of stops) stop();
    return reply;
  }
  async function realTime(n: 1 | 2 | 3 | 4): Promise<number | undefined> {
    const ask = () => asked(askRealTime(n), (reply) => reply.is === 'real-time', realTimeMs);
    return (await ask() ?? await ask())?.bits;
  }

  return {
    replies,
    losses,
    asked,
    /** Whether the printer said XOFF. */
    get held() { return held; },
    /** It answered when all had been worked through: an XON that got lost holds up nothing. */
    release() { held = false; },
    /** Asks DLE EOT 1 to 4, one after another since their answers look alike. Undefined when the printer is silent. */
    async flags(): Promise<PrinterFlags | undefined> {
      const bits: number[] = [];
      for (const n of [1, 2, 3, 4] as const) {
        const answer = await realTime(n);
        if (answer === undefined) return undefined;
        bits.push(answer);
      }
      return realTimeFlags(bits);
    },
  };
}

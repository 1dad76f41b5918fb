import { type Clock, pause, systemClock, within } from '../../transport/clock.ts';
import { watched, watchedWhileChecked } from '../../transport/listeners.ts';
import { oneAtATime } from '../../transport/lock.ts';
import type { SelfTest } from '../../device.ts';
import type { IdReader, IdReaderStatus, ReadCard, ReadOutcome } from '../port.ts';
import { type Called, type Limit, serviceExchange } from './exchange.ts';
import { readReply, wentWell } from './reply.ts';
import type { Call, VendorService } from './services.ts';

const readEveryMs = 500;
const checkEveryMs = 10_000;
const checkMs = 5000;
type Offline = Extract<IdReaderStatus, { is: 'offline' }>;

/**
 * A card reader behind its maker's HTTP service on this machine. Resident cards only; others are refused by their letter, or
 * by the shape of their number where the service does not tell. The photo is never handed on. The service cannot say whether
 * a card lies there, so `cardPresent` is always `unknown`.
 */
export function vendorServiceReader(service: VendorService, { clock = systemClock, fetch: send = fetch, origin = service.origin }: { clock?: Clock; fetch?: typeof fetch; origin?: string } = {}): IdReader {
  const ask = serviceExchange(origin, { clock, fetch: (url, init) => send(url, init) });
  const exclusively = oneAtATime();
  const known = watched<IdReaderStatus>({ is: 'starting' });
  const mark = cardMark();
  let busy = false;
  let waiting = 0;
  /** The card read last, as a mark, until the service once said that it has nothing: it may still lie there. */
  let lying: number | undefined;

  const turn = <T>(job: () => Promise<T>) => exclusively(async () => {
    busy = true;
    try { return await job(); } finally { busy = false; }
  });
  const told = <T extends IdReaderStatus>(status: T): T => { known.set(status); return status; };

  /** Opening what is open already does no harm and tells whether the device is there. Without that call any answer will do. */
  async function check(limit?: Limit): Promise<IdReaderStatus> {
    const asked = await ask(service.open ?? lookIn, checkMs, limit);
    if (asked.is === 'stopped') return known.value;
    const there = service.open ? asked.is === 'reply' && wentWell(asked.text, service) === 'yes' : asked.is === 'reply' || asked.is === 'refused';
    return told(there ? { is: 'ready' } : offline(asked));
  }

  async function read({ onProgress }: ReadCard, limit: Limit): Promise<ReadOutcome> {
    const left = () => limit.atMs - clock.now();
    const ended = () => (limit.signal?.aborted ? ({ is: 'cancelled' } as const) : left() <= 0 ? ({ is: 'timed-out' } as const) : undefined);
    if (!ended() && known.value.is !== 'ready') {
      const status = await check(limit);
      if (status.is === 'offline') return status;
    }
    if (!ended()) onProgress?.('waiting');
    for (;;) {
      const over = ended();
      if (over) return over;
      const asked = await ask(service.read, service.readMs, limit);
      if (asked.is === 'stopped') continue;
      if (asked.is !== 'reply') return told(offline(asked));
      const reply = readReply(asked.text, service);
      if (reply.is === 'nonsense') return told({ is: 'offline', why: 'no-answer' });
      if (reply.is === 'nothing') lying = undefined;
      else if (reply.is !== 'card' || mark(reply.card.number) !== lying) {
        onProgress?.('reading');
        if (reply.is !== 'card') return reply;
        lying = mark(reply.card.number);
        return { is: 'read', card: reply.card };
      }
      await pause(clock, Math.max(0, Math.min(readEveryMs, left())), limit.signal);
    }
  }

  /** Closes the device and opens it again, where the service can. */
  async function selfTest(): Promise<SelfTest> {
    const limit: Limit = { atMs: clock.now() + 2 * checkMs };
    if (service.close) await ask(service.close, checkMs, limit);
    const status = await check(limit);
    return status.is === 'ready' ? { is: 'passed', device: '' } : { is: 'failed', why: status.is === 'offline' ? status.why : 'no-answer' };
  }

  const watch = watchedWhileChecked(known, { clock, everyMs: checkEveryMs, check: () => { if (!busy) void turn(() => check()); } });

  return {
    capabilities: { model: service.model, photo: false, detectsRemoval: false },
    async status() { return busy || known.value.is === 'ready' ? known.value : turn(() => check()); },
    watch,
    read(ask) {
      const limit: Limit = { atMs: clock.now() + ask.deadlineMs, signal: ask.signal };
      waiting++;
      return within(clock, ask.deadlineMs, turn(() => read(ask, limit)), { is: 'timed-out' } as const).finally(() => { waiting--; });
    },
    async cardPresent() { return 'unknown'; },
    async selfTest() { return waiting > 0 ? { is: 'busy' } : turn(selfTest); },
  };
}

const lookIn: Call = { method: 'GET', path: '/', blind: true };

function offline(asked: Exclude<Called, { is: 'stopped' }>): Offline {
  return { is: 'offline', why: asked.is === 'no-wire' ? 'no-wire' : 'no-answer' };
}

/** Tells one card from the next without keeping its number: 32 bits, salted, gone with the process. */
function cardMark(): (number: string) => number {
  const [salt = 0] = crypto.getRandomValues(new Uint32Array(1));
  return (number) => [...number].reduce((hash, char) => Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0, salt);
}

import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { doorRecord, freeTries, lockMs, longestMs } from './door-record.ts';
import { isPin, type PinHash } from './pin.ts';

export interface MaintenanceOptions {
  readonly pin: PinHash;
  /** Where the tries are remembered and the audit is written. */
  readonly stateDir: string;
  /** Told when maintenance begins and ends, also when the page died: meanwhile the kiosk serves nobody (XFS4IoT VendorMode). */
  readonly onChange?: (state: 'on' | 'off') => void;
  readonly now?: () => number;
  readonly sessionMs?: number;
}
/** The body of POST /v1/maintenance. */
const Ask = v.variant('do', [
  v.strictObject({ do: v.literal('look') }),
  v.strictObject({ do: v.literal('open'), pin: v.pipe(v.string(), v.regex(/^\d{1,16}$/)) }),
  v.strictObject({ do: v.literal('stay'), session: v.pipe(v.string(), v.maxLength(64)) }),
  v.strictObject({ do: v.literal('end'), session: v.pipe(v.string(), v.maxLength(64)) }),
]);
/** What it answers. */
export type DoorReply =
  | { readonly is: 'not-set-up' }
  | { readonly is: 'shut'; readonly triesLeft: number }
  | { readonly is: 'wrong'; readonly triesLeft: number }
  | { readonly is: 'locked'; readonly forMs: number }
  | { readonly is: 'open'; readonly session: string; readonly forMs: number }
  | { readonly is: 'ended' }
  /** Another try is being looked at, or the disk cannot remember it. */
  | { readonly is: 'busy' };
export interface MaintenanceDoor {
  /** `undefined` for a body that asks nothing known. */
  answer(body: Buffer): Promise<DoorReply | undefined>;
  /** Ends a session under way. */
  close(): void;
}

/** Where nobody set a PIN. */
export const noDoor: MaintenanceDoor = { answer: async (body) => (asked(body) ? { is: 'not-set-up' } : undefined), close() {} };

/** The maintainer's door: one PIN, few tries, one session of five minutes that each touch begins anew. */
export function maintenanceDoor({ pin, stateDir, onChange = () => {}, now = Date.now, sessionMs = 5 * 60_000 }: MaintenanceOptions): MaintenanceDoor {
  const record = doorRecord(stateDir);
  let session: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking = false;

  /** A wait further off than any means that the clock was set back. */
  const lockedMs = (until: number) => Math.min(Math.max(0, until - now()), longestMs);
  const note = (kind: Parameters<typeof record.note>[0]) => { try { record.note(kind, now()); } catch { /* A full disk takes no audit; what counts, the tries, is refused above. */ } };
  const prolong = () => {
    clearTimeout(timer);
    timer = setTimeout(() => shut('expired'), sessionMs);
    timer.unref();
  };
  function shut(why: 'ended' | 'expired') {
    if (session === undefined) return;
    clearTimeout(timer);
    session = undefined;
    note(why);
    onChange('off');
  }

  async function open(typed: string): Promise<DoorReply> {
    const tries = record.read(now());
    const waitMs = lockedMs(tries.until);
    if (waitMs > 0) { note('locked'); return { is: 'locked', forMs: waitMs }; }
    // Counted before it is looked at: pulling the plug in between is a try too.
    const wrong = tries.wrong + 1;
    record.write({ wrong, until: now() + lockMs(wrong) });
    if (!await isPin(typed, pin)) {
      note('wrong');
      return wrong < freeTries ? { is: 'wrong', triesLeft: freeTries - wrong } : { is: 'locked', forMs: lockMs(wrong) };
    }
    record.write({ wrong: 0, until: 0 });
    if (session === undefined) onChange('on');
    session = randomUUID();
    prolong();
    note('opened');
    return { is: 'open', session, forMs: sessionMs };
  }

  return {
    async answer(body) {
      const ask = asked(body);
      switch (ask?.do) {
        case undefined: return undefined;
        case 'look': {
          const { wrong, until } = record.read(now());
          const forMs = lockedMs(until);
          return forMs > 0 ? { is: 'locked', forMs } : { is: 'shut', triesLeft: Math.max(1, freeTries - wrong) };
        }
        case 'open':
          // One at a time: trying costs this terminal 64 MiB and a tenth of a second, and tries that run beside each other count once.
          if (looking) return { is: 'busy' };
          looking = true;
          try { return await open(ask.pin); } catch { return { is: 'busy' }; } finally { looking = false; }
        case 'stay':
          if (ask.session !== session) return { is: 'ended' };
          prolong();
          return { is: 'open', session, forMs: sessionMs };
        case 'end':
          if (ask.session === session) shut('ended');
          return { is: 'ended' };
      }
    },
    close: () => shut('ended'),
  };
}

function asked(body: Buffer) {
  let written: unknown;
  try { written = JSON.parse(body.toString('utf8')); } catch { return undefined; }
  const parsed = v.safeParse(Ask, written);
  return parsed.success ? parsed.output : undefined;
}

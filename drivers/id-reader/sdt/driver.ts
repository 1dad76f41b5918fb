import { type Clock, pause, systemClock, within } from '../../transport/clock.ts';
import { watched } from '../../transport/listeners.ts';
import { oneAtATime } from '../../transport/lock.ts';
import type { Wire } from '../../transport/wire.ts';
import type { IdReader, IdReaderStatus, ReadCard, ReadOutcome } from '../port.ts';
import { sw } from './codec.ts';
import { type Asked, samExchange, type Until } from './exchange.ts';
import { readCardText, readNewAddress } from './text.ts';

const findEveryMs = 300;
const checkEveryMs = 10_000;
const textAt = 4;
const textBytes = 256;
type Offline = Extract<IdReaderStatus, { is: 'offline' }>;

/**
 * A second-generation identity card reader that speaks the SAM_V frames (serial modules, USB-CDC, and USB readers behind the
 * terminal host). Reads text and address only; the photo is received with the text and dropped.
 */
export function sdtReader(wire: Wire, { clock = systemClock, model = 'SDT' }: { clock?: Clock; model?: string } = {}): IdReader {
  const ask = samExchange(wire, clock);
  const exclusively = oneAtATime();
  const known = watched<IdReaderStatus>({ is: 'starting' });
  let busy = false;
  /** The card read last may still lie there: the SAM will not find it again until it was lifted. */
  let readOnce = false;

  const turn = <T>(job: () => Promise<T>) => exclusively(async () => {
    busy = true;
    try { return await job(); } finally { busy = false; }
  });
  const told = <T extends IdReaderStatus>(status: T): T => { known.set(status); return status; };

  async function check(until?: Until): Promise<IdReaderStatus> {
    if (wire.state === 'opening') return told({ is: 'starting' });
    const asked = await ask('status', until);
    if (asked.is === 'stopped') return known.value;
    return told(troubleIn(asked) ?? { is: 'ready' });
  }
  const onWire = () => {
    if (wire.state === 'closed') { known.set({ is: 'offline', why: 'no-wire' }); return; }
    known.set({ is: 'starting' });
    if (wire.state === 'open') void turn(() => check());
  };
  onWire();
  wire.watch(onWire);

  async function read(ask: ReadCard, until: Until): Promise<ReadOutcome> {
    const left = () => until.atMs - clock.now();
    const ended = (): ReadOutcome | undefined => (until.signal?.aborted ? { is: 'cancelled' } : left() <= 0 ? { is: 'timed-out' } : undefined);
    let shown: 'waiting' | 'reading' | undefined;
    const show = (progress: 'waiting' | 'reading') => { if (progress !== shown) ask.onProgress?.(shown = progress); };

    while (wire.state === 'opening' && !ended()) await pause(clock, Math.min(100, left()), until.signal);
    if (!ended() && known.value.is !== 'ready') {
      const status = await check(until);
      if (status.is === 'offline') return status;
    }
    for (;;) {
      const over = ended();
      if (over) return over;
      show('waiting');
      const step = await attempt(until, () => show('reading'));
      if (step === 'no-card') await pause(clock, Math.min(findEveryMs, left()), until.signal);
      else if (step !== 'stopped') return step;
    }
  }

  /** One find, and all that follows when a card is there. */
  async function attempt(until: Until, onFound: () => void): Promise<ReadOutcome | 'no-card' | 'stopped'> {
    const found = await ask('find', until);
    if (found.is !== 'answer') return unanswered(found);
    const trouble = troubleIn(found);
    if (trouble) return told(trouble);
    if (found.status !== sw.found) return 'no-card';
    readOnce = false;
    onFound();

    const selected = await ask('select', until);
    if (selected.is !== 'answer') return unanswered(selected);
    if (selected.status === sw.unknownCardType) return { is: 'unknown-card' };
    if (selected.status !== sw.ok) return 'no-card'; // normal while the card is still moving
    return readSelected(until);
  }

  async function readSelected(until: Until): Promise<ReadOutcome | 'stopped'> {
    const answer = await ask('read', until);
    if (answer.is === 'no-answer') return (await check(until)).is === 'ready' ? { is: 'lost-card' } : unanswered(answer);
    if (answer.is !== 'answer') return unanswered(answer);
    const trouble = troubleIn(answer);
    if (trouble) return told(trouble);
    if (answer.status === sw.unknownCardType) return { is: 'unknown-card' };
    if (answer.status !== sw.ok) return { is: 'lost-card' };
    readOnce = true;
    const declared = (answer.data[0]! << 8) | answer.data[1]!;
    const text = declared === textBytes ? readCardText(answer.data.subarray(textAt, textAt + textBytes)) : { is: 'bad' as const, field: 'length' };
    answer.data.fill(0);
    if (text.is === 'unknown-kind') return { is: 'unknown-card', ...(text.kind && { kind: text.kind }) };
    if (text.is === 'bad') return { is: 'bad-card', field: text.field };

    const moved = await ask('newAddress', until);
    if (moved.is === 'no-answer') return (await check(until)).is === 'ready' ? { is: 'lost-card' } : unanswered(moved);
    if (moved.is !== 'answer') return unanswered(moved);
    const address = moved.status === sw.ok ? readNewAddress(moved.data) : '';
    moved.data.fill(0);
    if (moved.status === sw.ok && address) return { is: 'read', card: { ...text.card, address } };
    // Without this answer an outdated address could end on a form. A module that lacks the command has no such answer to give.
    const none: readonly number[] = [sw.ok, sw.noContent, sw.badCommand];
    return none.includes(moved.status) ? { is: 'read', card: text.card } : { is: 'lost-card' };
  }

  function unanswered(asked: Exclude<Asked, { is: 'answer' }>): Offline | 'stopped' {
    return asked.is === 'stopped' ? 'stopped' : told({ is: 'offline', why: asked.is });
  }

  async function presence(): Promise<'present' | 'absent' | 'unknown'> {
    if (readOnce) {
      // A card that was read is not found again while it lies there, but it still answers.
      const still = await ask('newAddress');
      if (still.is !== 'answer') return 'unknown';
      still.data.fill(0);
      if (still.status === sw.ok || still.status === sw.noContent) return 'present';
      readOnce = false;
    }
    const found = await ask('find');
    if (found.is !== 'answer') return 'unknown';
    return found.status === sw.found ? 'present' : found.status === sw.noCard ? 'absent' : 'unknown';
  }

  let stopChecking: (() => void) | undefined;
  const checkNow = () => {
    stopChecking = clock.after(checkEveryMs, checkNow);
    if (!busy && wire.state === 'open') void turn(() => check());
  };

  return {
    capabilities: { model, photo: false, detectsRemoval: true },
    async status() { return busy || known.value.is === 'ready' ? known.value : turn(() => check()); },
    watch(onStatus) {
      const stop = known.watch(onStatus);
      stopChecking ??= clock.after(checkEveryMs, checkNow);
      return () => {
        stop();
        if (known.watchers > 0) return;
        stopChecking?.();
        stopChecking = undefined;
      };
    },
    read(ask) {
      const until: Until = { atMs: clock.now() + ask.deadlineMs, signal: ask.signal };
      return within(clock, ask.deadlineMs, turn(() => read(ask, until)), { is: 'timed-out' });
    },
    cardPresent: () => within(clock, 5000, turn(presence), 'unknown'),
  };
}

function troubleIn(asked: Asked): Offline | undefined {
  if (asked.is === 'no-wire' || asked.is === 'no-answer') return { is: 'offline', why: asked.is };
  if (asked.is !== 'answer') return undefined;
  if (asked.status === sw.selfTestFailed) return { is: 'offline', why: 'self-test-failed' };
  if (asked.status === sw.notAuthorised) return { is: 'offline', why: 'not-authorised' };
  return undefined;
}

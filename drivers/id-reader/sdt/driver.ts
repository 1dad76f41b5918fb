import { type Clock, pause, systemClock, within } from '../../transport/clock.ts';
import { watched, watchedWhileChecked } from '../../transport/listeners.ts';
import { oneAtATime } from '../../transport/lock.ts';
import type { Wire } from '../../transport/wire.ts';
import type { SelfTest } from '../../device.ts';
import type { CardKind, CardOf, IdReader, IdReaderStatus, ReadCard, ReadOutcome } from '../port.ts';
import { cardOnSam, findEveryMs, troubleIn } from './card.ts';
import { samIdText } from './codec.ts';
import { samExchange, type Until } from './exchange.ts';

const checkEveryMs = 10_000;
const selfTestMs = 10_000;

export interface SdtChoice { readonly clock?: Clock; readonly model?: string }
/** The kinds of card handed over; any other is `unknown-card` with its letter, and its fields are not looked at. */
export interface SdtKinds<K extends CardKind> { readonly kinds: readonly K[] }
export interface SdtReader<K extends CardKind = 'resident'> extends IdReader<CardOf<K>> {
  /** The number of the security module, such as `05.01-20042898-0012825249-4159100162`; nothing when it does not say. */
  samId(): Promise<string | undefined>;
}

/**
 * A second-generation identity card reader that speaks the SAM_V frames (serial modules, USB-CDC, and USB readers behind the
 * terminal host). The photo comes with the text and is dropped unless asked for; fingerprints are never read.
 */
export function sdtReader(wire: Wire, choice?: SdtChoice): SdtReader;
export function sdtReader<const K extends CardKind>(wire: Wire, choice: SdtChoice & SdtKinds<K>): SdtReader<K>;
export function sdtReader<K extends CardKind>(wire: Wire, { clock = systemClock, model = 'SDT', kinds }: SdtChoice & Partial<SdtKinds<K>> = {}): SdtReader<K> {
  const ask = samExchange(wire, clock);
  const exclusively = oneAtATime();
  const known = watched<IdReaderStatus>({ is: 'starting' });
  let busy = false;
  let waiting = 0;

  const turn = <T>(job: () => Promise<T>) => exclusively(async () => {
    busy = true;
    try { return await job(); } finally { busy = false; }
  });
  const told = <T extends IdReaderStatus>(status: T): T => { known.set(status); return status; };
  const sam = cardOnSam(ask, { clock, kinds: kinds ?? ['resident'], told, check });

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

  async function read(ask: ReadCard, until: Until): Promise<ReadOutcome<CardOf<K>>> {
    const left = () => until.atMs - clock.now();
    const ended = () => (until.signal?.aborted ? ({ is: 'cancelled' } as const) : left() <= 0 ? ({ is: 'timed-out' } as const) : undefined);
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
      const step = await sam.attempt(until, ask.photo === true, () => show('reading'));
      if (step === 'no-card') await pause(clock, Math.min(findEveryMs, left()), until.signal);
      else if (step !== 'stopped') return step as ReadOutcome<CardOf<K>>; // only kinds asked for are read at all
    }
  }

  /** Reset, the module's own test, its number. */
  async function selfTest(): Promise<SelfTest> {
    const until: Until = { atMs: clock.now() + selfTestMs };
    const reset = await ask('reset', until);
    const trouble = troubleIn(reset);
    if (trouble) return failed(told(trouble).why);
    const status = await check(until);
    if (status.is === 'offline') return failed(status.why);
    const id = await ask('samId', until);
    if (reset.is === 'stopped' || status.is !== 'ready' || id.is === 'stopped') return failed('no-answer');
    return { is: 'passed', device: (id.is === 'answer' && samIdText(id.data)) || '' };
  }

  const watch = watchedWhileChecked(known, { clock, everyMs: checkEveryMs, check: () => { if (!busy && wire.state === 'open') void turn(() => check()); } });

  return {
    capabilities: { model, photo: true, detectsRemoval: true },
    async status() { return busy || known.value.is === 'ready' ? known.value : turn(() => check()); },
    watch,
    read(ask) {
      const until: Until = { atMs: clock.now() + ask.deadlineMs, signal: ask.signal };
      waiting++;
      return within(clock, ask.deadlineMs, turn(() => read(ask, until)), { is: 'timed-out' } as const).finally(() => { waiting--; });
    },
    cardPresent: () => within(clock, 5000, turn(sam.presence), 'unknown'),
    async selfTest() { return waiting > 0 ? { is: 'busy' } : within(clock, selfTestMs, turn(selfTest), failed('no-answer')); },
    samId: () => within(clock, 5000, turn(async () => {
      const asked = await ask('samId');
      return asked.is === 'answer' ? samIdText(asked.data) : undefined;
    }), undefined),
  };
}

function failed(why: Extract<SelfTest, { is: 'failed' }>['why']): SelfTest {
  return { is: 'failed', why };
}

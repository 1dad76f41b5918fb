import { type Clock, systemClock, within } from '../transport/clock.ts';
import { listeners, watched } from '../transport/listeners.ts';
import { oneAtATime } from '../transport/lock.ts';
import type { CardKind, CardOf, IdCard, IdReader, IdReaderStatus, ReadCard, ReadOutcome } from './port.ts';

type Offline = Extract<IdReaderStatus, { is: 'offline' }>;
/** How a card laid on a simulated reader can turn out other than `read`. */
export type OddCard = Extract<ReadOutcome, { is: 'unknown-card' | 'bad-card' | 'lost-card' }>;

export interface SimIdReader<C extends IdCard = CardOf<'resident'>> extends IdReader<C> {
  /** Lays a card on, or something that is no readable card. It is read once, then must be pulled. */
  lay(card: IdCard | OddCard): void;
  pull(): void;
  setOffline(why: Offline['why'] | null): void;
  /** What lies on the reader. */
  readonly card: IdCard | OddCard | undefined;
  /** How long reading takes. */
  readMs: number;
}

/** `photo`: what every card hands over when asked for its photo; without it the reader has none to give. */
interface SimChoice { readonly clock?: Clock; readonly readMs?: number; readonly photo?: Uint8Array }

/** A card reader made of memory, for tests, demonstrations and the dock. `kinds` as for the real ones. */
export function simIdReader(choice?: SimChoice): SimIdReader;
export function simIdReader<const K extends CardKind>(choice: SimChoice & { readonly kinds: readonly K[] }): SimIdReader<CardOf<K>>;
export function simIdReader<K extends CardKind>({ clock = systemClock, readMs = 0, photo, kinds }: SimChoice & { readonly kinds?: readonly K[] } = {}): SimIdReader<CardOf<K>> {
  const status = watched<IdReaderStatus>({ is: 'ready' });
  const changes = listeners<void>();
  const exclusively = oneAtATime();
  let card: IdCard | OddCard | undefined;
  let waiting = 0;
  let wasRead = false;

  function outcomeOf(laid: IdCard | OddCard, asksPhoto: boolean): ReadOutcome<CardOf<K>> {
    if ('is' in laid) return laid;
    if ((kinds ?? ['resident']).some((kind) => kind === laid.kind)) return { is: 'read', card: laid as CardOf<K>, ...(asksPhoto && photo && { photo: photo.slice() }) };
    return { is: 'unknown-card', ...(laid.kind === 'residence-permit' ? { kind: 'J' } : laid.kind === 'foreigner' && { kind: laid.letter }) };
  }
  function read({ deadlineMs, signal, onProgress, photo: asksPhoto = false }: ReadCard, atMs: number): Promise<ReadOutcome<CardOf<K>>> {
    let resolve!: (outcome: ReadOutcome<CardOf<K>>) => void;
    const promise = new Promise<ReadOutcome<CardOf<K>>>((settled) => { resolve = settled; });
    let reading: (() => void) | undefined;
    const look = () => {
      if (signal?.aborted) return resolve({ is: 'cancelled' });
      if (status.value.is === 'offline') return resolve(status.value);
      if (!card && reading) return resolve({ is: 'lost-card' });
      if (!card || wasRead || reading) return;
      onProgress?.('reading');
      reading = clock.after(sim.readMs, () => {
        if (!card) return;
        wasRead = true;
        resolve(outcomeOf(card, asksPhoto));
      });
    };
    const stops = [changes.add(look), clock.after(Math.max(0, atMs + deadlineMs - clock.now()), () => resolve({ is: 'timed-out' }))];
    signal?.addEventListener('abort', look);
    if (!signal?.aborted && status.value.is === 'ready') onProgress?.('waiting');
    look();
    return promise.finally(() => {
      for (const stop of stops) stop();
      reading?.();
      signal?.removeEventListener('abort', look);
    });
  }

  const sim: SimIdReader<CardOf<K>> = {
    capabilities: { model: 'sim', photo: photo !== undefined, detectsRemoval: true },
    async status() { return status.value; },
    watch: status.watch,
    read(ask) {
      const from = clock.now();
      waiting++;
      return within(clock, ask.deadlineMs, exclusively(() => read(ask, from)), { is: 'timed-out' } as const).finally(() => { waiting--; });
    },
    async selfTest() { return waiting > 0 ? { is: 'busy' } : status.value.is === 'offline' ? { is: 'failed', why: status.value.why } : { is: 'passed', device: 'sim' }; },
    async cardPresent() { return status.value.is === 'offline' ? 'unknown' : card ? 'present' : 'absent'; },
    lay(next) { card = next; wasRead = false; changes.tell(); },
    pull() { card = undefined; wasRead = false; changes.tell(); },
    setOffline(why) { status.set(why ? { is: 'offline', why } : { is: 'ready' }); changes.tell(); },
    get card() { return card; },
    readMs,
  };
  return sim;
}

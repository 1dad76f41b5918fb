import { type Clock, systemClock, within } from '../transport/clock.ts';
import { listeners, watched } from '../transport/listeners.ts';
import { oneAtATime } from '../transport/lock.ts';
import type { IdReader, IdReaderStatus, ReadCard, ReadOutcome, ResidentCard } from './port.ts';

type Offline = Extract<IdReaderStatus, { is: 'offline' }>;
/** How a card laid on a simulated reader can turn out other than `read`. */
export type OddCard = Extract<ReadOutcome, { is: 'unknown-card' | 'bad-card' | 'lost-card' }>;

export interface SimIdReader extends IdReader {
  /** Lays a card on, or something that is no readable resident card. It is read once, then must be pulled. */
  lay(card: ResidentCard | OddCard): void;
  pull(): void;
  setOffline(why: Offline['why'] | null): void;
  /** What lies on the reader. */
  readonly card: ResidentCard | OddCard | undefined;
  /** How long reading takes. */
  readMs: number;
}

/** A card reader made of memory, for tests, demonstrations and the dock. */
export function simIdReader({ clock = systemClock, readMs = 0 }: { clock?: Clock; readMs?: number } = {}): SimIdReader {
  const status = watched<IdReaderStatus>({ is: 'ready' });
  const changes = listeners<void>();
  const exclusively = oneAtATime();
  let card: ResidentCard | OddCard | undefined;
  let wasRead = false;

  function read({ deadlineMs, signal, onProgress }: ReadCard, atMs: number): Promise<ReadOutcome> {
    let resolve!: (outcome: ReadOutcome) => void;
    const promise = new Promise<ReadOutcome>((settled) => { resolve = settled; });
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
        resolve('kind' in card && !('is' in card) ? { is: 'read', card } : (card as OddCard));
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

  const sim: SimIdReader = {
    capabilities: { model: 'sim', photo: false, detectsRemoval: true },
    async status() { return status.value; },
    watch: status.watch,
    read(ask) {
      const from = clock.now();
      return within(clock, ask.deadlineMs, exclusively(() => read(ask, from)), { is: 'timed-out' });
    },
    async cardPresent() { return status.value.is === 'offline' ? 'unknown' : card ? 'present' : 'absent'; },
    lay(next) { card = next; wasRead = false; changes.tell(); },
    pull() { card = undefined; wasRead = false; changes.tell(); },
    setOffline(why) { status.set(why ? { is: 'offline', why } : { is: 'ready' }); changes.tell(); },
    get card() { return card; },
    readMs,
  };
  return sim;
}

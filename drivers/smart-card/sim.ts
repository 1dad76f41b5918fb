import { type Clock, systemClock } from '../transport/clock.ts';
import { listeners, watched } from '../transport/listeners.ts';
import { oneAtATime } from '../transport/lock.ts';
import { ending, type Ending } from './ending.ts';
import type { SmartCardOutcome, SmartCardReader, SmartCardStatus, SocialSecurityCard } from './port.ts';

/** How a card put into a simulated reader can turn out other than `read`. */
export type OddSmartCard = Extract<SmartCardOutcome, { is: 'unknown-card' | 'pin-required' | 'mute-card' | 'bad-card' | 'lost-card' }>;

export interface SimSmartCardReader extends SmartCardReader {
  lay(card: SocialSecurityCard | OddSmartCard): void;
  pull(): void;
  setOffline(why: 'no-wire' | 'no-answer' | null): void;
  /** How long reading takes. */
  readMs: number;
}

/** A reader of social security cards made of memory, for tests. */
export function simSmartCardReader({ clock = systemClock, readMs = 0, confirmed = false }: { readonly clock?: Clock; readonly readMs?: number; readonly confirmed?: boolean } = {}): SimSmartCardReader {
  const status = watched<SmartCardStatus>({ is: 'ready' });
  const changes = listeners<void>();
  const exclusively = oneAtATime();
  let card: SocialSecurityCard | OddSmartCard | undefined;
  let reading = 0;

  async function read({ end, outcome }: Ending<SmartCardOutcome>, onCard: () => void): Promise<void> {
    let finish: (() => void) | undefined;
    const look = () => {
      if (status.value.is === 'offline') return void end(status.value);
      if (!card && finish) return void end({ is: 'lost-card' });
      if (!card || finish) return;
      const laid = card;
      onCard();
      finish = clock.after(sim.readMs, () => { end('is' in laid ? laid : { is: 'read', card: laid }); });
    };
    const stop = changes.add(look);
    look();
    await outcome;
    stop();
    finish?.();
  }

  const sim: SimSmartCardReader = {
    capabilities: { model: 'sim', detectsRemoval: true, confirmed },
    async status() { return status.value; },
    watch: status.watch,
    read({ deadlineMs, signal, onProgress }) {
      const wait = ending<SmartCardOutcome>(clock, { deadlineMs, signal });
      reading++;
      if (!wait.over) onProgress?.('waiting');
      void exclusively(async () => { if (!wait.over) await read(wait, () => onProgress?.('reading')); });
      return wait.outcome.finally(() => { reading--; });
    },
    async selfTest() { return reading > 0 ? { is: 'busy' } : status.value.is === 'offline' ? { is: 'failed', why: status.value.why } : { is: 'passed', device: 'sim' }; },
    async cardPresent() { return status.value.is === 'offline' ? 'unknown' : card ? 'present' : 'absent'; },
    lay(next) { card = next; changes.tell(); },
    pull() { card = undefined; changes.tell(); },
    setOffline(why) { status.set(why ? { is: 'offline', why } : { is: 'ready' }); changes.tell(); },
    readMs,
  };
  return sim;
}

import { type Clock, systemClock } from '../transport/clock.ts';
import { oneAtATime } from '../transport/lock.ts';
import { exchange } from './apdu.ts';
import { ending } from './ending.ts';
import type { SmartCardOutcome, SmartCardReader } from './port.ts';
import { readSocialSecurityCard } from './social-security.ts';
import type { CardTerminal } from './terminal.ts';

/** A record has 32 bytes; a card that takes longer than this is stuck. */
const answerMs = 2000;

/**
 * A reader of social security cards over whatever terminal there is. `confirmed`: somebody tried it on real cards of this
 * region and set it in the configuration.
 */
export function socialSecurityReader(terminal: CardTerminal, { confirmed = false, clock = systemClock }: { readonly confirmed?: boolean; readonly clock?: Clock } = {}): SmartCardReader {
  const exclusively = oneAtATime();
  let reading = 0;

  /** Once it is `over`, it only finishes its present exchange and lets the card go. */
  async function read(over: () => boolean, ask: { readonly deadlineMs: number; readonly signal?: AbortSignal; readonly onCard: () => void }): Promise<SmartCardOutcome> {
    const connected = await terminal.connect(ask);
    if (connected.is !== 'connected') return connected;
    const { card } = connected;
    try {
      return await readSocialSecurityCard(async (command) => (over() ? { is: 'lost-card' } : exchange(card, command, { deadlineMs: answerMs })));
    } finally {
      await card.release();
    }
  }

  return {
    capabilities: { ...terminal.capabilities, confirmed },
    status: terminal.status,
    watch: terminal.watch,
    read({ deadlineMs, signal, onProgress }) {
      const atMs = clock.now() + deadlineMs;
      const wait = ending<SmartCardOutcome>(clock, { deadlineMs, signal });
      reading++;
      if (!wait.over) onProgress?.('waiting');
      void exclusively(async () => {
        if (wait.over) return;
        wait.end(await read(() => wait.over, { deadlineMs: atMs - clock.now(), ...(signal && { signal }), onCard: () => { if (!wait.over) onProgress?.('reading'); } }));
      });
      return wait.outcome.finally(() => { reading--; });
    },
    cardPresent: terminal.cardPresent,
    async selfTest() { return reading > 0 ? { is: 'busy' } : terminal.selfTest(); },
  };
}

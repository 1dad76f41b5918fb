import type { Clock } from '../transport/clock.ts';
import { oneAtATime } from '../transport/lock.ts';
import { ending } from './ending.ts';
import type { CardChannel, CardTerminal, Connected } from './terminal.ts';

/** What came of looking for a card; nothing when the looking was called off. */
export type Found = Exclude<Connected, { is: 'timed-out' | 'cancelled' }>;

/**
 * One holder of the card at a time, in turn, until it lets go; each waits no longer than its own deadline. A card that was
 * connected too late for whoever wanted it is let go at once.
 */
export function heldInTurn(clock: Clock) {
  const inTurn = oneAtATime();
  let holding = false;

  function connect(ask: Parameters<CardTerminal['connect']>[0], find: (over: () => boolean) => Promise<Found | undefined>): Promise<Connected> {
    const wait = ending<Found>(clock, ask);
    void inTurn(async () => {
      if (wait.over) return;
      const found = await find(() => wait.over);
      if (found?.is !== 'connected') return void (found && wait.end(found));
      holding = true;
      await new Promise<void>((free) => {
        const card = freeing(found.card, free);
        if (!wait.end({ is: 'connected', card })) void card.release();
      });
      holding = false;
    });
    return wait.outcome;
  }
  return { connect, get holding() { return holding; } };
}

function freeing(card: CardChannel, free: () => void): CardChannel {
  let released: Promise<void> | undefined;
  return { atr: card.atr, transmit: card.transmit, release: () => (released ??= card.release().finally(free)) };
}

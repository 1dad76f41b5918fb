import { effect, type ReadonlySignal } from '@preact/signals';
import type { Clock } from './clock.ts';

/** How long nobody may stand in front of a visit under way before the kiosk asks whether somebody is still there. */
export const awayAskAfterMs = 15_000;

/**
 * Watches whether the person of a visit went away. A touch while the sensor says that nobody is there shows that it does not
 * see this person, such as one who sits low: it is not believed again until it saw somebody. A sensor that knows nothing
 * changes nothing.
 */
export function watchAway({ somebody, serving, clock, mayAsk, ask }: {
  readonly somebody: ReadonlySignal<'near' | 'away' | 'unknown'>;
  /** A visit is under way. */
  readonly serving: ReadonlySignal<boolean>;
  readonly clock: Clock;
  /** False while the person waits for the kiosk, or was asked already. */
  readonly mayAsk: () => boolean;
  readonly ask: () => void;
}): { touched(): void } {
  let believed = true;
  let stop = () => {};
  const wait = () => {
    stop();
    stop = clock.after(awayAskAfterMs, () => { if (mayAsk()) ask(); else wait(); });
  };
  effect(() => {
    const now = somebody.value;
    stop();
    if (now === 'near') believed = true;
    if (now === 'away' && serving.value && believed) wait();
  });
  return {
    touched() {
      if (somebody.peek() !== 'away') return;
      believed = false;
      stop();
    },
  };
}

import { selfTestBy } from '../self-test.ts';
import { type Clock, systemClock } from '../transport/clock.ts';
import { watched } from '../transport/listeners.ts';
import type { SignaturePad, SignatureStatus, Stroke } from './port.ts';

export interface SimSignaturePad extends SignaturePad {
  setStatus(status: SignatureStatus): void;
  /** Strokes played, each at its own pace, whenever signing starts. None: nobody signs until `sign` is called. */
  script: readonly Stroke[];
  /** Draws strokes now, if somebody takes them. */
  sign(strokes: readonly Stroke[]): void;
}

/** A signature pad made of memory, for tests, demonstrations and the dock. */
export function simSignaturePad({ script = [], clock = systemClock }: { script?: readonly Stroke[]; clock?: Clock } = {}): SimSignaturePad {
  const status = watched<SignatureStatus>({ is: 'ready' });
  let taking: ((stroke: Stroke, done: boolean) => void) | undefined;

  const sim: SimSignaturePad = {
    capabilities: { model: 'sim', pressure: false },
    async status() { return status.value; },
    watch: status.watch,
    async selfTest() { return selfTestBy(status.value); },
    take(_surface, onStroke) {
      taking = onStroke;
      const stops: (() => void)[] = [];
      let fromMs = 0;
      for (const stroke of sim.script) {
        stroke.forEach(({ atMs }, i) => stops.push(clock.after(fromMs + atMs, () => onStroke(stroke.slice(0, i + 1), i === stroke.length - 1))));
        fromMs += (stroke.at(-1)?.atMs ?? 0) + 200;
      }
      return () => {
        for (const stop of stops) stop();
        if (taking === onStroke) taking = undefined;
      };
    },
    setStatus: status.set,
    script,
    sign(strokes) { for (const stroke of strokes) taking?.(stroke, true); },
  };
  return sim;
}

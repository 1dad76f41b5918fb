import type { SelfTest } from '../device.ts';
import { selfTestBy } from '../self-test.ts';
import { type Clock, within } from '../transport/clock.ts';
import { watched } from '../transport/listeners.ts';
import type { IoBoard, Reading } from './board.ts';

const askMs = 5000;

/**
 * What a device on one input has in common with all: the board is read only while somebody watches or waits for the answer to
 * a question. `of` makes a status of each reading, through `tell`, at once or later; `begin` is the status before the first
 * one and forgets all readings before. `settled`: this status needs no further reading to be an answer.
 */
export function inputDevice<S extends { readonly is: string }>(board: IoBoard, channel: number, clock: Clock, { begin, of, settled }: {
  readonly begin: () => S; readonly of: (reading: Reading, tell: (status: S) => void) => void; readonly settled: (status: S) => boolean;
}) {
  const known = watched<S>(begin());
  let raw: Reading = { is: 'starting' };
  let stopReading: (() => void) | undefined;

  function watch(onStatus: (status: S) => void): () => void {
    if (!stopReading) {
      known.set(begin());
      stopReading = board.watchInput(channel, (reading) => { raw = reading; of(reading, known.set); });
    }
    const stop = known.watch(onStatus);
    let stopped = false;
    return () => {
      if (stopped) return;
      stopped = true;
      stop();
      if (known.watchers > 0) return;
      stopReading?.();
      stopReading = undefined;
    };
  }
  async function status(): Promise<S> {
    if (stopReading && settled(known.value)) return known.value;
    let stop = () => {};
    const answer = new Promise<S>((resolve) => { stop = watch((now) => { if (settled(now)) resolve(now); }); });
    const found = await within(clock, askMs, answer, undefined);
    stop();
    return found ?? known.value;
  }
  async function selfTest(): Promise<SelfTest> {
    const now = await status();
    return now.is === 'ready' && raw.is === 'unknown' ? { is: 'failed', why: 'not-ready' } : selfTestBy(now);
  }
  return { status, watch, selfTest };
}

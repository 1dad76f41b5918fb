import { pieces } from './bytes.ts';
import { type Clock, systemClock } from './clock.ts';
import { listeners, watched } from './listeners.ts';
import type { Wire, WireState } from './wire.ts';

/** Two ends of one line in memory: the driver holds `near`, a simulated device `far`. */
export interface WirePair {
  readonly near: Wire;
  readonly far: Wire;
  readonly line: MemoryLine;
}
/** What the line does to bytes on their way. All may be set at any time. */
export interface MemoryLine {
  latencyMs: number;
  /** Largest chunk delivered at once; 0 delivers as sent. */
  chunkBytes: number;
  /** What arrives instead of a chunk; `undefined` when it is lost. */
  mangle: ((chunk: Uint8Array, to: 'near' | 'far') => Uint8Array | undefined) | undefined;
  /** Pulls the plug: both ends close, bytes under way are lost. */
  unplug(): void;
  plug(): void;
}

/** A connected pair of wires. Bytes arrive in order, never within the call that sent them. */
export function wirePair({ clock = systemClock }: { clock?: Clock } = {}): WirePair {
  let plugging = 0;
  const ends = { near: end(), far: end() };

  function end() {
    return { state: watched<WireState>('open'), hearers: listeners<Uint8Array>(), givenUp: false };
  }
  function deliver(chunk: Uint8Array, to: 'near' | 'far', during: number) {
    if (during !== plugging || ends[to].state.value !== 'open') return;
    const arriving = line.mangle ? line.mangle(chunk, to) : chunk;
    if (arriving?.length) ends[to].hearers.tell(arriving);
  }
  function wire(from: 'near' | 'far', to: 'near' | 'far'): Wire {
    const { state, hearers } = ends[from];
    return {
      async send(bytes) {
        if (state.value !== 'open') return 'closed';
        const during = plugging;
        for (const chunk of pieces(bytes, line.chunkBytes)) {
          if (line.latencyMs > 0) clock.after(line.latencyMs, () => deliver(chunk, to, during));
          else queueMicrotask(() => deliver(chunk, to, during));
        }
        return 'sent';
      },
      listen: hearers.add,
      get state() { return state.value; },
      watch: state.watch,
      close() { ends[from].givenUp = true; line.unplug(); },
    };
  }
  const line: MemoryLine = {
    latencyMs: 0,
    chunkBytes: 0,
    mangle: undefined,
    unplug() {
      plugging++;
      ends.near.state.set('closed');
      ends.far.state.set('closed');
    },
    plug() {
      if (ends.near.givenUp || ends.far.givenUp) return;
      ends.far.state.set('open');
      ends.near.state.set('open');
    },
  };
  return { near: wire('near', 'far'), far: wire('far', 'near'), line };
}

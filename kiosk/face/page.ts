import type { Result } from '../core/result.ts';
import type { ModelSource, NoModels } from './model-source.ts';
import { type OneWorker, startOneWorker } from './one-worker.ts';
import type { FaceStatus, FaceVerifier } from './port.ts';
import { overwritePhoto } from './reference-photo.ts';

export interface FaceVerifierOptions {
  /** Where this kiosk's models lie, once it is known. */
  readonly source: Promise<Result<ModelSource, NoModels>>;
  /** Starts the script of that address as a worker. */
  readonly worker: (address: string) => Worker;
  /** The pictures of a track as they come, as drivers/camera/frames.ts makes them. */
  readonly framesOf: (track: MediaStreamTrack) => ReadableStream<VideoFrame>;
}

/** The verifier with a worker for each person: `prepare` starts it, the verdict ends it. */
export function faceVerifier(options: FaceVerifierOptions): FaceVerifier {
  const watchers = new Set<(status: FaceStatus) => void>();
  let status: FaceStatus = { is: 'absent' };
  let present: OneWorker | undefined;
  function set(next: FaceStatus): void {
    status = next;
    for (const call of watchers) call(status);
  }
  const known: Promise<ModelSource | null> = (async () => {
    const source = await options.source;
    set(source.ok ? { is: 'idle', pack: source.value.pack.version } : { is: source.problem });
    return source.ok ? source.value : null;
  })();

  /** Starts a worker and its models, once until the next verdict. */
  function prepared(): OneWorker {
    if (present) return present;
    const begun = startOneWorker(options);
    present = begun;
    void warmUp(begun);
    return begun;
  }
  async function warmUp(begun: OneWorker): Promise<void> {
    const source = await known;
    if (!source || present !== begun) return;
    const { version } = source.pack;
    set({ is: 'loading', pack: version });
    const on = await begun.open(source);
    if (present !== begun) return;
    if (on) return set({ is: 'ready', pack: version, on });
    begun.end();
    present = undefined;
    set({ is: 'broken' });
  }
  async function end(one: OneWorker): Promise<void> {
    one.end();
    const source = await known;
    if (present !== one) return;
    present = undefined;
    if (source && status.is !== 'broken') set({ is: 'idle', pack: source.pack.version });
  }

  return {
    get status() { return status; },
    watch(call) { watchers.add(call); return () => { watchers.delete(call); }; },
    prepare() { prepared(); },
    async verify(ask) {
      const source = await known;
      if (ask.signal.aborted || !source) {
        overwritePhoto(ask.photo);
        return { is: source ? 'cancelled' : 'unavailable' };
      }
      const one = prepared();
      void one.open(source);
      const outcome = await one.verify(ask);
      await end(one);
      overwritePhoto(ask.photo);
      return outcome;
    },
    release() { if (present) void end(present); },
  };
}

import type { Result } from '../core/result.ts';
import { keepModels } from './kept-models.ts';
import type { ModelSource, NoModels } from './model-source.ts';
import { type OneWorker, startOneWorker } from './one-worker.ts';
import type { FaceStatus, FaceVerifier } from './port.ts';
import { overwritePhoto } from './reference-photo.ts';

export interface FaceVerifierOptions {
  /** Where this kiosk's models lie, once it is known. */
  readonly source: Promise<Result<ModelSource, NoModels>>;
  /** Fetches the runtime once. */
  readonly fetch: typeof fetch;
  /** Starts the script of that address as a worker. */
  readonly worker: (address: string) => Worker;
  /** The pictures of a track as they come, as drivers/camera/frames.ts makes them. */
  readonly framesOf: (track: MediaStreamTrack) => ReadableStream<VideoFrame>;
}

/** `rehearse`: loads everything and runs it once without anybody, so that the first person waits no longer than the others, and damaged models are known of before they are needed. */
export interface PreparedVerifier extends FaceVerifier { rehearse(): Promise<void> }

/** The verifier with a worker for each person: `prepare` starts it, the verdict ends it. */
export function faceVerifier(options: FaceVerifierOptions): PreparedVerifier {
  const kept = keepModels(options.fetch);
  const watchers = new Set<(status: FaceStatus) => void>();
  let status: FaceStatus = { is: 'absent' };
  let present: OneWorker | undefined;
  /** One that nobody has asked for yet. */
  let rehearsal: OneWorker | undefined;
  let warm: Promise<void> | undefined;
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
    const begun = startOneWorker({ ...options, kept });
    present = begun;
    warm = warmUp(begun);
    return begun;
  }
  async function warmUp(begun: OneWorker): Promise<void> {
    const source = await known;
    if (!source || present !== begun) return;
    const { version } = source.pack;
    set({ is: 'loading', pack: version });
    const on = await begun.open(source);
    if (present !== begun) return;
    if (on) {
      set({ is: 'ready', pack: version, on });
      if (on !== 'webgpu') await kept.keepRuntime();
      return;
    }
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
    prepare() { rehearsal = undefined; prepared(); },
    async rehearse() {
      // Whoever was served already was the rehearsal.
      if (warm || !(await known) || warm) return;
      const alone = prepared();
      rehearsal = alone;
      await warm;
      if (rehearsal === alone) { rehearsal = undefined; await end(alone); }
    },
    async verify(ask) {
      const source = await known;
      if (ask.signal.aborted || !source) {
        overwritePhoto(ask.photo);
        return { is: source ? 'cancelled' : 'unavailable' };
      }
      rehearsal = undefined;
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

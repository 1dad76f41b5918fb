import type { ModelPack } from '../../content/schema/model-pack.ts';
import type { LoadedModels } from './models.ts';
import { type OneWorker, startOneWorker } from './one-worker.ts';
import type { FaceStatus, FaceVerifier } from './port.ts';

/** Where this kiosk's models lie. */
export interface ModelSource {
  /** What the pack says of itself; null: there is none. */
  manifest(): Promise<ModelPack | null>;
  /** Its files, each checked against the manifest; null: one is missing or damaged. They are moved into the worker. */
  load(pack: ModelPack): Promise<LoadedModels | null>;
}
export interface FaceVerifierOptions {
  readonly models: ModelSource;
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
  const manifest: Promise<ModelPack | null> = (async () => {
    const pack = await options.models.manifest().catch(() => null);
    if (pack) set({ is: 'idle', pack: pack.version });
    return pack;
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
    const pack = await manifest;
    if (!pack || present !== begun) return;
    set({ is: 'loading', pack: pack.version });
    const on = await begun.open(pack);
    if (present !== begun) return;
    if (on) return set({ is: 'ready', pack: pack.version, on });
    begun.end();
    present = undefined;
    set({ is: 'broken' });
  }
  async function end(one: OneWorker): Promise<void> {
    one.end();
    const pack = await manifest;
    if (present !== one) return;
    present = undefined;
    if (pack && status.is !== 'broken') set({ is: 'idle', pack: pack.version });
  }

  return {
    get status() { return status; },
    watch(call) { watchers.add(call); return () => { watchers.delete(call); }; },
    prepare() { prepared(); },
    async verify(ask) {
      const pack = await manifest;
      if (ask.signal.aborted || !pack) return { is: pack ? 'cancelled' : 'unavailable' };
      const one = prepared();
      void one.open(pack);
      const outcome = await one.verify(ask);
      await end(one);
      return outcome;
    },
    release() { if (present) void end(present); },
  };
}

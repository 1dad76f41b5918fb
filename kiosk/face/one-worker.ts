import type { FromWorker, ToWorker } from './messages.ts';
import type { KeptModels } from './kept-models.ts';
import type { ModelSource } from './model-source.ts';
import type { FaceVerifierOptions } from './page.ts';
import type { FaceOutcome, VerifyFace } from './port.ts';
import { takePhoto } from './reference-photo.ts';
import type { RunsOn } from './runtime.ts';

/** A worker for one person, from the loading of the models to the verdict. Its promises never reject. */
export interface OneWorker {
  /** Loads the models; null: they cannot be had, or this browser cannot run them. */
  open(source: ModelSource): Promise<RunsOn | null>;
  verify(ask: VerifyFace): Promise<FaceOutcome>;
  /** Has everything overwritten, then ends the worker, at the latest after a second. */
  end(): void;
}

/** Loading takes a second or two; a machine that needs longer than this cannot do it. */
const openMs = 30_000;
/** What a worker may need beyond its deadline before it is given up. */
const graceMs = 5000;
const forgetMs = 1000;

export function startOneWorker({ worker: start, framesOf, kept }: Pick<FaceVerifierOptions, 'worker' | 'framesOf'> & { readonly kept: KeptModels }): OneWorker {
  let worker: Worker | undefined;
  let isOver = false;
  /** Nothing of a person is in it (any more). */
  let isEmpty = true;
  let hear: (message: FromWorker | { readonly is: 'gone' }) => void = () => {};
  let opened: Promise<RunsOn | null> | undefined;
  let stopTrack = () => {};
  const post = (message: ToWorker, moved: Transferable[] = []) => worker?.postMessage(message, moved);

  async function begin(): Promise<boolean> {
    // oxlint-disable-next-line import/default -- Vite makes the address of the file the default export
    const { default: address } = await import('./worker.ts?worker&url');
    if (isOver) return false;
    worker = start(address);
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => hear(data));
    for (const kind of ['error', 'messageerror'] as const) worker.addEventListener(kind, () => hear({ is: 'gone' }));
    return true;
  }
  async function load(source: ModelSource): Promise<RunsOn | null> {
    const [loaded, began] = await Promise.all([kept.filesOf(source), begin()]);
    if (!loaded || !began || isOver) return null;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), openMs);
      hear = (message) => {
        clearTimeout(timer);
        resolve(message.is === 'ready' ? message.on : null);
      };
      post({ do: 'models', models: loaded });
    });
  }

  async function look({ camera, challenges, deadlineMs, onHint, photo }: VerifyFace): Promise<FaceOutcome> {
    onHint({ is: 'starting' });
    if (!(await opened) || isOver) return { is: 'unavailable' };
    const [track] = camera.is === 'stream' ? camera.stream.getVideoTracks() : [];
    if (camera.is === 'stream' && track?.readyState !== 'live') return { is: 'camera-ended' };
    const frames = track ? framesOf(track) : null;
    stopTrack = () => track?.stop();
    const own = takePhoto(photo);
    isEmpty = false;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ is: 'unavailable' }), deadlineMs + graceMs);
      hear = (message) => {
        switch (message.is) {
          // Enough was seen: the camera goes off before the verdict.
          case 'hint': if (message.hint.is === 'deciding') stopTrack(); onHint(message.hint); return;
          case 'next-picture': void hand(camera); return;
          case 'outcome': isEmpty = true; break;
          default: break;
        }
        clearTimeout(timer);
        resolve(message.is === 'outcome' ? message.outcome : { is: 'unavailable' });
      };
      post({ do: 'verify', with: { photo: own.photo, frames, challenges, deadlineMs } }, [own.buffer, ...(frames ? [frames] : [])]);
    });
  }
  /** The next single picture; the worker overwrites it. */
  async function hand(camera: VerifyFace['camera']): Promise<void> {
    const picture = camera.is === 'pictures' ? await camera.take().catch(() => null) : null;
    const bytes = picture ? picture.bytes.slice() : null;
    picture?.bytes.fill(0);
    if (isOver) bytes?.fill(0);
    else post({ do: 'picture', bytes }, bytes ? [bytes.buffer] : []);
  }
  function end(): void {
    if (isOver) return;
    isOver = true;
    if (isEmpty || !worker) { worker?.terminate(); return; }
    stopTrack();
    const stop = () => worker?.terminate();
    const timer = setTimeout(stop, forgetMs);
    hear = ({ is }) => {
      if (is !== 'forgotten' && is !== 'gone') return;
      clearTimeout(timer);
      stop();
    };
    post({ do: 'forget' });
  }

  return {
    open: (source) => (opened ??= load(source).catch(() => null)),
    verify(ask) {
      return new Promise((resolve) => {
        const cancel = () => { end(); resolve({ is: 'cancelled' }); };
        ask.signal.addEventListener('abort', cancel, { once: true });
        void (async () => {
          const outcome = await look(ask).catch((): FaceOutcome => ({ is: 'unavailable' }));
          ask.signal.removeEventListener('abort', cancel);
          resolve(outcome);
        })();
      });
    },
    end,
  };
}

import { framesOf } from '../../camera/frames.ts';
import type { Read, ReadCodes } from './read.ts';

/** Looks for codes in a worker of its own for each scan, so that the page stays quick and no picture outlives the scan. */
export const readInWorker = (start: (address: string) => Worker = (address) => new Worker(address, { type: 'module' })): ReadCodes => (preview, tell) => {
  let worker: Worker | undefined;
  let isOver = false;
  async function begin() {
    // oxlint-disable-next-line import/default -- Vite makes the address of the file the default export
    const { default: address } = await import('./worker.ts?worker&url');
    if (isOver) return;
    worker = start(address);
    worker.addEventListener('message', ({ data }: MessageEvent<Read>) => { if (!isOver) tell(data); });
    for (const kind of ['error', 'messageerror'] as const) worker.addEventListener(kind, () => { if (!isOver) tell({ is: 'broken' }); });
    const [track] = preview?.getVideoTracks() ?? [];
    const frames = track && framesOf(track);
    worker.postMessage(frames ?? null, frames ? [frames] : []);
  }
  begin().catch(() => { if (!isOver) tell({ is: 'broken' }); });
  return () => {
    isOver = true;
    worker?.terminate();
  };
};

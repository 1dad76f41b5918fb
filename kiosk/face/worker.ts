// Everything that sees a face runs here, away from the page. Frames, crops and embeddings never leave: only hints and a verdict
// do. The page ends the worker after the verdict, and its memory with it.
import { type Frames, singleFrames, streamFrames } from './frames.ts';
import type { BeginVerify, FromWorker, ToWorker } from './messages.ts';
import { type FaceModels, type LoadedModels, openModels } from './models.ts';
import type { FaceHint } from './port.ts';
import { watchPerson } from './watch.ts';

const tell = (message: FromWorker) => (self as unknown as Pick<Worker, 'postMessage'>).postMessage(message, []);
let opening: Promise<FaceModels> | undefined;
let frames: Frames | undefined;
let gotPicture: ((bytes: Uint8Array<ArrayBuffer> | null) => void) | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.do) {
    case 'models': load(data.models).catch(() => tell({ is: 'broken' })); break;
    case 'verify': verify(data.with).catch(() => tell({ is: 'broken' })); break;
    case 'picture': gotPicture?.(data.bytes); break;
    case 'forget': forget().catch(() => tell({ is: 'forgotten' })); break;
  }
});

async function load(models: LoadedModels): Promise<void> {
  opening = openModels(models);
  tell({ is: 'ready', on: (await opening).on });
}

async function verify({ photo, frames: stream, challenges, deadlineMs }: BeginVerify): Promise<void> {
  const models = await opening;
  if (!models) return tell({ is: 'broken' });
  frames = stream ? streamFrames(stream) : singleFrames(askForPicture);
  let told = '';
  const outcome = await watchPerson({
    models, photo, frames, challenges, deadlineMs, now: () => performance.now(),
    tell(hint) { if (told !== (told = JSON.stringify(hint))) tell({ is: 'hint', hint }); },
  });
  const deciding: FaceHint = { is: 'deciding' };
  tell({ is: 'hint', hint: deciding });
  await frames.end();
  await models.close();
  tell({ is: 'outcome', outcome });
}

function askForPicture(): Promise<Uint8Array<ArrayBuffer> | null> {
  return new Promise((resolve) => {
    gotPicture = resolve;
    tell({ is: 'next-picture' });
  });
}

/** Called off: whatever was seen so far is overwritten, then nothing is left to do. */
async function forget(): Promise<void> {
  await frames?.end();
  await (await opening)?.close();
  tell({ is: 'forgotten' });
}

import { framesOf } from '../drivers/camera/frames.ts';
import { openModelSource } from './face/model-source.ts';
import { faceVerifier } from './face/page.ts';
import { ownWorker } from './own-scripts.ts';
import { openKept } from './sync/kept.ts';

/** The face verifier of this kiosk, with the models of the signed content or of the host; absent where neither has any. */
export function openFaces({ catalog }: { readonly catalog: boolean }) {
  const source = async () => {
    const kept = catalog ? await openKept({ indexedDB }) : undefined;
    const opened = await openModelSource({ kept: kept?.ok ? kept.value : null, fetch: fetch.bind(globalThis) });
    return opened.ok ? opened.value : null;
  };
  const opened = source().catch(() => null);
  return faceVerifier({
    worker: ownWorker, framesOf,
    models: {
      manifest: async () => (await opened)?.pack ?? null,
      async load(pack) {
        const from = await opened;
        const files = await Promise.all(pack.models.map(async ({ file }) => [file, await from?.read(file) ?? null] as const));
        return files.every((one): one is [string, Uint8Array<ArrayBuffer>] => one[1] !== null) ? { pack, files: Object.fromEntries(files) } : null;
      },
    },
  });
}

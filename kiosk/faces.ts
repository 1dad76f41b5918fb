import { framesOf } from '../drivers/camera/frames.ts';
import { fail } from './core/result.ts';
import { openModelSource } from './face/model-source.ts';
import { faceVerifier } from './face/page.ts';
import { ownWorker } from './own-scripts.ts';
import { openKept } from './sync/kept.ts';

/** After the start, so that it takes nothing from it. */
const rehearseAfterMs = 5000;

/** The face verifier of this kiosk, with the models of the signed content or of the host; absent where neither has any. */
export function openFaces({ catalog }: { readonly catalog: boolean }) {
  const source = async () => {
    const kept = catalog ? await openKept({ indexedDB }) : undefined;
    return openModelSource({ kept: kept?.ok ? kept.value : null, fetch: fetch.bind(globalThis) });
  };
  const verifier = faceVerifier({ worker: ownWorker, framesOf, fetch: fetch.bind(globalThis), source: source().catch(() => fail('broken')) });
  setTimeout(() => requestIdleCallback(() => { void verifier.rehearse(); }), rehearseAfterMs);
  return verifier;
}

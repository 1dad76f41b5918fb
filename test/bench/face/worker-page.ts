// Runs in a real Chromium: the kiosk's own verifier, from the start of a person's worker to models that have run.
import { framesOf } from '../../../drivers/camera/frames.ts';
import { openModelSource } from '../../../kiosk/face/model-source.ts';
import { faceVerifier } from '../../../kiosk/face/page.ts';

const get = fetch.bind(globalThis);
const verifier = faceVerifier({ source: openModelSource({ kept: null, fetch: get }), framesOf, fetch: get, worker: (address) => new Worker(address, { type: 'module' }) });
const pause = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });

const bench = {
  /** The rehearsal of the kiosk's start, then each person's worker, one after the other, ms. */
  async persons(count: number): Promise<{ readonly rehearsalMs: number; readonly eachMs: readonly number[] }> {
    const began = performance.now();
    await verifier.rehearse();
    const rehearsalMs = performance.now() - began;
    const eachMs: number[] = [];
    for (let i = 0; i < count; i++) {
      await pause(1500);
      const from = performance.now();
      const ready = new Promise<void>((resolve) => { const stop = verifier.watch(({ is }) => { if (is === 'ready') { stop(); resolve(); } }); });
      verifier.prepare();
      await ready;
      eachMs.push(performance.now() - from);
      verifier.release();
    }
    return { rehearsalMs, eachMs };
  },
};
export type WorkerBench = typeof bench;
Object.assign(globalThis, { bench });

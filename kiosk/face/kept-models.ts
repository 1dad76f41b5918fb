import type { ModelSource } from './model-source.ts';
import type { LoadedModels } from './models.ts';
import { runtimeAddress } from './runtime-address.ts';

/**
 * What every worker needs and is nobody's, kept by the page from one person to the next: the weights, checked, and the runtime.
 * The browser keeps code compiled for as long as one module of it is alive, so a new worker starts in a third of the time.
 */
export interface KeptModels {
  /** The files of a pack, all of them; null when one is missing or is another than its manifest says. */
  filesOf(source: ModelSource): Promise<LoadedModels | null>;
  /** Keeps the WebAssembly runtime that a worker has just compiled, while that worker is still there. Never rejects. */
  keepRuntime(): Promise<void>;
}

export function keepModels(get: typeof fetch): KeptModels {
  const kept = new Map<ModelSource, LoadedModels>();
  let runtime: { readonly bytes: ArrayBuffer; readonly code: WebAssembly.Module } | undefined;
  return {
    async filesOf(source) {
      const loaded = kept.get(source) ?? await filesOf(source);
      if (!loaded) return null;
      kept.set(source, loaded);
      return { ...loaded, ...(runtime && { runtime: runtime.bytes }) };
    },
    async keepRuntime() {
      if (runtime) return;
      try {
        const answer = await get(runtimeAddress);
        if (!answer.ok) return;
        const bytes = await answer.arrayBuffer();
        runtime = { bytes, code: await WebAssembly.compile(bytes) };
      } catch { /* Then the next worker fetches its own. */ }
    },
  };
}

async function filesOf({ pack, read }: ModelSource): Promise<LoadedModels | null> {
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  const all = await Promise.all(pack.models.map(async ({ file }) => ({ file, bytes: await read(file) })));
  for (const { file, bytes } of all) {
    if (!bytes) return null;
    files[file] = bytes;
  }
  return { pack, files };
}

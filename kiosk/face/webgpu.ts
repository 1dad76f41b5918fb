// The library's build for graphics cards suspends WebAssembly by JSPI (WebAssembly.Suspending), which is the smaller of its two:
// 16.8 MB, fetched only where a card answers.
// oxlint-disable-next-line import/default -- Vite makes the address of the file the default export
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import type { RuntimeModule } from './runtime.ts';

/** The part of WebGPU used here; the DOM library does not have it yet. */
interface Gpu { requestAdapter(): Promise<{ readonly info?: { readonly isFallbackAdapter?: boolean } } | null> }

/** The runtime on the graphics card; null where there is none, where the browser only imitates one, or where it cannot wait inside WebAssembly. */
export async function startWebGpu({ imitated = false }: { readonly imitated?: boolean } = {}): Promise<RuntimeModule | null> {
  const { gpu } = navigator as { readonly gpu?: Gpu };
  if (!gpu || !('Suspending' in WebAssembly)) return null;
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (!adapter || (adapter.info?.isFallbackAdapter === true && !imitated)) return null;
  const ort = await import('onnxruntime-web/jspi').catch(() => null) as RuntimeModule | null;
  if (!ort) return null;
  ort.env.wasm.wasmPaths = { wasm: new URL(wasmUrl, import.meta.url).href };
  return ort;
}

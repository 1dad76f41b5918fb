// oxlint-disable-next-line import/default -- Vite makes the address of the file the default export
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

/** Where this build's WebAssembly runtime lies. */
export const runtimeAddress: string = new URL(wasmUrl, import.meta.url).href;

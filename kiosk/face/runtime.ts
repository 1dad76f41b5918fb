// onnxruntime-web, loaded inside a worker by a dynamic import: bundled statically into our own script, its threads would start
// that script again from their import.meta.url and wait for each other for ever. Nothing of it lies in public/.
import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { runtimeAddress } from './runtime-address.ts';

export type RuntimeModule = typeof import('onnxruntime-web/wasm');
/** How the models run. */
export type RunsOn = 'webgpu' | 'wasm-threads' | 'wasm';
export interface RuntimeOptions {
  /** Threads of WebAssembly; else as many as this machine can spare. One where the page is not isolated. */
  readonly threads?: number;
  /** Whether a graphics card may be used, or one that the browser imitates (for tests); where there is none, nothing of it is loaded. */
  readonly webgpu?: boolean | 'imitated';
  /** The WebAssembly runtime's bytes, where they are at hand: then they are not fetched. */
  readonly runtime?: ArrayBuffer;
}
export interface Runtime {
  readonly on: RunsOn;
  readonly threads: number;
  session(weights: Uint8Array): Promise<InferenceSession>;
  tensor(values: Float32Array, dims: readonly number[]): Tensor;
  /** Of WebAssembly, as far as it has grown. */
  memoryBytes(): number;
  /** Overwrites all of WebAssembly's memory with zeros: nothing works after it. */
  overwrite(): Promise<void>;
}

const mostThreads = 4;
const threadEndMs = 20;
/** All cores of a small machine; of a larger one all but one, which the page keeps. */
const spareThreads = (cores: number): number => Math.min(mostThreads, cores <= 2 ? cores : cores - 1);

export async function startRuntime({ threads = spareThreads(navigator.hardwareConcurrency), webgpu = true, runtime }: RuntimeOptions = {}): Promise<Runtime> {
  const memories = watchMemories();
  const gpu = webgpu ? await (await import('./webgpu.ts')).startWebGpu({ imitated: webgpu === 'imitated' }) : null;
  const usedThreads = crossOriginIsolated && !gpu ? threads : 1;
  if (usedThreads > 1) vouchForThreads();
  const ort: RuntimeModule = gpu ?? await import('onnxruntime-web/wasm');
  ort.env.wasm.numThreads = usedThreads;
  ort.env.wasm.proxy = false;
  ort.env.logLevel = 'error';
  if (!gpu) ort.env.wasm.wasmPaths = { wasm: runtimeAddress };
  if (!gpu && runtime) ort.env.wasm.wasmBinary = runtime;
  return {
    on: gpu ? 'webgpu' : usedThreads > 1 ? 'wasm-threads' : 'wasm',
    threads: usedThreads,
    session: (weights) => ort.InferenceSession.create(weights, { executionProviders: gpu ? ['webgpu', 'wasm'] : ['wasm'], graphOptimizationLevel: 'all', logSeverityLevel: 3, extra: { session: { intra_op: { allow_spinning: '0' } } } }),
    tensor: (values, dims) => new ort.Tensor('float32', values, dims),
    memoryBytes: () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    async overwrite() {
      for (const thread of threadWorkers) {
        // One that is just waking up finds its stack gone; nobody has to hear of it.
        // oxlint-disable-next-line unicorn/prefer-add-event-listener -- takes the place of the library's own, which would log and throw
        thread.onerror = (event) => event.preventDefault();
        thread.terminate();
      }
      await new Promise((resolve) => { setTimeout(resolve, threadEndMs); });
      for (const { buffer } of memories) new Uint8Array(buffer).fill(0);
    },
  };
}

/** The library does not show its memory; here it is seen when it is made. */
function watchMemories(): WebAssembly.Memory[] {
  const made: WebAssembly.Memory[] = [];
  const Plain = WebAssembly.Memory;
  WebAssembly.Memory = class extends Plain {
    constructor(descriptor: WebAssembly.MemoryDescriptor) { super(descriptor); made.push(this); }
  };
  return made;
}

/** The part of the Trusted Types API used here; the DOM library does not have it yet. */
interface TrustedTypes { createPolicy(name: string, rules: { createScriptURL(wanted: string): string }): { createScriptURL(wanted: string): string } }
const threadWorkers: Worker[] = [];
let areVouchedFor = false;

/**
 * The library starts its threads from an address as text, which the kiosk's policy allows nobody; a script of this build may.
 * They are remembered, to be ended before the memory they share is overwritten.
 */
function vouchForThreads(): void {
  if (areVouchedFor) return;
  areVouchedFor = true;
  const policy = (self as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('kiosk', {
    createScriptURL(wanted) {
      const { origin, pathname } = new URL(wanted, location.href);
      if (origin !== location.origin || (!/^\/assets\/ort[\w.-]+\.js$/.test(pathname) && !import.meta.env.DEV)) throw new TypeError('only a script of this build');
      return wanted;
    },
  });
  const Plain = self.Worker;
  self.Worker = class extends Plain {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(policy?.createScriptURL(String(address)) ?? address, options);
      threadWorkers.push(this);
    }
  };
}

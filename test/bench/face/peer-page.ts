// In the browser, imported before a peer: what both peers' pages need.
import { warmRounds } from './warm.ts';

const memories: WebAssembly.Memory[] = [];
const Plain = WebAssembly.Memory;
const seen = (instance: WebAssembly.Instance) => { for (const one of Object.values(instance.exports)) if (one instanceof Plain) memories.push(one); };
// The peers do not show their memory; it is exported by what they instantiate, or imported into it.
WebAssembly.Memory = class extends Plain { constructor(descriptor: WebAssembly.MemoryDescriptor) { super(descriptor); memories.push(this); } };
const { instantiate, instantiateStreaming } = WebAssembly;
WebAssembly.instantiate = (async (bytes: BufferSource | WebAssembly.Module, imports?: WebAssembly.Imports) => {
  const made = await instantiate(bytes as BufferSource, imports) as unknown as WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource;
  seen(made instanceof WebAssembly.Instance ? made : made.instance);
  return made;
}) as typeof WebAssembly.instantiate;
WebAssembly.instantiateStreaming = async (source, imports) => { const made = await instantiateStreaming(source, imports); seen(made.instance); return made; };

export const bytesOf = (): number => [...new Set(memories)].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
/** Ms of the first run, and the median of the warm ones. */
export async function timed(rounds: number, run: () => Promise<void>) {
  const took: number[] = [];
  for (let i = 0; i < warmRounds + rounds; i++) { const began = performance.now(); await run(); took.push(performance.now() - began); }
  return { first: took[0]!, whole: took.slice(warmRounds).toSorted((a, b) => a - b)[Math.floor(rounds / 2)]! };
}

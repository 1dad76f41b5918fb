import type { RuntimeModule } from './runtime.ts';

/** Nothing is loaded where there is no graphics card. */
export async function startWebGpu(): Promise<RuntimeModule | null> { return null; }

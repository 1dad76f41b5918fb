import type { Page } from 'playwright-core';
import type { ModelsBench } from './models-page.ts';

/** A bench object that lives in a page, called from here; arguments and answers are plain data. */
export type Driven<Bench> = { readonly [K in keyof Bench]: Bench[K] extends (...args: infer Args) => infer Answer ? (...args: Args) => Promise<Awaited<Answer>> : never };
export const drive = <Bench>(page: Page): Driven<Bench> => new Proxy({} as Driven<Bench>, {
  get: (_, name) => (...args: unknown[]) => page.evaluate(([method, given]) => (globalThis as unknown as { bench: Record<string, (...all: unknown[]) => unknown> }).bench[method]!(...given), [String(name), args] as const),
});

/** Embeds many pictures in chunks, so that no call takes for ever. Answers how many have no face, and the mean bytes of a card. */
export async function embedAll(bench: Pick<Driven<ModelsBench>, 'embed'>, how: string, names: readonly string[]): Promise<{ readonly faceless: number; readonly meanBytes: number }> {
  const all = [...new Set(names)];
  let [bytes, faceless] = [0, 0];
  for (let at = 0; at < all.length; at += 50) {
    const done = await bench.embed(how, all.slice(at, at + 50));
    bytes += done.bytes;
    faceless += done.faceless.length;
  }
  return { faceless, meanBytes: Math.round(bytes / all.length) };
}

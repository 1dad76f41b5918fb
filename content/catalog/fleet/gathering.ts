/**
 * Many writes, one transaction: what comes while one is under way goes into the next together, at most `most` at a time. What
 * it gives resolves when its own batch is written, and rejects when that batch is not.
 */
export function gathering<T>(write: (batch: readonly T[]) => Promise<void>, most: number): { readonly add: (one: T) => Promise<void>; /** When nothing is under way any more. */ readonly idle: () => Promise<void> } {
  let waiting: { readonly one: T; readonly done: (error?: unknown) => void }[] = [];
  let under: Promise<void> | undefined;
  const work = async () => {
    // What this turn of the event loop still brings comes along.
    await new Promise((resolve) => { setImmediate(resolve); });
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      const error = await write(batch.map(({ one }) => one)).then(() => undefined, (reason: unknown) => reason ?? new Error('not written'));
      for (const { done } of batch) done(error);
    }
    under = undefined;
  };
  return {
    add: (one) => new Promise((resolve, reject) => {
      waiting.push({ one, done: (error) => (error === undefined ? resolve() : reject(error)) });
      under ??= work();
    }),
    idle: async () => under,
  };
}

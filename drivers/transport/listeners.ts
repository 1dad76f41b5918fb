import type { Clock } from './clock.ts';

/** A list of callbacks; `add` returns the way to stop. A callback may add or stop others while it is told. */
export function listeners<T>() {
  let all: readonly { readonly hear: (value: T) => void }[] = [];
  return {
    add(hear: (value: T) => void): () => void {
      const entry = { hear };
      all = [...all, entry];
      return () => { all = all.filter((one) => one !== entry); };
    },
    tell(value: T): void { for (const { hear } of all) hear(value); },
    get count() { return all.length; },
  };
}

/** A value of plain data that tells its watchers when it changes, and only then. */
export function watched<T>(first: T) {
  const watchers = listeners<T>();
  let value = first;
  return {
    get value() { return value; },
    set(next: T): void {
      if (JSON.stringify(next) === JSON.stringify(value)) return;
      value = next;
      watchers.tell(next);
    },
    watch: watchers.add,
    get watchers() { return watchers.count; },
  };
}

/**
 * Watching a status that a device does not tell by itself: while anybody watches, `check` runs every `everyMs`, the first
 * time after `firstMs`; with the last watcher it stops.
 */
export function watchedWhileChecked<T>(known: ReturnType<typeof watched<T>>, { clock, everyMs, firstMs = everyMs, check }: { clock: Clock; everyMs: number; firstMs?: number; check: () => void }) {
  let stopChecking: (() => void) | undefined;
  const checkNow = () => {
    stopChecking = clock.after(everyMs, checkNow);
    check();
  };
  return (onStatus: (status: T) => void): (() => void) => {
    const stop = known.watch(onStatus);
    stopChecking ??= clock.after(firstMs, checkNow);
    return () => {
      stop();
      if (known.watchers > 0) return;
      stopChecking?.();
      stopChecking = undefined;
    };
  };
}

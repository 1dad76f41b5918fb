/** The commands of one service, first come first served, whichever client they are from (FACTS §1.2, KAL CommandQueue). */
export interface ServiceQueue {
  add(job: () => Promise<void>): Queued;
}
export interface Queued {
  /** Takes it out if it has not begun; says whether it did. */
  remove(): boolean;
}

export function serviceQueue(): ServiceQueue {
  let waiting: readonly { readonly job: () => Promise<void> }[] = [];
  let running = false;

  async function work() {
    if (running) return;
    running = true;
    for (let next = waiting[0]; next; next = waiting[0]) {
      waiting = waiting.slice(1);
      await next.job();
    }
    running = false;
  }
  return {
    add(job) {
      const entry = { job };
      waiting = [...waiting, entry];
      void work();
      return {
        remove() {
          const before = waiting.length;
          waiting = waiting.filter((one) => one !== entry);
          return waiting.length < before;
        },
      };
    },
  };
}

import { type Clock, within } from '../transport/clock.ts';

/** So long a service may take to end what was cancelled; the person has left, nobody waits longer. */
const cancelMs = 1000;

/** How the command ended, or `left` when the signal fired and it has not ended soon after; it goes on unheard. */
export async function endedOrLeft<T>(clock: Clock, signal: AbortSignal | undefined, command: Promise<T>): Promise<T | 'left'> {
  const left = new Promise<'left'>((resolve) => {
    const wait = async () => { if (await within(clock, cancelMs, command, 'late' as const) === 'late') resolve('left'); };
    signal?.addEventListener('abort', wait, { once: true });
    void command.finally(() => signal?.removeEventListener('abort', wait));
  });
  return Promise.race([command, left]);
}

import type { XfsClient } from './client.ts';
import type { Json } from './envelope.ts';

const askMs = 5000;

/** What the service says it can do, asked at each new connection; `first` until it was heard, and while it cannot be. */
export function serviceCapabilities<C>(client: XfsClient, read: (payload: Json) => C, first: C): { readonly value: C; ask(): Promise<C> } {
  let value = first;
  async function ask(): Promise<C> {
    const outcome = await client.command('Common.Capabilities', '2.0', { timeoutMs: askMs });
    if (outcome.is === 'completed' && outcome.code === 'success') value = read(outcome.payload);
    return value;
  }
  client.watch((state) => { if (state === 'open') void ask(); });
  if (client.state === 'open') void ask();
  return { get value() { return value; }, ask };
}

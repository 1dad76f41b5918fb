import * as v from 'valibot';
import type { Door } from '../models/door.ts';

const deadlineMs = 10_000;
const Reply = v.variant('is', [
  v.object({ is: v.literal('not-set-up') }),
  v.object({ is: v.literal('shut') }),
  v.object({ is: v.literal('wrong'), triesLeft: v.number() }),
  v.object({ is: v.literal('locked'), forMs: v.number() }),
  v.object({ is: v.literal('open'), session: v.string() }),
  v.object({ is: v.literal('ended') }),
  v.object({ is: v.literal('busy') }),
]);
type Reply = v.InferOutput<typeof Reply>;

/** The door as the terminal's host keeps it, POST /v1/maintenance. A page without a host has none. `host`: '' for the page's own origin. */
export const hostDoor = (host = ''): Door => {
  const ask = (body: object) => askHost(host, body);
  return {
    async look() {
      const reply = await ask({ do: 'look' });
      return reply.is === 'shut' || reply.is === 'locked' || reply.is === 'not-set-up' ? reply : { is: 'unreachable' };
    },
    async open(pin) {
      const reply = await ask({ do: 'open', pin });
      return reply.is === 'shut' || reply.is === 'ended' ? { is: 'unreachable' } : reply;
    },
    async stay(session) {
      const reply = await ask({ do: 'stay', session });
      return reply.is === 'open' || reply.is === 'unreachable' ? reply.is : 'ended';
    },
    async end(session) { await ask({ do: 'end', session }); },
  };
};

async function askHost(host: string, body: object): Promise<Reply | { readonly is: 'unreachable' }> {
  try {
    const answer = await fetch(`${host}/v1/maintenance`, { method: 'POST', body: JSON.stringify(body), cache: 'no-store', keepalive: true, signal: AbortSignal.timeout(deadlineMs) });
    // A web server that is no terminal's host knows no such address.
    if (answer.status === 404 || answer.status === 405) return { is: 'not-set-up' };
    const parsed = v.safeParse(Reply, answer.ok ? await answer.json() : null);
    return parsed.success ? parsed.output : { is: 'unreachable' };
  } catch {
    return { is: 'unreachable' };
  }
}

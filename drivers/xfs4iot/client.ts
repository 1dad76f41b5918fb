import { type Clock, systemClock } from '../transport/clock.ts';
import { listeners } from '../transport/listeners.ts';
import { type CompletionCode, type Json, largestRequestId, type Message, readMessage, type Refusal, type Unsolicited, usualMessageBytes, writeMessage } from './envelope.ts';
import { type LinkState, type Located, openWebSocket, type OpenSocket, reconnectingSocket } from './reconnecting-socket.ts';

/** How a command ended. Only `completed` with `success` is a success; only `indeterminate` may or may not have happened. */
export type XfsOutcome =
  | { readonly is: 'completed'; readonly code: CompletionCode; readonly payload: Json }
  /** The service took it not: it was not carried out. */
  | { readonly is: 'refused'; readonly why: Refusal }
  /** Nothing left this side: sending it again is safe. */
  | { readonly is: 'not-sent'; readonly why: 'no-connection' | 'cancelled' | 'too-many' | 'too-large' | 'no-time' }
  /** It was sent, and no word of its end can be had. Never sent again by itself (FACTS §1.8 row 10). */
  | { readonly is: 'indeterminate'; readonly why: 'disconnected' | 'no-acknowledge' | 'no-completion' | 'broken-answer' };

export interface CommandAsk {
  readonly payload?: Json;
  readonly timeoutMs: number;
  /** Sends Common.Cancel; the command still ends by its own completion. */
  readonly signal?: AbortSignal | undefined;
  /** The service took the command: it waits in the service's queue, or begins. */
  readonly onAccepted?: (() => void) | undefined;
  readonly onEvent?: (name: string, payload: Json) => void;
}
/** One XFS4IoT service, seen from the page. Never rejects. */
export interface XfsClient {
  readonly state: LinkState;
  watch(onState: (state: LinkState) => void): () => void;
  command(name: string, version: string, ask: CommandAsk): Promise<XfsOutcome>;
  /** Unsolicited events. Returns the way to stop. */
  listen(onEvent: (event: Unsolicited) => void): () => void;
  close(): void;
}
export interface XfsClientOptions {
  /** The service's address, or a way to find it, asked before each connection (discovery.ts). */
  readonly at: string | (() => Promise<string | Located | undefined>);
  /** The token where `at` tells none; a vendor's service has none at all. */
  readonly token?: string | undefined;
  readonly clock?: Clock;
  readonly open?: OpenSocket;
  /** Largest message sent and received. */
  readonly maxMessageBytes?: number;
  readonly retries?: boolean;
}

/** Commands open at once (FACTS §1.8 row 11). */
const maxPending = 32;
/** So long a service has for its acknowledge, which it owes at once. */
const acknowledgeMs = 5000;
/** So much later than its timeout a completion may come; then it is given up. */
const graceMs = 250;
/** Messages that make no sense before the connection is dropped. */
const maxStrikes = 10;

interface Pending {
  readonly name: string;
  readonly onAccepted: CommandAsk['onAccepted'];
  readonly onEvent: CommandAsk['onEvent'];
  acknowledged: boolean;
  settle(outcome: XfsOutcome): void;
}

export function xfsClient({ at, token, clock = systemClock, open = openWebSocket, maxMessageBytes = usualMessageBytes, retries = true }: XfsClientOptions): XfsClient {
  const link = reconnectingSocket({ locate: typeof at === 'string' ? async () => at : at, token, clock, open, retries });
  const pending = new Map<number, Pending>();
  const unsolicited = listeners<Unsolicited>();
  /** Given up here, may still be answered. */
  const late = new Set<number>();
  let nextId = 0;
  let strikes = 0;

  link.watch((state) => {
    if (state === 'open') { strikes = 0; late.clear(); }
    if (state === 'closed') for (const one of pending.values()) one.settle({ is: 'indeterminate', why: 'disconnected' });
  });
  link.listen((text) => {
    const message = text === 'not-text' ? { type: 'unreadable' as const, why: 'not-json' as const } : readMessage(text, { maxBytes: maxMessageBytes });
    if (message.type === 'unreadable') {
      // Of a message that names its command, that command cannot be believed any more; the others can.
      if (message.requestId !== undefined && pending.has(message.requestId)) return pending.get(message.requestId)!.settle({ is: 'indeterminate', why: 'broken-answer' });
      return strike();
    }
    if (message.type === 'unsolicited') return unsolicited.tell(message);
    hear(message);
  });
  function strike() {
    if (++strikes >= maxStrikes) link.drop();
  }
  function hear(message: Exclude<Message, Unsolicited>) {
    const one = pending.get(message.requestId);
    if (!one || message.type === 'command') return late.has(message.requestId) && message.type !== 'command' ? undefined : strike();
    if (message.type === 'event') return one.acknowledged ? one.onEvent?.(message.name, message.payload) : strike();
    if (message.name !== one.name || (message.type === 'acknowledge') === one.acknowledged) return one.settle({ is: 'indeterminate', why: 'broken-answer' });
    if (message.type === 'completion') return one.settle({ is: 'completed', code: message.code, payload: message.payload });
    if (message.status) return one.settle({ is: 'refused', why: message.status });
    one.acknowledged = true;
    one.onAccepted?.();
  }

  /** Waits while a connection is being made, for `ms` at most. */
  function connected(ms: number, signal: AbortSignal | undefined): Promise<void> {
    link.wake();
    if (link.state !== 'connecting' || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => { stop(); callOff(); signal?.removeEventListener('abort', done); resolve(); };
      const stop = link.watch(done);
      const callOff = clock.after(ms, done);
      signal?.addEventListener('abort', done);
    });
  }
  function newId(): number {
    do nextId = nextId >= largestRequestId ? 1 : nextId + 1; while (pending.has(nextId) || late.has(nextId));
    return nextId;
  }

  async function command(name: string, version: string, { payload = {}, timeoutMs, signal, onAccepted, onEvent }: CommandAsk): Promise<XfsOutcome> {
    const atMs = clock.now() + timeoutMs;
    await connected(timeoutMs, signal);
    if (signal?.aborted) return { is: 'not-sent', why: 'cancelled' };
    if (link.state !== 'open') return { is: 'not-sent', why: 'no-connection' };
    if (pending.size >= maxPending && name !== 'Common.Cancel') return { is: 'not-sent', why: 'too-many' };
    const leftMs = Math.floor(atMs - clock.now());
    // 0 would mean: without a timeout.
    if (leftMs < 1) return { is: 'not-sent', why: 'no-time' };
    const requestId = newId();
    const text = writeMessage({ type: 'command', name, version, requestId, timeoutMs: leftMs, payload });
    if (text.length > maxMessageBytes) return { is: 'not-sent', why: 'too-large' };
    if (!link.send(text)) return { is: 'not-sent', why: 'no-connection' };
    return answer(requestId, { name, onAccepted, onEvent, leftMs, signal });
  }

  function answer(requestId: number, { name, onAccepted, onEvent, leftMs, signal }: Pick<Pending, 'name' | 'onAccepted' | 'onEvent'> & { leftMs: number; signal: AbortSignal | undefined }): Promise<XfsOutcome> {
    return new Promise((resolve) => {
      const cancel = () => {
        if (name !== 'Common.Cancel') void command('Common.Cancel', '2.0', { payload: { requestIds: [requestId] }, timeoutMs: acknowledgeMs });
      };
      const giveUp = (why: 'no-acknowledge' | 'no-completion') => () => {
        if (why === 'no-acknowledge' && one.acknowledged) return;
        if (late.size >= 100) late.clear();
        late.add(requestId);
        one.settle({ is: 'indeterminate', why });
        // A service that does not even acknowledge is dead; one that does not complete is asked to stop.
        if (why === 'no-acknowledge') link.drop(); else cancel();
      };
      const stops = [clock.after(Math.min(acknowledgeMs, leftMs + graceMs), giveUp('no-acknowledge')), clock.after(leftMs + graceMs, giveUp('no-completion'))];
      const one: Pending = {
        name, onAccepted, onEvent, acknowledged: false,
        settle(outcome) {
          if (!pending.delete(requestId)) return;
          for (const stop of stops) stop();
          signal?.removeEventListener('abort', cancel);
          resolve(outcome);
        },
      };
      pending.set(requestId, one);
      signal?.addEventListener('abort', cancel);
    });
  }

  return {
    get state() { return link.state; },
    watch: link.watch,
    command,
    listen: unsolicited.add,
    close: link.close,
  };
}

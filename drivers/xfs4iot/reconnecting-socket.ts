import type { Clock } from '../transport/clock.ts';
import { listeners, watched } from '../transport/listeners.ts';
import { subprotocolsFor } from './admission.ts';

/** Opens a WebSocket; the page's own constructor unless a test says otherwise. */
export type OpenSocket = (uri: string, subprotocols: string[]) => WebSocket;
export const openWebSocket: OpenSocket = (uri, subprotocols) => new WebSocket(uri, subprotocols);

export type LinkState = 'connecting' | 'open' | 'closed';
/** A WebSocket of text that opens again by itself, within its budget, until it is closed. */
export interface ReconnectingSocket {
  readonly state: LinkState;
  watch(onState: (state: LinkState) => void): () => void;
  /** Calls back with each message of text, or `not-text` for any other. */
  listen(onText: (text: string | 'not-text') => void): () => void;
  /** Says whether it was handed to an open connection. */
  send(text: string): boolean;
  /** Connects now instead of after the pause, if the budget allows. */
  wake(): void;
  /** Breaks the connection on purpose, because the other side breaks the rules; it is opened again after the pause. */
  drop(): void;
  close(): void;
}
/** Where a service is now, and the token that lets in there now: a host that started again has another one. */
export interface Located { readonly uri: string; readonly token: string }
export interface LinkOptions {
  /** The service's address, asked for before each attempt; undefined when it is not to be found now. */
  readonly locate: () => Promise<string | Located | undefined>;
  readonly token?: string | undefined;
  readonly clock: Clock;
  readonly open: OpenSocket;
  /** False: one attempt only. */
  readonly retries: boolean;
}

const firstPauseMs = 500;
const longestPauseMs = 8000;
const connectMs = 3000;
/** Eleven ports of which each may take its two seconds, and then some. */
const locateMs = 30_000;
/** Reconnect budget: so many attempts in so long (FACTS §1.8 row 11). */
export const budget = { attempts: 5, withinMs: 30_000 } as const;

export function reconnectingSocket({ locate, token, clock, open, retries }: LinkOptions): ReconnectingSocket {
  const state = watched<LinkState>('connecting');
  const hearers = listeners<string | 'not-text'>();
  let socket: WebSocket | undefined;
  let generation = 0;
  let attempts: readonly number[] = [];
  let failures = 0;
  let callOff: (() => void) | undefined;
  let over = false;

  /** Until another attempt is within the budget. */
  const waitMs = () => (attempts.length < budget.attempts ? 0 : Math.max(0, attempts.at(-budget.attempts)! + budget.withinMs - clock.now()));

  async function attempt() {
    const mine = ++generation;
    const current = () => mine === generation && !over;
    const limit = (ms: number) => { callOff?.(); callOff = clock.after(ms, () => { if (current()) lost(); }); };
    limit(locateMs);
    attempts = [...attempts, clock.now()].slice(-budget.attempts);
    state.set('connecting');
    const found = await locate().catch(() => undefined);
    if (!current()) return;
    if (found === undefined) return lost();
    const there = typeof found === 'string' ? { uri: found, token } : found;
    limit(connectMs);
    let made: WebSocket;
    try { made = open(there.uri, subprotocolsFor(there.token)); } catch { return lost(); }
    socket = made;
    made.addEventListener('open', () => {
      if (!current()) return;
      callOff?.();
      failures = 0;
      state.set('open');
    });
    made.addEventListener('message', ({ data }: MessageEvent<unknown>) => { if (current()) hearers.tell(typeof data === 'string' ? data : 'not-text'); });
    made.addEventListener('error', () => {}); // `close` follows
    made.addEventListener('close', () => { if (current()) lost(); });
  }
  function lost() {
    generation++;
    callOff?.();
    socket?.close();
    socket = undefined;
    const pauseMs = Math.max(Math.min(longestPauseMs, firstPauseMs * 2 ** failures++), waitMs());
    callOff = retries && !over ? clock.after(pauseMs, () => void attempt()) : undefined;
    state.set('closed');
  }
  void attempt();

  return {
    get state() { return state.value; },
    watch: state.watch,
    listen: hearers.add,
    send(text) {
      if (state.value !== 'open' || socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(text);
      return true;
    },
    wake() {
      if (state.value !== 'closed' || !callOff || over || waitMs() > 0) return;
      callOff();
      void attempt();
    },
    drop() { if (state.value === 'open') lost(); },
    close() {
      over = true;
      lost();
    },
  };
}

import type { Clock } from '../../transport/clock.ts';
import type { Call } from './services.ts';

export type Called =
  | { readonly is: 'reply'; readonly text: string }
  /** Something answered, but not so that its text could be had: an HTTP error, or a reply beyond all measure. */
  | { readonly is: 'refused' }
  /** Nothing listens there. */
  | { readonly is: 'no-wire' }
  | { readonly is: 'no-answer' }
  /** The caller's own limit came first: its deadline or its signal. */
  | { readonly is: 'stopped' };
export interface Limit { readonly atMs: number; readonly signal?: AbortSignal | undefined }

/** Replies carry up to three pictures in base64. More than this is no reply of a card service. */
const longestReplyChars = 8 * 1024 * 1024;

/** One question at a time to a service on this machine, each with its deadline. Never rejects; an unwanted reply is aborted. */
export function serviceExchange(origin: string, { clock, fetch: send }: { clock: Clock; fetch: typeof fetch }) {
  return async function ask(call: Call, patienceMs: number, limit?: Limit): Promise<Called> {
    const left = limit ? limit.atMs - clock.now() : Infinity;
    if (limit?.signal?.aborted || left <= 0) return { is: 'stopped' };
    const over = new AbortController();
    let settle!: (called: Called) => void;
    const outcome = new Promise<Called>((resolve) => { settle = resolve; });
    const stop = () => settle({ is: 'stopped' });
    const callOff = clock.after(Math.min(patienceMs, left), () => settle({ is: left < patienceMs ? 'stopped' : 'no-answer' }));
    limit?.signal?.addEventListener('abort', stop);
    void (call.method === 'say' ? said(origin + call.path, call.text, over.signal) : request(call, over.signal)).then(settle);
    const called = await outcome;
    callOff();
    limit?.signal?.removeEventListener('abort', stop);
    over.abort();
    return called;
  };

  async function request({ method, path, blind }: Exclude<Call, { method: 'say' }>, signal: AbortSignal): Promise<Called> {
    try {
      // No cookies, no referrer, no redirect: the service learns only that it is asked. A blind request needs no CORS header.
      const manner: RequestInit = blind ? { mode: 'no-cors' } : { redirect: 'error' };
      const answer = await send(origin + path, { method, signal, credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer', ...manner });
      if (!answer.ok) { void answer.body?.cancel().catch(() => undefined); return { is: 'refused' }; }
      return await shortText(answer);
    } catch {
      return { is: 'no-wire' };
    }
  }
}

/** The first text that a WebSocket gives back; each question has a connection of its own, so that no late answer is another's. */
function said(url: string, text: string, signal: AbortSignal): Promise<Called> {
  return new Promise((resolve) => {
    let socket: WebSocket;
    let opened = false;
    try { socket = new WebSocket(url); } catch { return resolve({ is: 'no-wire' }); }
    signal.addEventListener('abort', () => socket.close());
    socket.addEventListener('open', () => { opened = true; if (!signal.aborted) socket.send(text); });
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => resolve(typeof data === 'string' && data.length <= longestReplyChars ? { is: 'reply', text: data } : { is: 'refused' }));
    socket.addEventListener('close', () => resolve({ is: opened ? 'refused' : 'no-wire' }));
  });
}

async function shortText(answer: Response): Promise<Called> {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    text += decoder.decode(next.value, { stream: true });
    if (text.length > longestReplyChars) { void reader?.cancel().catch(() => undefined); return { is: 'refused' }; }
  }
  return { is: 'reply', text: text + decoder.decode() };
}

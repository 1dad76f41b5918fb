import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Me } from '../routes-login.ts';

/** Who is logged in; `null`: nobody; `undefined`: not yet known. */
export const me = signal<Me | null | undefined>(undefined);
/** One sentence for all pages: what was just done. */
export const said = signal<string | null>(null);
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly status: number; readonly says: string; readonly more: Readonly<Record<string, unknown>> };

/** Asks the console. What does not succeed comes back as a sentence; nothing that was typed is touched. */
export async function ask<T>(method: 'GET' | 'POST', address: string, body?: object | Blob): Promise<Reply<T>> {
  try {
    const sent = body === undefined ? {} : body instanceof Blob ? { body, headers: { 'x-console': '1', 'content-type': body.type || 'application/octet-stream' } } : { body: JSON.stringify(body), headers: { 'x-console': '1', 'content-type': 'application/json' } };
    const reply = await fetch(address, { method, ...(method === 'POST' ? { ...sent, headers: { 'x-console': '1', ...sent.headers } } : {}) });
    const answered = await reply.json() as Record<string, unknown>;
    if (reply.ok) return { ok: true, value: answered as T };
    if (reply.status === 401 && address !== '/api/login') me.value = null;
    return { ok: false, status: reply.status, says: String(answered['says'] ?? '没有做成，请再试一次。'), more: answered };
  } catch {
    return { ok: false, status: 0, says: '控制台没有响应。请看一看网络，再试一次；您填的都还在。', more: {} };
  }
}
export const post = <T,>(address: string, body: object | Blob = {}) => ask<T>('POST', address, body);

export async function whoAmI(): Promise<void> {
  const told = await ask<Me>('GET', '/api/me');
  me.value = told.ok ? told.value : null;
}

/** What an address answers, asked again when `again` is called or the address changes. */
export function useLoad<T>(address: string | null): { readonly value: T | undefined; readonly trouble: string | null; readonly again: () => void } {
  const [state, setState] = useState<{ readonly address: string | null; readonly value?: T; readonly trouble: string | null }>({ address: null, trouble: null });
  const [turn, setTurn] = useState(0);
  const mine = me.value?.id;
  useEffect(() => {
    if (address === null || mine === undefined) return undefined;
    let current = true;
    void (async () => {
      const reply = await ask<T>('GET', address);
      if (current) setState(reply.ok ? { address, value: reply.value, trouble: null } : { address, trouble: reply.says });
    })();
    return () => { current = false; };
  }, [address, turn, mine]);
  return { value: state.address === address ? state.value : undefined, trouble: state.address === address ? state.trouble : null, again: () => setTurn((n) => n + 1) };
}

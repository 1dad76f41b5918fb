import { signal } from '@preact/signals';
import type { KeyPath, Value } from '../yaml-document.ts';

/** What was typed and not yet saved: place → value, with the commit whose content was seen. `gone`: no longer written. */
export interface Draft { readonly seen: string; readonly typed: Readonly<Record<string, { readonly at: KeyPath; readonly to: Value } | { readonly at: KeyPath; readonly gone: true }>> }

const stored = 'console-drafts';
/** By `<edit> <file>`. Kept over a reload of the page, for as long as the browser tab is open. */
export const drafts = signal<Readonly<Record<string, Draft>>>(read());
function read(): Readonly<Record<string, Draft>> {
  try { return JSON.parse(sessionStorage.getItem(stored) ?? '{}') as Record<string, Draft>; } catch { return {}; }
}
export function keepDraft(name: string, draft: Draft | null): void {
  const others = Object.fromEntries(Object.entries(drafts.value).filter(([one]) => one !== name));
  drafts.value = draft && Object.keys(draft.typed).length > 0 ? { ...others, [name]: draft } : others;
  sessionStorage.setItem(stored, JSON.stringify(drafts.value));
}

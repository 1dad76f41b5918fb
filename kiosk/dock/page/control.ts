import { signal } from '@preact/signals';
import type { Command } from '../command.ts';
import type { DockState } from '../state.ts';

/** What lies on the table; null until the dock has told it. */
export const state = signal<DockState | null>(null);
/** The dock's process is gone, or did not do what was asked. */
export const trouble = signal<'gone' | 'not-done' | null>(null);

/** Keeps `state` up to date for as long as the page is open. */
export function follow(): void {
  const events = new EventSource('/events');
  events.addEventListener('message', ({ data }) => {
    state.value = JSON.parse(String(data)) as DockState;
    if (trouble.peek() === 'gone') trouble.value = null;
  });
  events.addEventListener('error', () => { trouble.value = 'gone'; });
}

/** Does one thing to a device; what came of it is seen in `state`. */
export async function control(command: Command): Promise<void> {
  try {
    const reply = await fetch('/control', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(command) });
    trouble.value = reply.ok ? null : 'not-done';
    if (reply.ok) state.value = await reply.json() as DockState;
  } catch {
    trouble.value = 'gone';
  }
}

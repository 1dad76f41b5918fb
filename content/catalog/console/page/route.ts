import { signal } from '@preact/signals';

/** The parts of the address after `#/`. */
export const route = signal<readonly string[]>(read());
function read(): readonly string[] {
  return location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);
}
addEventListener('hashchange', () => { route.value = read(); scrollTo(0, 0); });

export const to = (...parts: readonly string[]): string => `#/${parts.map(encodeURIComponent).join('/')}`;
export function go(...parts: readonly string[]): void { location.hash = to(...parts); }

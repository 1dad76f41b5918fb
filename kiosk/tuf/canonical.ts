/**
 * Canonical JSON (OLPC, TUF specification 1.0 §4.2): keys sorted by code point, no white space, only `\` and `"` escaped,
 * integers only. What is signed is this form of the parsed `signed` part, so that fields we do not know stay signed.
 * Throws `TypeError` on a value that has no canonical form.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('a number that is no integer has no canonical form');
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`${typeof value} has no canonical form`);
  const entries = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b));
  return `{${entries.map(([key, one]) => `${canonical(key)}:${canonical(one)}`).join(',')}}`;
}

export const canonicalBytes = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(canonical(value));

/**
 * Whether what JSON.parse gave back has a canonical form, and only one document has it: lone surrogates would all become U+FFFD,
 * and nesting without end would exhaust the stack.
 */
export function hasCanonicalForm(value: unknown, depth = 64): boolean {
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.entries(value).every(([key, one]) => hasCanonicalForm(key) && hasCanonicalForm(one, depth - 1));
}

/** UTF-16 order would put characters beyond the BMP before U+E000; their surrogates are lifted above it. */
function byCodePoint(a: string, b: string): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return lifted(x) - lifted(y);
  }
  return a.length - b.length;
}
const lifted = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

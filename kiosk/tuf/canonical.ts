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

/** UTF-16 order would put characters beyond the BMP before U+E000. */
function byCodePoint(a: string, b: string): number {
  const x = [...a];
  const y = [...b];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const apart = x[i]!.codePointAt(0)! - y[i]!.codePointAt(0)!;
    if (apart !== 0) return apart;
  }
  return x.length - y.length;
}

/** All parts in one new array. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

/** Copies of the bytes, at most `size` in each piece; one piece when `size` is 0. */
export function pieces(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer>[] {
  if (size <= 0) return [bytes.slice()];
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(i * size, (i + 1) * size));
}

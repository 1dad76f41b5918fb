import type { Bytes } from './bytes.ts';

/**
 * An ECDSA signature as TUF carries it (DER: a sequence of two integers, RFC 3279 §2.2.3) in the form WebCrypto takes (IEEE P1363:
 * r and s, each `size` bytes, big-endian). undefined when it is not that.
 */
export function p1363FromDer(der: Bytes, size: number): Bytes | undefined {
  const sequence = element(der, 0, 0x30);
  if (sequence === undefined || sequence.end !== der.length) return undefined;
  const r = element(der, sequence.start, 0x02);
  const s = r && element(der, r.end, 0x02);
  if (!r || !s || s.end !== der.length) return undefined;
  const plain = new Uint8Array(2 * size);
  for (const [number, end] of [[der.subarray(r.start, r.end), size], [der.subarray(s.start, s.end), 2 * size]] as const) {
    const first = number.findIndex((byte) => byte !== 0);
    const digits = first < 0 ? number.subarray(number.length) : number.subarray(first);
    if (number.length === 0 || number[0]! >= 0x80 || digits.length > size) return undefined;
    plain.set(digits, end - digits.length);
  }
  return plain;
}

/** Where the contents of the element at `at` start and end. No signature of ours needs more than the short form of a length, or one byte. */
function element(der: Bytes, at: number, tag: number): { readonly start: number; readonly end: number } | undefined {
  const short = der[at + 1];
  if (der[at] !== tag || short === undefined) return undefined;
  const start = short === 0x81 ? at + 3 : at + 2;
  const length = short === 0x81 ? der[at + 2] : short;
  if (length === undefined || (short !== 0x81 && short >= 0x80) || start + length > der.length) return undefined;
  return { start, end: start + length };
}

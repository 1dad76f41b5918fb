import type { ScannedCode } from './port.ts';

/** The most bytes a QR code holds (ISO/IEC 18004, version 40-L). */
export const longestCodeBytes = 2953;
/** Credentials on phones renew themselves within a minute or so; older ones are of no use to an honest person. */
const tokenGoodForMs = 60_000;
const localNumber = /^[A-Z0-9]+(?:-[A-Z0-9]+)*-\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-\d{4,15}-[A-Z0-9]$/;
const longestNumberBytes = 64;

/** Tells our own numbers from everything else. The bytes of a token are a copy of its own. */
export function codeOf(bytes: Uint8Array): ScannedCode {
  if (bytes.length <= longestNumberBytes && bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) {
    const number = String.fromCharCode(...bytes).trim().toUpperCase();
    if (localNumber.test(number)) return { kind: 'local-number', number };
  }
  return { kind: 'token', bytes: bytes.slice(), goodForMs: tokenGoodForMs };
}

import { type DemoToken, writeDemoToken } from '../../kiosk/dock/demo-codes.ts';

let shownSoFar = 0;

/** The bytes of a code shown now, or at `madeAt` (ms since 1970), by one of the dock's people, companies or helpers. */
export function shown(kind: DemoToken['kind'], of: string, madeAt = Date.now()): Uint8Array {
  return new TextEncoder().encode(writeDemoToken({ kind, of, madeAt, nonce: `test${(++shownSoFar).toString(36)}` }));
}

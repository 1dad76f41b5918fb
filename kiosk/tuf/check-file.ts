import { type Bytes, toHex } from './bytes.ts';
import type { Hashes } from './metadata.ts';

const algorithms: Readonly<Record<string, string>> = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };

/** What is wrong with these bytes, as far as length and hashes were vouched for (§5.5.2, §5.6.2, §5.7.3). A hash that cannot be checked is wrong. */
export async function checkFile(bytes: Bytes, { length, hashes }: { readonly length?: number; readonly hashes?: Hashes }): Promise<'wrong-length' | 'wrong-hash' | undefined> {
  if (length !== undefined && bytes.length !== length) return 'wrong-length';
  for (const [name, hash] of Object.entries(hashes ?? {})) {
    if (!Object.hasOwn(algorithms, name)) return 'wrong-hash';
    if (toHex(new Uint8Array(await crypto.subtle.digest(algorithms[name]!, bytes))) !== hash.toLowerCase()) return 'wrong-hash';
  }
  return undefined;
}

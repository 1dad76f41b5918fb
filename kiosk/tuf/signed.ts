import type { KeyRing } from './keys.ts';
import type { Key, Role } from './metadata.ts';
import type { Parsed } from './parse-metadata.ts';

/** §4.2.1, §5.3.4 and its like: signed by as many different keys of the role as its threshold asks. Signatures of other keys are nobody's. */
export async function isSigned({ signatures, signedBytes }: Parsed<unknown>, role: Role, keys: Readonly<Record<string, Key>>, ring: KeyRing): Promise<boolean> {
  const signers = new Set<string>();
  for (const keyid of role.keyids) {
    const signature = signatures.find((one) => one.keyid === keyid);
    if (!signature || !Object.hasOwn(keys, keyid)) continue;
    const signer = await ring.signer(keys[keyid]!, signedBytes, signature.sig);
    if (signer !== undefined) signers.add(signer);
    if (signers.size >= role.threshold) return true;
  }
  return false;
}

import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { canonicalBytes } from '../../kiosk/tuf/canonical.ts';
import type { Key, Metadata, Role, Signature } from '../../kiosk/tuf/metadata.ts';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import type { KeyProblem, Signer } from './signer.ts';
import { isSm2Signature } from './sm2-key.ts';

/** Signs, beside what has been signed already; a signature of the same key is replaced. */
export async function addSignatures<T>(metadata: Metadata<T>, signers: readonly Signer[]): Promise<Result<Metadata<T>, KeyProblem>> {
  const bytes = canonicalBytes(metadata.signed);
  const signatures: Signature[] = [...metadata.signatures];
  for (const signer of signers) {
    const signed = await signer.sign(bytes);
    if (!signed.ok) return signed;
    const at = signatures.findIndex(({ keyid }) => keyid === signer.keyid);
    signatures.splice(at >= 0 ? at : signatures.length, 1, { keyid: signer.keyid, sig: signed.value });
  }
  return ok({ signed: metadata.signed, signatures });
}

/** How many different keys of the role have signed this well, and how many must have. */
export function countSignatures(metadata: Metadata<unknown>, role: Role, keys: Readonly<Record<string, Key>>): { readonly good: number; readonly needed: number } {
  const bytes = canonicalBytes(metadata.signed);
  const good = new Set(metadata.signatures.flatMap(({ keyid, sig }) => {
    const key = Object.hasOwn(keys, keyid) ? keys[keyid] : undefined;
    return key && role.keyids.includes(keyid) && isSignature(key, bytes, sig) ? [key.keyval.public] : [];
  }));
  return { good: good.size, needed: role.threshold };
}

export function enough(metadata: Metadata<unknown>, name: string, role: Role, keys: Readonly<Record<string, Key>>): Result<null, { readonly is: 'unsigned'; readonly role: string; readonly good: number; readonly needed: number }> {
  const count = countSignatures(metadata, role, keys);
  return count.good >= count.needed ? ok(null) : fail({ is: 'unsigned', role: name, ...count });
}

/** The writer's own look at a signature; what counts in the end is the kiosk's client (`verify`). */
export function isSignature(key: Key, bytes: Uint8Array, sig: string): boolean {
  try {
    if (key.scheme === 'sm2-sm3') return isSm2Signature(key, bytes, sig);
    return verify(key.scheme === 'ed25519' ? null : 'sha256', bytes, keyObject(key), Buffer.from(sig, 'hex'));
  } catch { return false; }
}

function keyObject(key: Key): KeyObject {
  // RFC 8410: the head of an Ed25519 SPKI is always the same.
  if (key.scheme === 'ed25519') return createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(key.keyval.public, 'hex')]), format: 'der', type: 'spki' });
  return createPublicKey(key.keyval.public);
}

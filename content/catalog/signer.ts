import { createPublicKey, type KeyObject, sign, createHash } from 'node:crypto';
import type { Key } from '../../kiosk/tuf/metadata.ts';
import { canonicalBytes } from '../../kiosk/tuf/canonical.ts';
import { ok, type Result } from '../../kiosk/core/result.ts';
import { signWithSm2, sm2PublicKey } from './sm2-key.ts';

/**
 * Why a key cannot be used; `name` is the file, token or holder.
 * - `passphrase`: it does not open the key. - `no-key`: there is none. - `not-a-key`: a file of another kind, or a damaged one.
 * - `token`: the token does not answer, or not as wanted (`says` of the tool). - `unsupported`: a kind of key no kiosk knows.
 */
export type KeyProblem = { readonly is: 'passphrase' | 'no-key' | 'not-a-key' | 'token' | 'unsupported'; readonly name: string; readonly says?: string };

/** Something that signs: an encrypted file, a token, one day a service. Never rejects. */
export interface Signer {
  readonly key: Key;
  readonly keyid: string;
  /** The signature in hexadecimal, as TUF writes it: ECDSA in DER. */
  sign(bytes: Uint8Array): Promise<Result<string, KeyProblem>>;
}

/** SHA-256 of the key's canonical JSON, hexadecimal (TUF specification 1.0 §4.2). */
export const keyidOf = (key: Key): string => createHash('sha256').update(canonicalBytes(key)).digest('hex');

/** A public key as TUF writes it: Ed25519 as 32 bytes in hexadecimal, ECDSA as PEM; undefined for another kind. */
export function publicKeyOf(key: KeyObject): Key | undefined {
  const open = key.type === 'public' ? key : createPublicKey(key);
  if (open.asymmetricKeyType === 'ed25519') {
    // The last 32 bytes of the SPKI are the key itself (RFC 8410 §4).
    return { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: open.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex') } };
  }
  if (open.asymmetricKeyType === 'ec' && open.asymmetricKeyDetails?.namedCurve === 'prime256v1') {
    return { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp256', keyval: { public: open.export({ type: 'spki', format: 'pem' }).toString().trim() } };
  }
  return undefined;
}

/** Signs with a private key in memory; undefined for a kind no kiosk knows. */
export function signerOf(secret: KeyObject): Signer | undefined {
  const key = secret.asymmetricKeyType === 'ed25519' || secret.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? publicKeyOf(secret) : sm2PublicKey(secret);
  if (!key) return undefined;
  if (key.keytype === 'sm2') return { key, keyid: keyidOf(key), sign: (bytes) => Promise.resolve(ok(signWithSm2(secret, bytes))) };
  const digest = key.keytype === 'ed25519' ? null : 'sha256';
  return { key, keyid: keyidOf(key), sign: (bytes) => Promise.resolve(ok(sign(digest, bytes, secret).toString('hex'))) };
}

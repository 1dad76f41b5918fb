import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { fail, ok, type Result } from '../core/result.ts';
import { toBase64 } from '../platform/base64.ts';
import type { Sealed } from '../platform/port.ts';

/** The office's public key. `keyId` is the JWK's `kid`, else its RFC 7638 thumbprint; it tells the office which private key opens. */
export interface PublicKey { readonly keyId: string; readonly key: CryptoKey }

/** Binds a ciphertext to its use (RFC 9180 `info`); the office opens with the same words. */
export const sealInfo = 'shuangquan-kiosk application v1';

const suite = () => new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** The public key from a JWK on P-256, as the signed content carries it. A private key is refused: it has no business on a kiosk. */
export async function importPublicKey(jwk: JsonWebKey & { readonly kid?: string }): Promise<Result<PublicKey, 'not-a-public-key'>> {
  if (jwk.kty !== 'EC' || jwk.crv !== 'P-256' || jwk.d !== undefined) return fail('not-a-public-key');
  try {
    const { kty, crv, x, y } = jwk as { kty: string; crv: string; x: string; y: string };
    const key = await suite().kem.importKey('jwk', { kty, crv, x, y }, true);
    return ok({ key, keyId: jwk.kid ?? await thumbprint({ crv, kty, x, y }) });
  } catch {
    return fail('not-a-public-key');
  }
}

/**
 * Seals an application (anything JSON can say) so that only the office can read it: not this kiosk, not whoever carries it
 * off. The local number is authenticated with it (aad), so a ciphertext cannot be passed off under another receipt.
 * Rejects when WebCrypto fails.
 */
export async function seal(application: unknown, localNumber: string, { keyId, key }: PublicKey): Promise<Sealed> {
  const utf8 = new TextEncoder();
  const sender = await suite().createSenderContext({ recipientPublicKey: key, info: utf8.encode(sealInfo) });
  const ciphertext = await sender.seal(utf8.encode(JSON.stringify(application)), utf8.encode(localNumber));
  return {
    suite: 'DHKEM-P256-HKDF-SHA256/HKDF-SHA256/AES-256-GCM', keyId,
    enc: toBase64(new Uint8Array(sender.enc)), ciphertext: toBase64(new Uint8Array(ciphertext)),
  };
}

/** RFC 7638: SHA-256 over the required members in lexical order without spaces, base64url. */
async function thumbprint(members: { crv: string; kty: string; x: string; y: string }): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(members)));
  return toBase64(new Uint8Array(digest)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

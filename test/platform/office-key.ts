import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sealed } from '../../kiosk/platform/port.ts';
import { importPublicKey, sealInfo } from '../../kiosk/store/seal.ts';

export interface OfficeKey {
  readonly keyId: string;
  /** As the signed content would carry it, `kid` included. */
  readonly publicJwk: JsonWebKey & { readonly kid: string };
  /** The opened application, or null: not for this key, tampered with, or sealed under another local number. */
  open(sealed: Sealed, localNumber: string): Promise<unknown>;
}

/** The office's key pair, made at the first start and kept in `dir`: a restart must still open what kiosks have sealed. */
export async function officeKey(dir: string): Promise<OfficeKey> {
  const file = join(dir, 'office-private-key.jwk.json');
  if (!existsSync(file)) {
    const made = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
    writeFileSync(file, JSON.stringify(await crypto.subtle.exportKey('jwk', made.privateKey)), { mode: 0o600, flag: 'wx' });
  }
  const { kty, crv, x, y, d } = JSON.parse(readFileSync(file, 'utf8')) as Record<'kty' | 'crv' | 'x' | 'y' | 'd', string>;
  const imported = await importPublicKey({ kty, crv, x, y });
  if (!imported.ok) throw new Error(`${file} is not a key on P-256`);
  const { keyId } = imported.value;
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const recipientKey = await suite.kem.importKey('jwk', { kty, crv, x, y, d }, false);
  const utf8 = new TextEncoder();

  return {
    keyId,
    publicJwk: { kty, crv, x, y, kid: keyId },
    async open(sealed, localNumber) {
      if (sealed.keyId !== keyId) return null;
      try {
        const recipient = await suite.createRecipientContext({ recipientKey, enc: bytes(sealed.enc), info: utf8.encode(sealInfo) });
        const plain = await recipient.open(bytes(sealed.ciphertext), utf8.encode(localNumber));
        return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain)) as unknown;
      } catch {
        return null;
      }
    },
  };
}

/** A buffer of its own: a Node Buffer shares its memory with others. */
const bytes = (base64: string): ArrayBuffer => new Uint8Array(Buffer.from(base64, 'base64')).buffer;

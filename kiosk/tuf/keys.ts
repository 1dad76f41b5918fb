import { type Bytes, fromHex, toHex } from './bytes.ts';
import { p1363FromDer } from './ecdsa-signature.ts';
import type { Key } from './metadata.ts';
import type { VerifySignature } from './port.ts';

export type Schemes = Readonly<Record<string, VerifySignature>>;

/** Whether the key made this signature (hexadecimal) over the data. Never rejects: what cannot be read is not signed. */
export async function verifySignature(key: Key, data: Bytes, signature: string, schemes: Schemes = {}): Promise<boolean> {
  return (await keyRing(schemes).signer(key, data, signature)) !== undefined;
}

/** Remembers keys once they are imported. */
export interface KeyRing {
  /**
   * Who made the signature: the key itself, however it is written down (hexadecimal or PEM, under whichever id), so that one
   * key listed twice counts once towards a threshold. undefined: not this key.
   */
  signer(key: Key, data: Bytes, signature: string): Promise<string | undefined>;
}

export function keyRing(schemes: Schemes = {}): KeyRing {
  const known = new Map<string, Promise<PublicKey | undefined>>();
  const imported = ({ keytype, scheme, keyval }: Key) => {
    const name = `${keytype}\n${scheme}\n${keyval.public}`;
    const before = known.get(name);
    if (before) return before;
    const now = importKey(keytype, scheme, keyval.public).catch(() => undefined);
    known.set(name, now);
    return now;
  };
  return {
    async signer(key, data, signature) {
      if (typeof key.keyval.public !== 'string') return undefined;
      try {
        if (Object.hasOwn(schemes, key.scheme)) return (await schemes[key.scheme]!(key.keyval.public, data, signature)) ? `${key.scheme} ${key.keyval.public}` : undefined;
        const bytes = fromHex(signature);
        const publicKey = await imported(key);
        return bytes && publicKey && await publicKey.verifies(bytes, data) ? publicKey.itself : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

interface PublicKey { readonly itself: string; readonly verifies: (signature: Bytes, data: Bytes) => Promise<boolean> }

const subtle = crypto.subtle;

/** §4.2: the key types of the specification and the older name of ECDSA's. Rejects on key material that is none. */
async function importKey(keytype: string, scheme: string, material: string): Promise<PublicKey | undefined> {
  if (keytype === 'ed25519' && scheme === 'ed25519') {
    const key = await imported(material, { name: 'Ed25519' });
    return { itself: await itself(key), verifies: (signature, data) => subtle.verify({ name: 'Ed25519' }, key, signature, data) };
  }
  if ((keytype === 'ecdsa' || keytype === 'ecdsa-sha2-nistp256') && scheme === 'ecdsa-sha2-nistp256') {
    const key = await imported(material, { name: 'ECDSA', namedCurve: 'P-256' });
    return {
      itself: await itself(key),
      async verifies(signature, data) {
        const plain = p1363FromDer(signature, 32);
        return plain !== undefined && subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, plain, data);
      },
    };
  }
  if (keytype === 'rsa' && scheme === 'rsassa-pss-sha256') {
    const key = await imported(material, { name: 'RSA-PSS', hash: 'SHA-256' });
    // The salt is as long as the digest, or as long as there is room (older signers): WebCrypto must be told which.
    const longest = (key.algorithm as RsaHashedKeyAlgorithm).modulusLength / 8 - 32 - 2;
    return {
      itself: await itself(key),
      async verifies(signature, data) {
        for (const saltLength of [32, longest]) if (await subtle.verify({ name: 'RSA-PSS', saltLength }, key, signature, data)) return true;
        return false;
      },
    };
  }
  return undefined;
}

const imported = (material: string, algorithm: EcKeyImportParams | RsaHashedImportParams | { readonly name: string }): Promise<CryptoKey> =>
  (material.trimStart().startsWith('-----BEGIN PUBLIC KEY-----')
    ? subtle.importKey('spki', derFromPem(material), algorithm, true, ['verify'])
    : subtle.importKey('raw', fromHex(material) ?? new Uint8Array(), algorithm, true, ['verify']));

const itself = async (key: CryptoKey): Promise<string> => toHex(new Uint8Array(await subtle.exportKey('spki', key)));

const derFromPem = (pem: string): Bytes => Uint8Array.from(atob(pem.replaceAll(/-----[^-]*-----|\s/g, '')), (char) => char.charCodeAt(0));

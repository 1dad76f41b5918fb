// Keys of a test's repository, made by Node's crypto and not by the client's.
import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { canonical } from '../../kiosk/tuf/canonical.ts';
import type { Key } from '../../kiosk/tuf/metadata.ts';

export interface Signer { readonly id: string; readonly key: Key; sign(data: Uint8Array): string }

export function ed25519({ as = 'hex' }: { as?: 'hex' | 'pem' } = {}): Signer {
  return ed25519From(generateKeyPairSync('ed25519'), as);
}
export function ed25519From({ publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }, as: 'hex' | 'pem'): Signer {
  const value = as === 'pem' ? pem(publicKey) : publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  return signer('ed25519', 'ed25519', value, (data) => sign(null, data, privateKey));
}

export function ecdsa({ keytype = 'ecdsa' }: { keytype?: 'ecdsa' | 'ecdsa-sha2-nistp256' } = {}): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return signer(keytype, 'ecdsa-sha2-nistp256', pem(publicKey), (data) => sign('sha256', data, privateKey));
}

export function rsa({ saltLength = constants.RSA_PSS_SALTLEN_DIGEST }: { saltLength?: number } = {}): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return signer('rsa', 'rsassa-pss-sha256', pem(publicKey), (data) => sign('sha256', data, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }));
}

export function signer(keytype: string, scheme: string, value: string, make: (data: Uint8Array) => Uint8Array): Signer {
  const key = { keytype, scheme, keyval: { public: value } };
  return { id: createHash('sha256').update(canonical(key)).digest('hex'), key, sign: (data) => Buffer.from(make(data)).toString('hex') };
}

const pem = (key: KeyObject): string => key.export({ format: 'pem', type: 'spki' }).toString();

import type { KeyObject } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import type { Key } from '../../kiosk/tuf/metadata.ts';

/** The usual distinguishing identifier (GB/T 35276). */
const signing = { der: true, hash: true, userId: '1234567812345678' } as const;

/** The uncompressed point of an SM2 key, as kiosks know it (kiosk/tuf/sm2.ts); undefined for a key of another curve. */
export function sm2PublicKey(secret: KeyObject): Key | undefined {
  const scalar = scalarOf(secret);
  return scalar === undefined ? undefined : { keytype: 'sm2', scheme: 'sm2-sm3', keyval: { public: sm2.getPublicKeyFromPrivateKey(scalar) } };
}

/** Signs with SM3 (GB/T 32918.2). Not by Node: what it signs with SM2 lacks the identifier, and nothing else verifies it. */
export const signWithSm2 = (secret: KeyObject, bytes: Uint8Array): string => sm2.doSignature(bytes, scalarOf(secret)!, signing);

export function isSm2Signature({ keyval }: Key, bytes: Uint8Array, sig: string): boolean {
  return sm2.doVerifySignature(bytes, sig, keyval.public, signing);
}

const curve = '2a811ccf5501822d';
/** Out of PKCS#8: Node has no name for the curve, and exporting it as SEC 1 aborts the process. */
function scalarOf(secret: KeyObject): string | undefined {
  const der = secret.export({ type: 'pkcs8', format: 'der' }).toString('hex');
  return der.includes(`0608${curve}`) ? /020101(?:0420)([0-9a-f]{64})/.exec(der)?.[1] : undefined;
}

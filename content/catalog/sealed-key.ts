import { createCipheriv, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import { writeDurably, writeWhole } from './durable.ts';
import { type KeyProblem, type Signer, signerOf } from './signer.ts';

/**
 * What guessing a passphrase costs. OpenSSL refuses to read keys that need more than 32 MiB, so it is the 16 MiB form of the
 * OWASP recommendation: N = 2^14, r = 8, p = 5; about 0.2 s a guess.
 */
export interface SealCost { readonly N: number; readonly r: number; readonly p: number }
export const strongSeal: SealCost = { N: 2 ** 14, r: 8, p: 5 };
/** `sm2` only for sites that demand it: their kiosks must be told to know it. */
export const keyKinds = ['ed25519', 'ecdsa', 'sm2'] as const;
export type KeyKind = (typeof keyKinds)[number];

/** A new private key; it is nowhere but in memory until it is sealed. */
export const newKey = (kind: KeyKind): KeyObject => (kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: kind === 'sm2' ? 'SM2' : 'prime256v1' })).privateKey;

/**
 * A private key as an encrypted PKCS#8 PEM (RFC 5958) under scrypt (RFC 7914 §7) and AES-256-CBC: any OpenSSL opens it. Node's
 * own export derives with 2,048 rounds of PBKDF2, which a stolen file does not withstand.
 */
export function sealKey(secret: KeyObject, passphrase: string, cost: SealCost = strongSeal): string {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', scryptSync(passphrase, salt, 32, { ...cost, maxmem: 64 * 1024 * 1024 }), iv);
  const sealed = Buffer.concat([cipher.update(secret.export({ type: 'pkcs8', format: 'der' })), cipher.final()]);
  const derivation = sequence(oid('2b06010401da47040b'), sequence(octets(salt), integer(cost.N), integer(cost.r), integer(cost.p), integer(32)));
  const encryption = sequence(oid('60864801650304012a'), octets(iv));
  const der = sequence(sequence(oid('2a864886f70d01050d'), sequence(derivation, encryption)), octets(sealed));
  return `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${der.toString('base64').replaceAll(/(.{64})(?!$)/g, '$1\n')}\n-----END ENCRYPTED PRIVATE KEY-----\n`;
}

/** Opens a sealed key. A key that lies there unencrypted is refused: it must never have been on a disk. */
export function openKey(file: string, passphrase: string): Result<Signer, KeyProblem> {
  if (!existsSync(file)) return fail({ is: 'no-key', name: file });
  const pem = readFileSync(file, 'utf8');
  if (!isSealed(pem)) return fail({ is: 'not-a-key', name: file });
  try {
    const signer = signerOf(createPrivateKey({ key: pem, format: 'pem', passphrase }));
    return signer ? ok(signer) : fail({ is: 'unsupported', name: file });
  } catch {
    return fail({ is: 'passphrase', name: file });
  }
}

/** Whole and encrypted: a wrong passphrase cannot be told from a damaged key by trying to open it. */
function isSealed(pem: string): boolean {
  const body = /-----BEGIN ENCRYPTED PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END ENCRYPTED PRIVATE KEY-----/.exec(pem)?.[1];
  const der = Buffer.from(body ?? '', 'base64');
  if (der[0] !== 0x30 || der.length < 100) return false;
  const [length, header] = der[1]! < 0x80 ? [der[1]!, 2] : der[1] === 0x81 ? [der[2]!, 3] : [der.readUInt16BE(2), 4];
  return der.length === length + header;
}

/** Writes a sealed key that only its owner may read. */
export function keepKey(file: string, secret: KeyObject, passphrase: string, cost?: SealCost, durable = true): void {
  const pem = Buffer.from(sealKey(secret, passphrase, cost));
  if (durable) writeDurably(file, pem, 0o600);
  else writeWhole(file, pem, 0o600);
}

function tlv(tag: number, content: Buffer): Buffer {
  const n = content.length;
  const length = n < 0x80 ? [n] : n < 0x100 ? [0x81, n] : [0x82, n >> 8, n & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
const sequence = (...parts: readonly Buffer[]): Buffer => tlv(0x30, Buffer.concat(parts));
const octets = (bytes: Buffer): Buffer => tlv(0x04, bytes);
const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'));
function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return tlv(0x02, bytes[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

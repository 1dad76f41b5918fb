import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { p1363FromDer } from '../../kiosk/tuf/ecdsa-signature.ts';
import { keyRing, verifySignature } from '../../kiosk/tuf/keys.ts';
import { utf8 } from './repository.ts';
import { ecdsa, ed25519, ed25519From, rsa, type Signer } from './signers.ts';

const data = utf8('what is signed');

test.each<[string, () => Signer]>([
  ['ed25519 as hexadecimal', () => ed25519()], ['ed25519 as PEM', () => ed25519({ as: 'pem' })],
  ['ecdsa', () => ecdsa()], ['ecdsa under its longer name', () => ecdsa({ keytype: 'ecdsa-sha2-nistp256' })],
  ['rsa-pss', () => rsa()], ['rsa-pss with the longest salt', () => rsa({ saltLength: 222 })],
])('%s signs what it signed, and nothing else', async (_, make) => {
  const [one, other] = [make(), make()];
  const signature = one.sign(data);
  expect(await verifySignature(one.key, data, signature)).toBe(true);
  expect(await verifySignature(one.key, utf8('something else'), signature)).toBe(false);
  expect(await verifySignature(other.key, data, signature)).toBe(false);
  expect(await verifySignature({ ...one.key, scheme: 'none' }, data, signature)).toBe(false);
  expect(await verifySignature({ ...one.key, keytype: 'constructor' }, data, signature)).toBe(false);
  for (const broken of ['', 'zz', signature.slice(2), `${signature}00`, signature.replace(/^../, (byte) => (byte === '00' ? '01' : '00'))]) expect(await verifySignature(one.key, data, broken), broken).toBe(false);
});

test('ECDSA signatures of all lengths: numbers that begin with zeros, and with a high bit', async () => {
  const { key, sign } = ecdsa();
  const lengths = new Set<number>();
  for (let i = 0; i < 400; i++) {
    const text = utf8(`text ${i}`);
    const signature = sign(text);
    lengths.add(signature.length / 2);
    expect(await verifySignature(key, text, signature)).toBe(true);
  }
  expect(lengths.size).toBeGreaterThanOrEqual(3);
});

test.each([
  ['nothing', ''], ['no sequence', '310602010102'.concat('0101')], ['an end too early', '3006020101020101'.slice(0, -2)], ['something after it', '300602010102010100'],
  ['a negative number', '3006020181020101'], ['an empty number', '30050200020101'], ['a third number', '3009020101020101020101'],
  ['a number too long', `3026${'0221'}01${'00'.repeat(32)}020101`], ['a length without an end', '3080020101020101'],
])('DER with %s is no signature', (_, hex) => {
  expect(p1363FromDer(new Uint8Array(Buffer.from(hex, 'hex')), 32)).toBeUndefined();
});
test('DER of two small numbers fills them with zeros', () => {
  expect(Buffer.from(p1363FromDer(new Uint8Array(Buffer.from('3006020107020109', 'hex')), 2)!).toString('hex')).toBe('00070009');
});

test.each([
  ['no text at all', 7], ['an empty text', ''], ['a point that is none', 'zz'.repeat(32)], ['a key too short', '00'.repeat(31)], ['half a PEM', '-----BEGIN PUBLIC KEY-----\nMCow'],
])('a key of %s signs nothing and breaks nothing', async (_, material) => {
  const { key, sign } = ed25519();
  expect(await verifySignature({ ...key, keyval: { public: material as string } }, data, sign(data))).toBe(false);
});

test('one key is one signer, in whatever letters, lines and ids it is written', async () => {
  const pair = generateKeyPairSync('ed25519');
  const [hex, pem] = [ed25519From(pair, 'hex'), ed25519From(pair, 'pem')];
  const ring = keyRing();
  const signers = await Promise.all([hex.key, { ...hex.key, keyval: { public: hex.key.keyval.public.toUpperCase() } }, pem.key, { ...pem.key, keyval: { public: `\n${pem.key.keyval.public}\n\n` } }]
    .map((key) => ring.signer(key, data, hex.sign(data))));
  expect(signers[0]).toBeDefined();
  expect(new Set(signers).size).toBe(1);
  expect(hex.id).not.toBe(pem.id);
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sm2 } from 'sm-crypto-v2';
import { describe, expect, onTestFinished, test } from 'vitest';
import { verifySignature } from '../../kiosk/tuf/keys.ts';
import { sm2Schemes } from '../../kiosk/tuf/sm2.ts';
import { kioskFor, Repository, utf8 } from './repository.ts';
import { ed25519, signer, type Signer } from './signers.ts';

const schemes = sm2Schemes();
const data = utf8('要签的内容');
function sm2Signer(): Signer {
  const { publicKey, privateKey } = sm2.generateKeyPairHex();
  return signer('sm2', 'sm2-sm3', publicKey, (bytes) => Buffer.from(sm2.doSignature(bytes, privateKey, { der: true, hash: true, publicKey }), 'hex'));
}

test('SM2 signs what it signed, and nothing else', async () => {
  const [one, other] = [sm2Signer(), sm2Signer()];
  const signature = one.sign(data);
  expect(await verifySignature(one.key, data, signature, schemes)).toBe(true);
  expect(await verifySignature(one.key, utf8('别的内容'), signature, schemes)).toBe(false);
  expect(await verifySignature(other.key, data, signature, schemes)).toBe(false);
  for (const broken of ['', 'zz', signature.slice(2), `${signature}00`, '3006020100020101', '3006020101020100']) expect(await verifySignature(one.key, data, broken, schemes), broken).toBe(false);
});

test('where a site does not demand it, it counts for nothing', async () => {
  const one = sm2Signer();
  expect(await verifySignature(one.key, data, one.sign(data))).toBe(false);
});

test('a key has one form only, and must be a point of the curve', async () => {
  const one = sm2Signer();
  const { public: point } = one.key.keyval;
  for (const other of [point.toUpperCase(), point.slice(2), sm2.compressPublicKeyHex(point), `04${'11'.repeat(64)}`, '', '04']) {
    expect(await verifySignature({ ...one.key, keyval: { public: other } }, data, one.sign(data), schemes), other).toBe(false);
  }
});

test('a role may want an Ed25519 and an SM2 signature together', async () => {
  const both = [ed25519(), sm2Signer()];
  const repository = new Repository({ signers: { snapshot: both } }).publish();
  expect(repository.root.roles.snapshot.threshold).toBe(2);
  expect(await kioskFor(repository).refresh({ schemes })).toEqual({ ok: true, value: null });
  expect(await kioskFor(repository).refresh()).toEqual({ ok: false, problem: { is: 'unsigned', name: 'snapshot' } });
});

const openssl = (...args: string[]) => spawnSync('openssl', args);
const noOpenssl = openssl('ecparam', '-name', 'SM2', '-noout').status === 0 ? '' : ' (skipped: no openssl with SM2)';
describe.skipIf(noOpenssl !== '')(`with OpenSSL on the other side${noOpenssl}`, () => {
  test('what OpenSSL signs is verified here, in signatures of all lengths', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-sm2-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const at = (name: string) => path.join(dir, name);
    expect(openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', at('key.pem')).status).toBe(0);
    const point = openssl('pkey', '-in', at('key.pem'), '-pubout', '-outform', 'DER').stdout.subarray(-65).toString('hex');
    for (let i = 0; i < 12; i++) {
      const text = utf8(`第 ${i} 次`);
      writeFileSync(at('text'), text);
      expect(openssl('pkeyutl', '-sign', '-inkey', at('key.pem'), '-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678', '-in', at('text'), '-out', at('signature')).status).toBe(0);
      const key = { keytype: 'sm2', scheme: 'sm2-sm3', keyval: { public: point } };
      expect(await verifySignature(key, text, readFileSync(at('signature')).toString('hex'), schemes)).toBe(true);
      expect(await verifySignature(key, data, readFileSync(at('signature')).toString('hex'), schemes)).toBe(false);
    }
  });
});

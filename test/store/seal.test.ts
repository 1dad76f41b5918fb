import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { importPublicKey, seal } from '../../kiosk/store/seal.ts';
import { officeKey } from '../platform/office-key.ts';

const dir = mkdtempSync(join(tmpdir(), 'seal-'));
afterAll(() => rmSync(dir, { recursive: true }));
const office = await officeKey(dir);
const imported = await importPublicKey(office.publicJwk);
if (!imported.ok) throw new Error('the public key does not import');
const key = imported.value;

const localNumber = 'ST01-20261104-0042-0';
const application = { items: [{ id: 'medical-account-withdrawal', department: '山亭区医保局' }], form: { name: '㛃𠮷䶮' }, signature: 'A'.repeat(300_000) };

describe('a sealed application', () => {
  test('opens for the office as it was', async () => {
    expect(await office.open(await seal(application, localNumber, key), localNumber)).toEqual(application);
  });

  test('shows nothing of what is in it and never looks the same twice', async () => {
    const [one, other] = [await seal(application, localNumber, key), await seal(application, localNumber, key)];
    expect(Buffer.from(one.ciphertext, 'base64').toString('latin1')).not.toContain('medical-account');
    expect(one.ciphertext).not.toBe(other.ciphertext);
    expect(one).toMatchObject({ suite: 'DHKEM-P256-HKDF-SHA256/HKDF-SHA256/AES-256-GCM', keyId: office.keyId });
  });

  test('does not open under another receipt number', async () => {
    expect(await office.open(await seal(application, localNumber, key), 'ST01-20261104-0043-Y')).toBeNull();
  });

  test('does not open with a single bit changed', async () => {
    const sealed = await seal(application, localNumber, key);
    for (const part of ['ciphertext', 'enc'] as const) {
      const bytes = Buffer.from(sealed[part], 'base64');
      bytes[bytes.length - 1]! ^= 1;
      expect(await office.open({ ...sealed, [part]: bytes.toString('base64') }, localNumber)).toBeNull();
    }
  });
});

describe('the office key', () => {
  test('is the same after a restart and readable only by its owner', async () => {
    expect((await officeKey(dir)).keyId).toBe(office.keyId);
    expect(statSync(join(dir, 'office-private-key.jwk.json')).mode & 0o777).toBe(0o600);
  });

  test('is not taken from anything but a public key on P-256', async () => {
    const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-384' }, true, ['deriveBits']);
    const exported = await Promise.all([publicKey, privateKey].map((key384) => crypto.subtle.exportKey('jwk', key384)));
    for (const jwk of [{}, { ...office.publicJwk, d: office.publicJwk.x! }, { ...office.publicJwk, x: 'AAAA' }, ...exported]) {
      expect(await importPublicKey(jwk)).toEqual({ ok: false, problem: 'not-a-public-key' });
    }
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openToken } from '../../content/catalog/pkcs11.ts';
import { sayKeyProblem } from '../../content/catalog/problem.ts';
import { keepKey, keyKinds, newKey, openKey } from '../../content/catalog/sealed-key.ts';
import { isSignature } from '../../content/catalog/signatures.ts';
import { verifySignature } from '../../kiosk/tuf/keys.ts';
import { sm2Schemes } from '../../kiosk/tuf/sm2.ts';
import { folder, sealCost } from './stage.ts';

const message = new TextEncoder().encode('签这些字节');
const library = '/usr/lib/softhsm/libsofthsm2.so';
const tokens = existsSync(library) && ['pkcs11-tool', 'softhsm2-util'].every((tool) => spawnSync(tool, ['--help']).error === undefined);

describe('a sealed key', () => {
  test.each(keyKinds)('%s opens with its passphrase, signs what the kiosk verifies, and any OpenSSL opens it too', async (kind) => {
    const file = path.join(folder(), 'key.pem');
    keepKey(file, newKey(kind), '够长的口令一二三四');
    const opened = openKey(file, '够长的口令一二三四');
    if (!opened.ok) throw new Error(opened.problem.is);
    const signature = await opened.value.sign(message);
    if (!signature.ok) throw new Error(signature.problem.is);
    const schemes = sm2Schemes();
    const other = new TextEncoder().encode('另一些');
    expect([isSignature(opened.value.key, message, signature.value), await verifySignature(opened.value.key, message, signature.value, schemes)]).toEqual([true, true]);
    expect([isSignature(opened.value.key, other, signature.value), await verifySignature(opened.value.key, other, signature.value, schemes)]).toEqual([false, false]);
    expect(execFileSync('openssl', ['pkey', '-in', file, '-passin', 'stdin', '-pubout'], { input: '够长的口令一二三四\n' }).toString()).toContain('BEGIN PUBLIC KEY');
  });
  test('an SM2 signature is one that OpenSSL verifies, too', async () => {
    const dir = folder();
    keepKey(path.join(dir, 'key.pem'), newKey('sm2'), '口令', sealCost);
    const opened = openKey(path.join(dir, 'key.pem'), '口令');
    const signature = opened.ok ? await opened.value.sign(message) : opened;
    if (!signature.ok) throw new Error(signature.problem.is);
    writeFileSync(path.join(dir, 'message'), message);
    writeFileSync(path.join(dir, 'signature'), Buffer.from(signature.value, 'hex'));
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, input: '口令\n', stdio: ['pipe', 'pipe', 'pipe'] }).toString();
    writeFileSync(path.join(dir, 'public.pem'), openssl('pkey', '-in', 'key.pem', '-passin', 'stdin', '-pubout'));
    expect(openssl('pkeyutl', '-verify', '-pubin', '-inkey', 'public.pem', '-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678', '-in', 'message', '-sigfile', 'signature')).toContain('Signature Verified Successfully');
  });
  test('says which it is: a wrong passphrase, a file cut short, a key in clear, none at all', () => {
    const dir = folder();
    const secret = newKey('ed25519');
    keepKey(path.join(dir, 'good.pem'), secret, '口令', sealCost);
    const pem = readFileSync(path.join(dir, 'good.pem'), 'utf8');
    writeFileSync(path.join(dir, 'cut.pem'), `${pem.slice(0, 150)}\n-----END ENCRYPTED PRIVATE KEY-----\n`);
    writeFileSync(path.join(dir, 'clear.pem'), secret.export({ type: 'pkcs8', format: 'pem' }));
    const says = (file: string, passphrase: string) => { const opened = openKey(path.join(dir, file), passphrase); return opened.ok ? 'good' : sayKeyProblem(opened.problem).replace(dir, ''); };
    expect(says('good.pem', '口令')).toBe('good');
    expect(says('good.pem', '口 令')).toBe('口令不对，打不开钥匙 /good.pem。');
    for (const file of ['cut.pem', 'clear.pem']) expect(says(file, '口令')).toBe(`/${file} 不是加密的私钥文件，或者已经损坏。没有加密的私钥不接受。`);
    expect(says('none.pem', '口令')).toBe('找不到钥匙 /none.pem。');
  });
  test('of six hundred wrong passphrases none opens it, though one in 256 pads well by chance', () => {
    const file = path.join(folder(), 'key.pem');
    keepKey(file, newKey('ed25519'), '口令', sealCost);
    expect(new Set(Array.from({ length: 600 }, (_, i) => { const opened = openKey(file, `口令 ${i}`); return opened.ok || opened.problem.is; }))).toEqual(new Set(['passphrase']));
  });
  test('a signature under a scheme the catalog does not know is none', () => {
    expect(isSignature({ keytype: 'rsa', scheme: 'rsassa-pss-sha256', keyval: { public: 'x' } }, message, sign(null, message, newKey('ed25519')).toString('hex'))).toBe(false);
  });
});

describe.skipIf(!tokens)(`a token${tokens ? '' : ' (skipped: the Debian packages opensc and softhsm2 are not installed)'}`, () => {
  function token() {
    const dir = folder();
    mkdirSync(path.join(dir, 'tokens'));
    writeFileSync(path.join(dir, 'softhsm2.conf'), `directories.tokendir = ${dir}/tokens\nobjectstore.backend = file\n`);
    const before = process.env['SOFTHSM2_CONF'];
    process.env['SOFTHSM2_CONF'] = path.join(dir, 'softhsm2.conf');
    onTestFinished(() => { if (before === undefined) delete process.env['SOFTHSM2_CONF']; else process.env['SOFTHSM2_CONF'] = before; });
    const quiet = { stdio: 'pipe' } as const;
    execFileSync('softhsm2-util', ['--init-token', '--free', '--label', 'holder', '--pin', '123456', '--so-pin', '12345678'], quiet);
    const make = (kind: string, id: string) => execFileSync('pkcs11-tool', ['--module', library, '--token-label', 'holder', '--login', '--pin', '123456', '--keypairgen', '--key-type', kind, '--label', 'key', '--id', id], quiet);
    for (const [kind, id] of [['EC:prime256v1', '01'], ['EC:edwards25519', '02'], ['rsa:2048', '03'], ['EC:prime256v1', '04']] as const) make(kind, id);
    return { module: library, token: 'holder', id: '01', pin: '123456' };
  }
  test('signs with the key that was meant, of several of the same name, what the kiosk verifies', async () => {
    const key = token();
    for (const [id, scheme] of [['01', 'ecdsa-sha2-nistp256'], ['02', 'ed25519'], ['04', 'ecdsa-sha2-nistp256']] as const) {
      const opened = await openToken({ ...key, id });
      if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
      const signature = await opened.value.sign(message);
      if (!signature.ok) throw new Error(JSON.stringify(signature.problem));
      expect([opened.value.key.scheme, await verifySignature(opened.value.key, message, signature.value)]).toEqual([scheme, true]);
    }
  });
  test('says which it is: a wrong PIN, no such token, no such key, a kind kiosks do not know, no tool', async () => {
    const key = token();
    const wrongPin = await openToken({ ...key, pin: '999999' });
    expect(wrongPin.ok && await wrongPin.value.sign(message)).toMatchObject({ ok: false, problem: { is: 'passphrase' } });
    expect(await openToken({ ...key, token: 'nobody' })).toMatchObject({ ok: false, problem: { is: 'token' } });
    expect(await openToken({ ...key, id: '99' })).toMatchObject({ ok: false, problem: { is: 'token' } });
    expect(await openToken({ ...key, id: '03' })).toMatchObject({ ok: false, problem: { is: 'unsupported' } });
    const none = await openToken({ ...key, tool: 'no-such-tool' });
    expect(none.ok ? '' : sayKeyProblem(none.problem)).toBe('签名令牌 holder / 01 没有正常应答：没有安装 no-such-tool（Debian 软件包 opensc）。');
  });
});

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
    expect([isSignature(opened.value.key, message, signature.value), await verifySignature(opened.value.key, message, signature.value)]).toEqual([true, true]);
    expect(await verifySignature(opened.value.key, new TextEncoder().encode('另一些'), signature.value)).toBe(false);
    expect(execFileSync('openssl', ['pkey', '-in', file, '-passin', 'stdin', '-pubout'], { input: '够长的口令一二三四\n' }).toString()).toContain('BEGIN PUBLIC KEY');
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
    const make = (kind: string, label: string) => execFileSync('pkcs11-tool', ['--module', library, '--token-label', 'holder', '--login', '--pin', '123456', '--keypairgen', '--key-type', kind, '--label', label], quiet);
    make('EC:prime256v1', 'root-1');
    make('rsa:2048', 'other');
    return { module: library, token: 'holder', label: 'root-1', pin: '123456' };
  }
  test('signs what the kiosk verifies, and its key never leaves it', async () => {
    const opened = await openToken(token());
    if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
    const signature = await opened.value.sign(message);
    if (!signature.ok) throw new Error(JSON.stringify(signature.problem));
    expect(opened.value.key).toMatchObject({ keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp256' });
    expect(await verifySignature(opened.value.key, message, signature.value)).toBe(true);
  });
  test('says which it is: a wrong PIN, no such token, no such key, a kind kiosks do not know, no tool', async () => {
    const key = token();
    const wrongPin = await openToken({ ...key, pin: '999999' });
    expect(wrongPin.ok && await wrongPin.value.sign(message)).toMatchObject({ ok: false, problem: { is: 'passphrase' } });
    expect(await openToken({ ...key, token: 'nobody' })).toMatchObject({ ok: false, problem: { is: 'token' } });
    expect(await openToken({ ...key, label: 'nothing' })).toMatchObject({ ok: false, problem: { is: 'token' } });
    expect(await openToken({ ...key, label: 'other' })).toMatchObject({ ok: false, problem: { is: 'unsupported' } });
    const none = await openToken({ ...key, tool: 'no-such-tool' });
    expect(none.ok ? '' : sayKeyProblem(none.problem)).toBe('签名令牌 holder / root-1 没有正常应答：没有安装 no-such-tool（Debian 软件包 opensc）。');
  });
});

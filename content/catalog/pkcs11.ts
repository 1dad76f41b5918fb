import { spawn } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import { isSignature } from './signatures.ts';
import { keyidOf, type KeyProblem, publicKeyOf, type Signer } from './signer.ts';

/** A key on a token (UKey, smart card, HSM) that never leaves it. */
export interface TokenKey {
  /** The maker's PKCS#11 library, `/usr/lib/opensc-pkcs11.so`. */
  readonly module: string;
  readonly token: string;
  /** CKA_ID, hexadecimal. Not the label: asked to sign, OpenSC 0.23 takes no notice of it and uses whichever key comes first. */
  readonly id: string;
  readonly pin: string;
  /** OpenSC's pkcs11-tool, unless it lies elsewhere. */
  readonly tool?: string;
}

const deadlineMs = 60_000;

/** Signs with a token through OpenSC's `pkcs11-tool`: ECDSA P-256, which all tokens have, or Ed25519, which few do. */
export async function openToken(key: TokenKey): Promise<Result<Signer, KeyProblem>> {
  const name = `${key.token} / ${key.id}`;
  const read = await ask(key, ['--read-object', '--type', 'pubkey'], undefined);
  if (!read.ok) return fail({ is: 'token', name, says: read.problem });
  const open = publicKey(read.value);
  if (!open) return fail({ is: 'unsupported', name });
  // The token is given a hash to sign with ECDSA: any one can do that, whatever hashes it knows.
  const how = open.keytype === 'ed25519' ? ['EDDSA'] : ['ECDSA', '--signature-format', 'openssl'];
  return ok({
    key: open, keyid: keyidOf(open),
    async sign(bytes) {
      const input = open.keytype === 'ed25519' ? Buffer.from(bytes) : createHash('sha256').update(bytes).digest();
      const signed = await ask(key, ['--login', '--pin', 'env:CATALOG_TOKEN_PIN', '--sign', '--mechanism', ...how], input);
      if (!signed.ok) return fail({ is: /PIN/.test(signed.problem) ? 'passphrase' : 'token', name, says: signed.problem });
      const sig = signed.value.toString('hex');
      return isSignature(open, bytes, sig) ? ok(sig) : fail({ is: 'token', name, says: '签名与公钥对不上' });
    },
  });
}

function publicKey(bytes: Buffer) {
  try {
    return publicKeyOf(bytes[0] === 0x30 ? createPublicKey({ key: bytes, format: 'der', type: 'spki' }) : createPublicKey(bytes));
  } catch { return undefined; }
}

/** Runs the tool once; the problem is its own last sentence. The PIN goes by the environment: command lines can be read by others. */
async function ask({ module, token, id, pin, tool = 'pkcs11-tool' }: TokenKey, args: readonly string[], input: Buffer | undefined): Promise<Result<Buffer, string>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'token-'));
  try {
    const [from, to] = [path.join(folder, 'in'), path.join(folder, 'out')];
    if (input) writeFileSync(from, input, { mode: 0o600 });
    const said = await run(tool, ['--module', module, '--token-label', token, '--id', id, ...args, ...(input ? ['--input-file', from] : []), '--output-file', to], pin);
    return said === null ? ok(readFileSync(to)) : fail(said);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(tool: string, args: readonly string[], pin: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(tool, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: deadlineMs, env: { ...process.env, CATALOG_TOKEN_PIN: pin } });
    let said = '';
    child.stderr.on('data', (part: Buffer) => { said += part.toString(); });
    child.on('error', (trouble: NodeJS.ErrnoException) => resolve(trouble.code === 'ENOENT' ? `没有安装 ${tool}（Debian 软件包 opensc）` : trouble.message));
    child.on('close', (code) => resolve(code === 0 ? null : said.trim().split('\n').filter((line) => !/^(?:Using|Aborting)/.test(line)).at(-1) ?? `${tool} 以 ${code ?? '信号'} 结束`));
  });
}

import { spawn } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import { keyidOf, type KeyProblem, publicKeyOf, type Signer } from './signer.ts';

/** A key on a token (UKey, smart card, HSM) that never leaves it. */
export interface TokenKey {
  /** The maker's PKCS#11 library, `/usr/lib/opensc-pkcs11.so`. */
  readonly module: string;
  readonly token: string; readonly label: string;
  readonly pin: string;
  /** OpenSC's pkcs11-tool, unless it lies elsewhere. */
  readonly tool?: string;
}

const deadlineMs = 60_000;

/**
 * Signs with a token through OpenSC's `pkcs11-tool`. ECDSA P-256 only: tokens sign a hash with it everywhere, whereas OpenSC 0.23
 * cannot make them sign with Ed25519.
 */
export async function openToken(key: TokenKey): Promise<Result<Signer, KeyProblem>> {
  const name = `${key.token} / ${key.label}`;
  const read = await ask(key, ['--read-object', '--type', 'pubkey'], undefined);
  if (!read.ok) return fail({ is: 'token', name, says: read.problem });
  const open = publicKey(read.value);
  if (open?.keytype !== 'ecdsa') return fail({ is: 'unsupported', name });
  return ok({
    key: open, keyid: keyidOf(open),
    async sign(bytes) {
      // The token is given the hash: any one can do that, whatever hashes it knows.
      const signed = await ask(key, ['--login', '--pin', 'env:CATALOG_TOKEN_PIN', '--sign', '--mechanism', 'ECDSA', '--signature-format', 'openssl'], createHash('sha256').update(bytes).digest());
      return signed.ok ? ok(signed.value.toString('hex')) : fail({ is: /PIN/.test(signed.problem) ? 'passphrase' : 'token', name, says: signed.problem });
    },
  });
}

function publicKey(bytes: Buffer) {
  try {
    return publicKeyOf(bytes[0] === 0x30 ? createPublicKey({ key: bytes, format: 'der', type: 'spki' }) : createPublicKey(bytes));
  } catch { return undefined; }
}

/** Runs the tool once; the problem is its own last sentence. The PIN goes by the environment: command lines can be read by others. */
async function ask({ module, token, label, pin, tool = 'pkcs11-tool' }: TokenKey, args: readonly string[], input: Buffer | undefined): Promise<Result<Buffer, string>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'token-'));
  try {
    const [from, to] = [path.join(folder, 'in'), path.join(folder, 'out')];
    if (input) writeFileSync(from, input, { mode: 0o600 });
    const said = await run(tool, ['--module', module, '--token-label', token, '--label', label, ...args, ...(input ? ['--input-file', from] : []), '--output-file', to], pin);
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

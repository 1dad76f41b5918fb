import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fail, type Result } from '../../../kiosk/core/result.ts';
import { type Catalog, openCatalog, type SignerFor } from '../catalog.ts';
import type { PassphraseOf } from '../key-ring.ts';
import { openToken } from '../pkcs11.ts';
import { type CatalogProblem, sayProblem } from '../problem.ts';
import { openKey } from '../sealed-key.ts';
import type { KeyProblem, Signer } from '../signer.ts';

/** What a command sees of the outside: tests put their own in its place. */
export interface World {
  say(line: string): void;
  complain(line: string): void;
  /** Asks somebody at the keyboard without showing what is typed; undefined when nobody is there. */
  askSecretly(question: string): Promise<string | undefined>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** The project's own content, unless the catalog has a working copy. */
  readonly contentDir: string;
  /** Models to ship unless `--models` names others; none when there is no such folder. */
  readonly modelsDir?: string;
}

/** 0 done; 1 not done, and nothing was published; 2 the command is written wrongly; 3 done, but somebody should look at the warnings. */
export type ExitCode = 0 | 1 | 2 | 3;

const options = {
  dir: { type: 'string' }, content: { type: 'string' }, models: { type: 'string' }, key: { type: 'string', multiple: true }, role: { type: 'string' }, out: { type: 'string' }, title: { type: 'string' },
  why: { type: 'string' }, 'why-en': { type: 'string' }, channels: { type: 'string' }, sites: { type: 'string' }, percent: { type: 'string' }, from: { type: 'string' }, 'halt-above': { type: 'string' }, 'valid-from': { type: 'string' }, 'valid-until': { type: 'string' },
  to: { type: 'string' }, 'new-key': { type: 'string' }, kind: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' }, url: { type: 'string' }, fleet: { type: 'string' }, poll: { type: 'string' }, report: { type: 'string' }, 'dry-run': { type: 'boolean' },
} as const;

export interface Ask {
  readonly verb: string; readonly words: readonly string[];
  readonly values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  readonly dir: string; readonly world: World;
}

/** The command line, or a sentence of what is wrong with it. */
export function parseAsk(args: readonly string[], world: World): Ask | string {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { verb: positionals[0] ?? 'help', words: positionals.slice(1), values, dir: path.resolve(values.dir ?? world.env['CATALOG_DIR'] ?? '.state/catalog'), world };
  } catch (trouble) {
    return `命令写得不对：${(trouble as Error).message}`;
  }
}

export const isCatalog = ({ dir }: Ask): boolean => existsSync(path.join(dir, 'public/metadata/timestamp.json'));
export const contentDirOf = ({ dir, values, world }: Ask): string => {
  const copy = path.join(dir, 'work/content');
  return values.content === undefined ? (existsSync(copy) ? copy : world.contentDir) : path.resolve(values.content);
};
/** The passphrase of the catalog's own keys: from CATALOG_ONLINE_PASSPHRASE, or asked for once. */
export function onlinePassphraseOf({ world }: Ask): PassphraseOf {
  let asked: Promise<string | undefined> | undefined;
  return () => world.env['CATALOG_ONLINE_PASSPHRASE'] ?? (asked ??= world.askSecretly('在线钥匙（timestamp、snapshot、rollout）的口令：'));
}
export const catalogOf = (ask: Ask): Catalog => openCatalog(ask.dir, { passphraseOf: onlinePassphraseOf(ask), sm2: ask.world.env['CATALOG_SM2'] === '1' });

/** Says a problem, or does what follows. */
export function told<T>({ world }: Ask, result: Result<T, CatalogProblem>, then: (value: T) => ExitCode | Promise<ExitCode>): ExitCode | Promise<ExitCode> {
  if (result.ok) return then(result.value);
  world.complain(sayProblem(result.problem));
  return 1;
}

const passphrase = (world: World, of: string): Promise<string | undefined> => (world.env['CATALOG_PASSPHRASE'] === undefined ? world.askSecretly(`${of} 的口令：`) : Promise.resolve(world.env['CATALOG_PASSPHRASE']));

/** A key named on the command line: a sealed file, or `pkcs11:<library>;<token>;<id in hexadecimal>`. */
export async function openNamedKey(world: World, name: string): Promise<Result<Signer, KeyProblem>> {
  const secret = await passphrase(world, name);
  if (secret === undefined) return fail({ is: 'passphrase', name });
  if (!name.startsWith('pkcs11:')) return openKey(path.resolve(name), secret);
  const [module, token, id] = name.slice('pkcs11:'.length).split(';');
  return module && token && id && /^(?:[0-9a-f]{2})+$/i.test(id) ? openToken({ module, token, id, pin: secret }) : fail({ is: 'token', name, says: '写成 pkcs11:库文件;令牌名;钥匙编号（十六进制，如 01）' });
}

/** Signs with the keys of `--key` that the role knows; without `--key` with those of the catalog's own folder. */
export function signersOf({ values, world }: Ask, catalog: Catalog, keyidsOf: (role: string) => readonly string[]): SignerFor {
  const opened = new Map<string, Promise<Result<Signer, KeyProblem>>>();
  const once = (name: string, open: () => Promise<Result<Signer, KeyProblem>>) => opened.get(name) ?? opened.set(name, open()).get(name)!;
  return async (role) => {
    const keyids = keyidsOf(role);
    const signers: Signer[] = [];
    const here = catalog.ring.list().filter(({ keyid, name }) => keyids.includes(keyid) && existsSync(catalog.ring.pemOf(name)));
    for (const name of values.key ?? here.map(({ name: own }) => catalog.ring.pemOf(own))) {
      const signer = await once(name, () => openNamedKey(world, name));
      if (!signer.ok) return signer;
      if (keyids.includes(signer.value.keyid)) signers.push(signer.value);
    }
    return signers.length > 0 ? { ok: true, value: signers } : fail({ is: 'no-key', name: role });
  };
}

export const readJson = (file: string): unknown => JSON.parse(readFileSync(path.resolve(file), 'utf8'));

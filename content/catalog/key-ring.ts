import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { KeyObject } from 'node:crypto';
import type { Key } from '../../kiosk/tuf/metadata.ts';
import { fail, type Result } from '../../kiosk/core/result.ts';
import { writeDurably, writeWhole } from './durable.ts';
import { keepKey, openKey, type SealCost } from './sealed-key.ts';
import { keyidOf, type KeyProblem, type Signer, signerOf } from './signer.ts';

/** The public half of a key and whose it is: `holder-1`, `dept-police`, `timestamp`. Its private half lies beside it, sealed, or elsewhere. */
export interface RingKey { readonly name: string; readonly of: string; readonly keyid: string; readonly key: Key; readonly made: string }

/** Asked for the passphrase of a sealed key: `of` is whose it is. */
export type PassphraseOf = (of: string) => string | undefined | Promise<string | undefined>;

/** The keys the catalog knows by name, the newest of a role last, in the folder `keys`: `<name>.json` public, `<name>.pem` sealed. */
export function keyRing(dir: string) {
  const folder = path.join(dir, 'keys');
  const list = (): RingKey[] => (existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')).map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as RingKey).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })) : []);
  const pemOf = (name: string): string => path.join(folder, `${name}.pem`);
  return {
    list, pemOf,
    nameOf: (keyid: string): string => list().find((one) => one.keyid === keyid)?.name ?? keyid.slice(0, 8),
    /** Writes down a public key; its private half too when it is given. */
    add(of: string, key: Key, made: string, secret?: { readonly key: KeyObject; readonly passphrase: string; readonly cost?: SealCost | undefined; readonly durable?: boolean }): RingKey {
      const taken = new Set(list().map(({ name }) => name));
      let name = of;
      for (let n = 2; taken.has(name); n++) name = `${of}-${n}`;
      const one: RingKey = { name, of, keyid: keyidOf(key), key, made };
      if (secret) keepKey(pemOf(name), secret.key, secret.passphrase, secret.cost, secret.durable);
      (secret?.durable === false ? writeWhole : writeDurably)(path.join(folder, `${name}.json`), Buffer.from(`${JSON.stringify(one, null, 1)}\n`));
      return one;
    },
    /** Opens the sealed half of a key that lies here. */
    async open(keyid: string, passphraseOf: PassphraseOf): Promise<Result<Signer, KeyProblem>> {
      const one = list().find((key) => key.keyid === keyid);
      if (!one || !existsSync(pemOf(one.name))) return fail({ is: 'no-key', name: one?.name ?? keyid.slice(0, 8) });
      const passphrase = await passphraseOf(one.of);
      return passphrase === undefined ? fail({ is: 'passphrase', name: one.name }) : openKey(pemOf(one.name), passphrase);
    },
  };
}
export type KeyRing = ReturnType<typeof keyRing>;

/** The public half of a private key, for who must have one of a kind kiosks know. */
export function publicHalf(secret: KeyObject): Key {
  const key = signerOf(secret)?.key;
  if (!key) throw new Error('made a key of a kind no kiosk knows');
  return key;
}

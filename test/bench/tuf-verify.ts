// What a signature costs the kiosk's TUF client to verify, each kind beside Ed25519 in the same run, in turn. SM2 is off by default
// and comes from a library; the others are the engine's own. Then what the client costs a page that loads it.
import { constants } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { sm2 } from 'sm-crypto-v2';
import { keyRing } from '../../kiosk/tuf/keys.ts';
import { sm2Schemes } from '../../kiosk/tuf/sm2.ts';
import { bundle } from '../tuf/bundle.ts';
import { utf8 } from '../tuf/repository.ts';
import { ecdsa, ed25519, rsa, signer, type Signer } from '../tuf/signers.ts';

const rounds = 300;
/** As long as a department's metadata. */
const data = utf8('x'.repeat(10_000));
const pair = sm2.generateKeyPairHex();
const kinds: readonly (readonly [name: string, signer: Signer])[] = [
  ['Ed25519', ed25519()], ['ECDSA P-256', ecdsa()], ['RSA-PSS 2048', rsa({ saltLength: constants.RSA_PSS_SALTLEN_DIGEST })],
  ['SM2 with SM3', signer('sm2', 'sm2-sm3', pair.publicKey, (bytes) => Buffer.from(sm2.doSignature(bytes, pair.privateKey, { der: true, hash: true, publicKey: pair.publicKey }), 'hex'))],
];

const ring = keyRing(sm2Schemes());
const times = new Map<string, { readonly first: number; readonly later: number[] }>();
for (const [name, { key, sign }] of kinds) times.set(name, { first: await timed(key, sign(data)), later: [] });
for (let round = 0; round < rounds; round++) for (const [name, { key, sign }] of kinds) times.get(name)!.later.push(await timed(key, sign(data)));

console.log(`验签一次（10 kB，${rounds} 次里最快的十分之一）  Verifying one signature over 10 kB, the quickest tenth of ${rounds}`);
console.log('                 一次 each   与 Ed25519 相比   第一次 first, key and all');
const beside = quick(times.get('Ed25519')!.later);
for (const [name, { first, later }] of times) console.log(`  ${name.padEnd(13)} ${quick(later).toFixed(3).padStart(8)} ms ${(quick(later) / beside).toFixed(1).padStart(12)} × ${first.toFixed(1).padStart(14)} ms`);

const script = Buffer.from(await bundle('kiosk/tuf/updater.ts'));
console.log(`客户端大小  The client, minified: ${script.length} bytes, gzip ${gzipSync(script, { level: 9 }).length} bytes`);

async function timed(key: Signer['key'], signature: string): Promise<number> {
  const began = performance.now();
  const isGood = await ring.signer(key, data, signature);
  const ms = performance.now() - began;
  if (isGood === undefined) throw new Error(`${key.scheme} does not verify`);
  return ms;
}
/** The tenth part of them lies below: signatures are verified in threads of their own, and a busy machine makes those wait. */
function quick(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)]!;
}

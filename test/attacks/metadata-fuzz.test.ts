// A hundred thousand spoilt metadata documents: nothing throws, and none is believed whose signed part is not word for word what was signed.
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import type { Bytes } from '../../kiosk/tuf/bytes.ts';
import { keyRing } from '../../kiosk/tuf/keys.ts';
import type { Role, SignedOf } from '../../kiosk/tuf/metadata.ts';
import { parseMetadata } from '../../kiosk/tuf/parse-metadata.ts';
import { isSigned } from '../../kiosk/tuf/signed.ts';
import { fetchFrom, kioskFor, Repository, utf8 } from '../tuf/repository.ts';

/** mulberry32: the same numbers in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const repository = new Repository();
repository.delegate('dept-a', { paths: ['packs/a/*'] });
repository.delegate('hashed', { path_hash_prefixes: ['0a', 'f'] });
repository.add('dept-a', 'packs/a/1.json', '一');
repository.targets.targets['texts/名.json'] = { length: 7, hashes: { sha256: 'ab'.repeat(32) }, custom: { '𠮷': ['\\"', null, true] } };
repository.publish();
const subjects: readonly { type: keyof SignedOf; bytes: Bytes; role: Role }[] = (['root', 'timestamp', 'snapshot', 'targets'] as const)
  .map((type) => ({ type, role: repository.root.roles[type], bytes: repository.bytes(`metadata/${type === 'timestamp' ? '' : '1.'}${type}.json`) }));

const hostile: readonly unknown[] = [null, true, -1, 0, 1, 1.5, 2 ** 53, 1e308, '', '1', '\ud800', '__proto__', '../x', '\0', [], {}, [[]], 'é', 'e\u0301', '𠮷', 'targets', 'ed25519', '2099-01-01T00:00:00Z', JSON.parse('{"__proto__":{}}')];
type Rand = ReturnType<typeof random>;
const oneOf = <T>(from: readonly T[], rand: Rand): T => from[rand(from.length)]!;

/** Some bytes turned, taken out, put in, doubled, cut. */
function spoilBytes(bytes: Bytes, rand: Rand): Bytes {
  const spoilt = [...bytes];
  for (let times = 1 + rand(3); times > 0; times--) {
    const at = rand(spoilt.length);
    const ways = [
      () => { spoilt[at]! ^= 1 << rand(8); },
      () => { spoilt[at] = oneOf([...utf8('0123456789"{}[],:\\ -.eE')], rand); },
      () => { spoilt.splice(at, 1 + rand(4)); },
      () => { spoilt.splice(at, 0, rand(256)); },
      () => { spoilt.splice(at, 0, ...spoilt.slice(at, at + 1 + rand(60))); },
      () => { spoilt.length = at; },
    ];
    oneOf(ways, rand)();
    if (spoilt.length === 0) break;
  }
  return Uint8Array.from(spoilt);
}

/** A field somewhere replaced, taken out, renamed, doubled, or exchanged with another. */
function spoilDocument(bytes: Bytes, rand: Rand): Bytes {
  const document = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const visit = (holder: unknown) => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const key of Object.keys(holder)) { places.push({ holder: holder as Record<string, unknown>, key }); visit((holder as Record<string, unknown>)[key]); }
  };
  visit(document);
  const set = (holder: object, key: string, value: unknown) => Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
  for (let times = 1 + rand(2); times > 0; times--) {
    const { holder, key } = oneOf(places, rand);
    const other = oneOf(places, rand);
    oneOf([
      () => { set(holder, key, oneOf(hostile, rand)); },
      () => { if (Array.isArray(holder)) holder.splice(Number(key), 1); else delete holder[key]; },
      () => { set(holder, oneOf(['__proto__', 'constructor', 'x', `${key} `, key.toUpperCase()], rand), holder[key]); if (rand(2) === 0) delete holder[key]; },
      () => { if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)])); else set(holder, `${key}2`, structuredClone(holder[key])); },
      () => { const mine = structuredClone(holder[key]); set(holder, key, structuredClone(other.holder[other.key])); set(other.holder, other.key, mine); },
    ], rand)();
  }
  return utf8(JSON.stringify(document));
}

/** The signed part, read without the client; undefined when it cannot be. */
function signedIn(bytes: Bytes): unknown {
  try { return (JSON.parse(new TextDecoder().decode(bytes)) as { signed?: unknown } | null)?.signed; } catch { return undefined; }
}

test('100,000 spoilt documents are refused, or say exactly what was signed', { timeout: 300_000 }, async () => {
  const ring = keyRing();
  const rand = random(20_261_130);
  const counts = { malformed: 0, unsigned: 0, accepted: 0 };
  for (let i = 0; i < 100_000; i++) {
    const { type, bytes, role } = subjects[i % subjects.length]!;
    const spoilt = (i & 4) === 0 ? spoilBytes(bytes, rand) : spoilDocument(bytes, rand);
    const parsed = parseMetadata(spoilt, type);
    if (!parsed) counts.malformed++;
    else if (!await isSigned(parsed, role, repository.root.keys, ring)) counts.unsigned++;
    else {
      counts.accepted++;
      // White space, other signatures, unsigned fields: all that may differ.
      if (!isDeepStrictEqual(parsed.signed, signedIn(bytes))) expect(new TextDecoder().decode(spoilt), `document ${i}`).toBe('nothing that is believed');
    }
  }
  expect(counts.malformed + counts.unsigned + counts.accepted).toBe(100_000);
  // The mutations reach every outcome, or they would show nothing.
  for (const count of Object.values(counts)) expect(count, JSON.stringify(counts)).toBeGreaterThan(2000);
});

test('2,000 of them served to a whole update: it ends with a problem or with what was signed, and keeps nothing else', async () => {
  const rand = random(7);
  const problems = new Set<string>();
  for (let i = 0; i < 2000; i++) {
    const { type, bytes } = subjects[1 + (i % 3)]!;
    const files = new Map(repository.files);
    const spoilt = (i & 4) === 0 ? spoilBytes(bytes, rand) : spoilDocument(bytes, rand);
    files.set(`metadata/${type === 'timestamp' ? '' : '1.'}${type}.json`, spoilt);
    const kiosk = kioskFor(repository);
    const updater = kiosk.updater({ fetchBytes: fetchFrom(files) });
    const refreshed = await updater.refresh();
    if (!refreshed.ok) problems.add(`${refreshed.problem.is} ${refreshed.problem.name}`);
    if (refreshed.ok || kiosk.kept.has(type)) expect(signedIn(kiosk.kept.get(type)!)).toEqual(signedIn(bytes));
  }
  expect([...problems]).toEqual(expect.arrayContaining(['malformed timestamp', 'unsigned timestamp', 'wrong-hash snapshot', 'wrong-length snapshot', 'malformed targets', 'unsigned targets']));
});

import { describe, expect, test } from 'vitest';
import { canonical } from '../../kiosk/tuf/canonical.ts';
import type { SignedOf } from '../../kiosk/tuf/metadata.ts';
import { parseMetadata } from '../../kiosk/tuf/parse-metadata.ts';
import { Repository, utf8 } from './repository.ts';

type Document = { signed: Record<string, unknown>; signatures: unknown };
const repository = new Repository();
repository.delegate('dept-a', { paths: ['packs/a/*'] });
repository.delegate('hashed', { path_hash_prefixes: ['0a'] });
repository.add('dept-a', 'packs/a/1.json', '{}');
repository.publish();
const file = { root: '1.root.json', timestamp: 'timestamp.json', snapshot: '1.snapshot.json', targets: '1.targets.json' };
const documentOf = (type: keyof SignedOf) => JSON.parse(new TextDecoder().decode(repository.bytes(`metadata/${file[type]}`))) as Document;

test.each(['root', 'timestamp', 'snapshot', 'targets'] as const)('%s is read as what it is and as nothing else', (type) => {
  const bytes = repository.bytes(`metadata/${file[type]}`);
  expect(parseMetadata(bytes, type)!.signed.version).toBe(1);
  for (const other of ['root', 'timestamp', 'snapshot', 'targets'] as const) if (other !== type) expect(parseMetadata(bytes, other)).toBeUndefined();
});

test('fields nobody knows are kept, and are part of what is signed', () => {
  const document = documentOf('timestamp');
  document.signed['x-published'] = '2026-06-01T00:00:00Z';
  const parsed = parseMetadata(utf8(JSON.stringify(document)), 'timestamp')!;
  expect(parsed.signed).toHaveProperty('x-published', '2026-06-01T00:00:00Z');
  expect(new TextDecoder().decode(parsed.signedBytes)).toBe(canonical(document.signed));
});

test('targets and roles may be called __proto__ and constructor', () => {
  const document = JSON.parse(`{"signatures":[],"signed":{"_type":"targets","spec_version":"1.0.31","version":1,"expires":"2027-01-01T00:00:00Z",
    "targets":{"__proto__":{"length":1,"hashes":{"sha256":"00"}},"constructor":{"length":1,"hashes":{"sha256":"00"}}},
    "delegations":{"keys":{"__proto__":{"keytype":"a","scheme":"b","keyval":{}}},"roles":[{"name":"__proto__","keyids":["__proto__"],"threshold":1,"terminating":false,"paths":["*"]}]}}}`) as unknown;
  const parsed = parseMetadata(utf8(JSON.stringify(document)), 'targets')!;
  expect(Object.keys(parsed.signed.targets)).toEqual(['__proto__', 'constructor']);
});

test.each([['nothing', ''], ['no JSON', '{'], ['no object', '[]'], ['null', 'null'], ['nothing signed', '{"signatures":[]}'], ['inherited fields only', '{"__proto__":{"signed":{},"signatures":[]}}'],
  ['a million brackets', '['.repeat(1e6)]])('%s is no metadata', (_, text) => {
  expect(parseMetadata(utf8(text), 'root')).toBeUndefined();
});

test('what is no UTF-8 is no metadata, though it would read well with its bad bytes replaced', () => {
  const bytes = repository.bytes('metadata/timestamp.json');
  const text = new TextDecoder('latin1').decode(bytes).replace('"spec_version":"1.0.31"', '"spec_version":"1.0.31\u00ff"');
  expect(parseMetadata(Uint8Array.from(text, (char) => char.charCodeAt(0)), 'timestamp')).toBeUndefined();
  expect(parseMetadata(utf8(text), 'timestamp')).toBeDefined();
});

type Spoil = (signed: never, document: never) => void;
const spoilt: Record<string, [type: keyof SignedOf, spoil: Spoil][]> = {
  'what all have in common': [
    ...[undefined, null, 0, -1, 1.5, '1', 2 ** 53].map((version): [keyof SignedOf, Spoil] => ['root', (signed: Document['signed']) => { signed.version = version; }]),
    ...[undefined, 7, '', 'tomorrow', '2026-06-31T00:00:00Z', '2026-13-01T00:00:00Z', '2026-06-01T24:00:00Z', '2026-06-01T00:00:00', '2026-06-01T00:00:00.000Z', '2026-06-01'].map((expires): [keyof SignedOf, Spoil] => ['snapshot', (signed: Document['signed']) => { signed.expires = expires; }]),
    ...[undefined, 1, '2.0.0', '', '10.0.0'].map((version): [keyof SignedOf, Spoil] => ['targets', (signed: Document['signed']) => { signed.spec_version = version; }]),
    ['timestamp', (_: unknown, document: Document) => { document.signatures = {}; }],
    ['timestamp', (_: unknown, document: Document) => { document.signatures = [{ keyid: 'a' }]; }],
    ['timestamp', (_: unknown, document: Document) => { document.signatures = [{ keyid: 'a', sig: '' }, { keyid: 'a', sig: '00' }]; }],
    ['timestamp', (signed: Document['signed']) => { signed.extra = 1.5; }],
    ['timestamp', (signed: Document['signed']) => { signed.extra = '\ud800'; }],
  ],
  root: [
    ['root', (signed: { keys?: unknown }) => { delete signed.keys; }],
    ['root', (signed: { keys: unknown }) => { signed.keys = []; }],
    ['root', (signed: { keys: Record<string, unknown> }) => { signed.keys.a = { keytype: 'ed25519', scheme: 'ed25519' }; }],
    ['root', (signed: { roles: Record<string, unknown> }) => { delete signed.roles.timestamp; }],
    ['root', (signed: { roles: { root: { threshold: number } } }) => { signed.roles.root.threshold = 0; }],
    ['root', (signed: { roles: { root: { keyids: string[] } } }) => { signed.roles.root.keyids.push(signed.roles.root.keyids[0]!); }],
    ['root', (signed: { roles: { root: { keyids: unknown[] } } }) => { signed.roles.root.keyids = [7]; }],
  ],
  'timestamp and snapshot': [
    ['timestamp', (signed: { meta: unknown }) => { signed.meta = {}; }],
    ['timestamp', (signed: { meta: Record<string, Record<string, unknown>> }) => { signed.meta['snapshot.json']!.length = -1; }],
    ['timestamp', (signed: { meta: Record<string, Record<string, unknown>> }) => { signed.meta['snapshot.json']!.hashes = {}; }],
    ['timestamp', (signed: { meta: Record<string, Record<string, unknown>> }) => { signed.meta['snapshot.json']!.hashes = { sha256: 7 }; }],
    ['snapshot', (signed: { meta: Record<string, unknown> }) => { delete signed.meta['targets.json']; }],
    ['snapshot', (signed: { meta: Record<string, unknown> }) => { signed.meta['other.json'] = { version: 0 }; }],
    ['snapshot', (signed: { meta: Record<string, unknown> }) => { signed.meta['other.json'] = null; }],
  ],
  targets: [
    ['targets', (signed: { targets: unknown }) => { signed.targets = []; }],
    ...['../x', '/x', 'a//b', 'a\\b', '', 'a/../b'].map((path): [keyof SignedOf, Spoil] => ['targets', (signed: { targets: Record<string, unknown> }) => { signed.targets[path] = { length: 1, hashes: { sha256: '00' } }; }]),
    ['targets', (signed: { targets: Record<string, unknown> }) => { signed.targets.a = { length: 1, hashes: {} }; }],
    ['targets', (signed: { targets: Record<string, unknown> }) => { signed.targets.a = { length: '1', hashes: { sha256: '00' } }; }],
    ['targets', (signed: { delegations: unknown }) => { signed.delegations = { keys: {} }; }],
    ['targets', (signed: { delegations: { succinct_roles: unknown } }) => { signed.delegations.succinct_roles = { keyids: [], threshold: 1, bit_length: 4, name_prefix: 'a' }; }],
    ...[0, 33, 1.5].map((bits): [keyof SignedOf, Spoil] => ['targets', (signed: { delegations: unknown }) => { signed.delegations = { keys: {}, succinct_roles: { keyids: [], threshold: 1, bit_length: bits, name_prefix: 'a' } }; }]),
    ...[{ name: 'targets' }, { name: 'root' }, { name: '' }, { name: 'hashed' }, { terminating: 'yes' }, { path_hash_prefixes: ['00'] }, { paths: 'a' }, { paths: [7] }, { paths: undefined }, { threshold: -1 }]
      .map((change): [keyof SignedOf, Spoil] => ['targets', (signed: { delegations: { roles: object[] } }) => { Object.assign(signed.delegations.roles[0]!, change); }]),
  ],
};

describe.each(Object.entries(spoilt))('spoilt: %s', (_, cases) => {
  test.each(cases.map(([type, spoil], i) => [i + 1, type, spoil] as const))('%i, a %s', (_, type, spoil) => {
    const document = documentOf(type);
    expect(parseMetadata(utf8(JSON.stringify(document)), type)).toBeDefined();
    spoil(document.signed as never, document as never);
    expect(parseMetadata(utf8(JSON.stringify(document)), type)).toBeUndefined();
  });
});

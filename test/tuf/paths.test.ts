import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { delegatesFor, isBinOf, isSafePath, matches } from '../../kiosk/tuf/paths.ts';

test.each([
  ['packs/police/*/*.json', 'packs/police/person-1-1/12.json', true],
  ['packs/police/*/*.json', 'packs/police/12.json', false],
  ['packs/police/*/*.json', 'packs/police/a/b/12.json', false],
  ['packs/police/*/*.json', 'packs/police-x/a/12.json', false],
  ['packs/police/*/*.json', 'packs/tax/a/12.json', false],
  ['*', 'rollout.json', true], ['*', 'a/rollout.json', false], ['*', '', true],
  ['?.json', '1.json', true], ['?.json', '12.json', false], ['?.json', '𠮷.json', true],
  ['a*b*c', 'axxbyyc', true], ['a*b*c', 'abcabc', true], ['a*b*c', 'ac', false],
  ['[ab].json', 'a.json', true], ['[!ab].json', 'a.json', false], ['[!ab].json', 'c.json', true], ['[0-9]*', '7x', true], ['[0-9]', 'x', false],
  ['[]]', ']', true], ['[!]]', ']', false], ['[abc', '[abc', true], ['[a-]', '-', true], ['v1.0+(x)', 'v1.0+(x)', true], ['v1.0', 'v1x0', false],
] as const)('%s and %s: %s', (pattern, path, expected) => {
  expect(matches(pattern, path)).toBe(expected);
});

test('a pattern made to be tried in more ways than there is time for ends all the same', () => {
  expect(matches(`${'*a'.repeat(60)}b`, 'a'.repeat(5000))).toBe(false);
});

test.each(['packs/a/1.json', 'rollout.json', 'a b/c%2F..', '…/名.json', 'a..b'])('%s stays below', (path) => {
  expect(isSafePath(path)).toBe(true);
});
test.each(['', '/', '/etc/passwd', 'a//b', 'a/', '..', '../x', 'a/../../x', './a', 'a/.', '..\\x', 'C:\\x', 'a\0b', 'a\nb'])('%j does not stay below', (path) => {
  expect(isSafePath(path)).toBe(false);
});

describe('hashed paths', () => {
  const path = 'packs/a/1.json';
  const hash = createHash('sha256').update(path).digest('hex');
  const role = { keyids: [], threshold: 1 };

  test('a role with prefixes speaks for the paths whose hash begins so', async () => {
    const named = (name: string, prefix: string) => ({ ...role, name, terminating: false, path_hash_prefixes: [prefix] });
    const other = hash.startsWith('0') ? '1' : '0';
    expect((await delegatesFor({ keys: {}, roles: [named('no', other), named('short', hash.slice(0, 1)), named('long', hash.slice(0, 9))] }, path)).map(({ name }) => name)).toEqual(['short', 'long']);
  });

  test.each([1, 5, 8, 12, 32])('of bins of %i bits it is the one the hash begins with, and it ends the search', async (bits) => {
    const binary = [...hash].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('').slice(0, bits);
    const name = `bin-${Number.parseInt(binary, 2).toString(16).padStart(Math.ceil(bits / 4), '0')}`;
    const succinct = { ...role, bit_length: bits, name_prefix: 'bin' };
    expect(await delegatesFor({ keys: {}, succinct_roles: succinct }, path)).toEqual([{ name, role: succinct, terminating: true }]);
    expect(isBinOf(succinct, name)).toBe(true);
  });

  test('a bin has as many digits as bins need, and no number beyond the last', () => {
    const succinct = { bit_length: 5, name_prefix: 'bin' };
    expect(['bin-00', 'bin-1f', 'bin-20', 'bin-1', 'bin-001', 'bin-xx', 'bin00', 'other-00'].map((name) => isBinOf(succinct, name))).toEqual([true, true, false, false, false, false, false, false]);
  });
});

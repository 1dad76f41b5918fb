import { expect, test } from 'vitest';
import { canonical, canonicalBytes, hasCanonicalForm } from '../../kiosk/tuf/canonical.ts';

test('keys stand in the order of their code points, also where UTF-16 would have it otherwise', () => {
  expect(canonical({ '\u{1F600}': 1, '\uFF5E': 2, b: 3, a: 4, ab: 5, '': 6 })).toBe('{"":6,"a":4,"ab":5,"b":3,"\uFF5E":2,"\u{1F600}":1}');
  // Of two astral characters the lower comes first, though they share their first half.
  expect(canonical({ '\u{20BB7}': 1, '\u{20BB6}': 2 })).toBe('{"\u{20BB6}":2,"\u{20BB7}":1}');
});

test('only backslash and quotation mark are escaped; a line end stays what it is', () => {
  expect(canonical('a"b\\c\n\u0007')).toBe('"a\\"b\\\\c\n\u0007"');
  expect(new TextDecoder().decode(canonicalBytes({ 名: ['龘', true, null, -7] }))).toBe('{"名":["龘",true,null,-7]}');
});

test('what an object inherits is not in it, and what is called like that is', () => {
  expect(canonical(JSON.parse('{"__proto__":1,"constructor":2}'))).toBe('{"__proto__":1,"constructor":2}');
});

test.each([['a fraction', 1.5], ['a number beyond the safe ones', 2 ** 53], ['half a character', { a: '\ud800' }], ['half a character as a key', { '\udc00': 1 }],
  ['nesting without end', JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)]])('%s has no canonical form', (_, value) => {
  expect(hasCanonicalForm(value)).toBe(false);
});

test('numbers and depths that are used have one', () => {
  expect(hasCanonicalForm({ a: [[{ b: [0, -1, 2 ** 53 - 1, '𠮷'] }]], c: null, d: true })).toBe(true);
});

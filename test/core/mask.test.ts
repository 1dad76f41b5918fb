import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grouped, groupedCase, mask } from '../../kiosk/core/mask.ts';
import { people } from '../../kiosk/dock/people.ts';

describe('what bystanders see of', () => {
  test('a name is the surname, a rare character as one', () => {
    expect(mask('name', '周文清')).toBe('周**');
    expect(mask('name', '周文')).toBe('周*');
    expect(mask('name', '𠮷㛃䶮')).toBe('𠮷**');
    expect(mask('name', '阿卜杜拉·买买提')).toBe('阿*******');
    expect(mask('name', '')).toBe('');
  });
  test('a name of one character is not shorter than any other', () => {
    expect(mask('name', '周')).toBe('周*');
  });
  test('a number is its first two and last two', () => {
    expect(mask('id-number', '370499198605121010')).toBe('37**************10');
    expect(mask('id-number', '3704')).toBe('****');
  });
  test('a phone is its first three and last three', () => {
    expect(mask('phone', '19900000001')).toBe('199*****001');
    expect(mask('phone', '199000')).toBe('******');
  });
  test('an address is at most the province and city', () => {
    expect(mask('address', '山东省枣庄市示范区演示街道')).toBe('山东省枣庄市*******');
    expect(mask('address', '虚构路12号')).toBe('******');
  });
  test('nobody’s card gives the birthday away, nor more than the surname', () => {
    for (const p of people) {
      expect(mask('id-number', p.number)).not.toContain(p.birth.slice(0, 4));
      expect(mask('name', p.name)).not.toContain([...p.name].slice(1).join(''));
    }
  });
  test('anything keeps its length, so that a wrong one is noticed, and nothing of its middle', () => {
    fc.assert(fc.property(fc.constantFrom('id-number', 'phone', 'address'), fc.string({ unit: 'grapheme', maxLength: 40 }), (kind, value) => {
      const masked = [...mask(kind, value)];
      expect(masked).toHaveLength([...value].length);
      expect(masked.slice(6, -3).every((c) => c === '*')).toBe(true);
    }));
  });
});

test('numbers are read in groups, and only numbers of the right length', () => {
  expect(grouped('370499198605121010')).toBe('370499 19860512 1010');
  expect(grouped('12345')).toBe('12345');
  expect(groupedCase('370406003202611231000042')).toBe('370406 003 20261123 1 000042');
  expect(groupedCase('SD-0001-20261123-0042-X')).toBe('SD-0001-20261123-0042-X');
});

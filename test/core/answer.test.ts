import { describe, expect, test } from 'vitest';
import type { Field } from '../../content/schema/field.ts';
import { problemOf } from '../../kiosk/core/answer.ts';
import { writePersons } from '../../kiosk/core/persons.ts';
import { field, today } from './fields.ts';

const problem = (value: string | undefined, special: Partial<Field>, values = {}) => problemOf(field('one', special), value, today, values);

describe('an answer', () => {
  test('left out is missing, unless it may be', () => {
    for (const empty of [undefined, '', '  ', '　']) {
      expect(problem(empty, {})).toEqual({ is: 'missing' });
      expect(problem(empty, { optional: true })).toBeUndefined();
    }
  });
  test('that is a phone has eleven digits and begins with 1', () => {
    expect(problem('19900000001', { type: 'phone' })).toBeUndefined();
    for (const bad of ['1990000000', '199000000011', '29900000001', '0632-8811111', '1990000000a']) expect(problem(bad, { type: 'phone' })).toEqual({ is: 'bad-phone' });
  });
  test('that is a citizen number fits its check', () => {
    expect(problem('370499198605121010', { type: 'id-number' })).toBeUndefined();
    expect(problem('370499198605121011', { type: 'id-number' })).toEqual({ is: 'bad-number' });
  });
  test('that is a date is a real day within its bounds, both included', () => {
    const within = { type: 'date', min: -365, max: 0 } as const;
    expect([problem('2026-11-23', within), problem('2025-11-23', within)]).toEqual([undefined, undefined]);
    expect(problem('2026-11-24', within)).toEqual({ is: 'too-large', max: 0 });
    expect(problem('2025-11-22', within)).toEqual({ is: 'too-small', min: -365 });
    expect(problem('2026-02-30', { type: 'date' })).toEqual({ is: 'bad-date' });
  });
  test('that is a number is whole, within its bounds, and not absurd', () => {
    const count = { type: 'integer', min: 1, max: 9999 } as const;
    expect([problem('1', count), problem('9999', count)]).toEqual([undefined, undefined]);
    expect(problem('0', count)).toEqual({ is: 'too-small', min: 1 });
    expect(problem('10000', count)).toEqual({ is: 'too-large', max: 9999 });
    for (const bad of ['1.5', '-1', '五', '1e3', '1234567890']) expect(problem(bad, { type: 'money' })).toEqual({ is: 'not-a-number' });
  });
  test('that is a text counts characters, a rare one as one', () => {
    expect(problem('㛃𠮷䶮', { max: 3 })).toBeUndefined();
    expect(problem('㛃𠮷䶮红', { max: 3 })).toEqual({ is: 'too-long', max: 3 });
    expect(problem('字'.repeat(60), {})).toBeUndefined();
    expect(problem('字'.repeat(61), { type: 'name' })).toEqual({ is: 'too-long', max: 60 });
  });
  test('that is a text has as many characters as it needs, blanks around it not counted', () => {
    expect([problem('山', { min: 2 }), problem(' 山 ', { min: 2 }), problem('山亭', { min: 2 }), problem('𠮷䶮', { min: 2, max: 2 })]).toEqual([{ is: 'too-short', min: 2 }, { is: 'too-short', min: 2 }, undefined, undefined]);
    expect([problem('', { min: 2, optional: true }), problem('山', { min: 2, optional: true })]).toEqual([undefined, { is: 'too-short', min: 2 }]);
  });
  test('that is to be Chinese characters has no letters, digits, blanks or points among them', () => {
    const han = { pattern: 'han', min: 2, max: 6 } as const;
    for (const good of ['山亭', '山亭红', '㛃𠮷䶮', '六个汉字为止']) expect([good, problem(good, han)]).toEqual([good, undefined]);
    for (const bad of ['ABC', '山亭A', '山亭1', '山 亭', '山·亭', '山、亭', '山亭！']) expect([bad, problem(bad, han)]).toEqual([bad, { is: 'not-han' }]);
    expect([problem('山', han), problem('七个汉字太长了', han)]).toEqual([{ is: 'too-short', min: 2 }, { is: 'too-long', max: 6 }]);
  });
  test('that is an end does not lie before its start, where the start is known', () => {
    const end = { type: 'date', min: 0, notBefore: 'start-date' } as const;
    expect(problem('2026-12-01', end, { 'start-date': '2026-12-02' })).toEqual({ is: 'before-start', start: '2026-12-02' });
    for (const values of [{ 'start-date': '2026-12-01' }, { 'start-date': '2026-11-01' }, {}, { 'start-date': 'soon' }]) expect(problem('2026-12-01', end, values)).toBeUndefined();
    expect(problem('2026-11-01', end, { 'start-date': '2026-12-02' })).toEqual({ is: 'too-small', min: 0 });
    expect(problem('', { ...end, optional: true }, { 'start-date': '2026-12-02' })).toBeUndefined();
  });
  test('that is a list of persons says what is wrong with it', () => {
    const person = { name: '周文清', number: '370499198605121010', share: 100 };
    expect(problem(writePersons([person]), { type: 'persons' })).toBeUndefined();
    expect(problem('[]', { type: 'persons' })).toEqual({ is: 'persons', why: 'none' });
    expect(problem(writePersons([{ ...person, share: 99 }]), { type: 'persons' })).toEqual({ is: 'persons', why: 'shares-not-100' });
  });
  test('that was chosen needs no more than to be there', () => {
    for (const type of ['choice', 'choices', 'years', 'region', 'yes-no'] as const) expect([problem('x', { type }), problem('', { type })]).toEqual([undefined, { is: 'missing' }]);
  });
});

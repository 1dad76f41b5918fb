import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Person, personsProblem, readPersons, writePersons } from '../../kiosk/core/persons.ts';

const one: Person = { name: '周文清', number: '370499198605121010', share: 60 };
const other: Person = { name: '孙晓梅', number: '370499198811031024', share: 40 };

describe('a list of persons', () => {
  test('reads back as it was written', () => {
    expect(readPersons(writePersons([one, other]))).toEqual([one, other]);
  });
  test('is empty where it is no list of persons, whatever was stored', () => {
    for (const odd of [undefined, '', 'null', '{}', '5', '[1,null,"a"]', '[{"name":"周"}]', '[{"name":1,"number":"2","share":3}]', '[', '周文清']) expect(readPersons(odd)).toEqual([]);
    fc.assert(fc.property(fc.json(), (json) => { for (const p of readPersons(json)) expect([typeof p.name, typeof p.number, typeof p.share]).toEqual(['string', 'string', 'number']); }));
  });
  test('of shares that make a whole has nothing wrong', () => {
    expect(personsProblem([one, other])).toBeUndefined();
    expect(personsProblem([{ ...one, share: 100 }])).toBeUndefined();
  });
  test.each([
    ['none', []], ['shares-not-100', [one]], ['shares-not-100', [one, { ...other, share: 41 }]], ['same-person-twice', [one, { ...one, share: 40 }]],
    ['zero-share', [{ ...one, share: 100 }, { ...other, share: 0 }]], ['zero-share', [{ ...one, share: 110 }, { ...other, share: -10 }]], ['zero-share', [{ ...one, share: NaN }]],
  ] as const)('says %s', (why, persons) => {
    expect(personsProblem(persons)).toBe(why);
  });
  test('has no more than fifty shareholders (公司法 第42条)', () => {
    const many = (n: number) => Array.from({ length: n }, (_, i): Person => ({ name: '甲', number: String(i), share: i === 0 ? 100 - (n - 1) : 1 }));
    expect(personsProblem(many(50))).toBeUndefined();
    expect(personsProblem(many(51))).toBe('too-many');
  });
});

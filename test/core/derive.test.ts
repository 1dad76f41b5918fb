import { expect, test } from 'vitest';
import { derivations } from '../../kiosk/core/derive.ts';
import { writePersons } from '../../kiosk/core/persons.ts';
import { pack, today } from '../content/pack.ts';

const one = { name: '周文清', number: '370499198605121010', share: 100 };
const persons = (n: number) => writePersons(Array.from({ length: n }, () => one));

test('the kind of company is not known before its shareholders are, and differs for one', () => {
  const kind = (shareholders?: string) => derivations['limited-company']!(shareholders === undefined ? {} : { shareholders }, today);
  expect([kind(), kind('[]'), kind(persons(1)), kind(persons(2)), kind(persons(3))]).toEqual([undefined, undefined, '有限责任公司（自然人独资）', '有限责任公司（自然人投资或控股）', '有限责任公司（自然人投资或控股）']);
});

test('no rule is left over: every one computes some field of the content', () => {
  const used = new Set(Object.values(pack.fields).flatMap((f) => f.derive ?? []));
  expect(Object.keys(derivations).filter((rule) => !used.has(rule))).toEqual([]);
});

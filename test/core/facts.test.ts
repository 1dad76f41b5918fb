import { describe, expect, test } from 'vitest';
import { factsFrom, prefilled, valuesOf } from '../../kiosk/core/facts.ts';
import { matter, pack } from '../content/pack.ts';
import { byId, field, held, learned, today } from './fields.ts';

const fields = byId(
  field('person-name', { type: 'name', from: ['id-card'], contest: 'window' }),
  field('id-number', { type: 'id-number', from: ['id-card'], contest: 'window' }),
  field('home-address', { from: ['id-card'] }),
  field('mobile-phone', { type: 'phone', from: ['platform'] }),
  field('nation', { from: ['id-card', 'platform'], contest: 'window' }),
  field('reason'),
  field('birth-date', { type: 'date', derive: 'birth-from-number' }),
  field('age', { type: 'integer', derive: 'age-today' }),
  field('handler-name', { type: 'name', derive: 'handler-name' }),
);
const factsOf = (known: Parameters<typeof learned>[0]) => factsFrom(fields, learned(known), today);

describe('a value', () => {
  test('of the identity card beats an answer where only the window may change it', () => {
    expect(factsOf({ card: { 'person-name': '周文清' }, answers: { 'person-name': '周武清' } })['person-name']).toEqual({ value: '周文清', source: { is: 'id-card' } });
  });
  test('of the identity card gives way to an answer where the citizen may replace it', () => {
    expect(factsOf({ card: { 'home-address': '虚构路12号' }, answers: { 'home-address': '虚构路8号' } })['home-address']).toEqual({ value: '虚构路8号', source: { is: 'answer' } });
  });
  test('of a register gives way to an answer, and comes back when the answer is erased', () => {
    const platform = held({ 'mobile-phone': '19900000001' });
    expect(factsOf({ platform })['mobile-phone']).toEqual({ value: '19900000001', source: { is: 'platform', register: '示范登记库', asOf: today } });
    expect(factsOf({ platform, answers: { 'mobile-phone': '19900000009' } })['mobile-phone']).toEqual({ value: '19900000009', source: { is: 'answer' } });
    expect(factsOf({ platform, answers: { 'mobile-phone': '' } })['mobile-phone']).toMatchObject({ value: '19900000001', source: { is: 'platform' } });
  });
  test('of the card goes before a register’s', () => {
    expect(factsOf({ card: { nation: '01' }, platform: held({ nation: '02' }) })['nation']).toMatchObject({ value: '01', source: { is: 'id-card' } });
  });
  test('from where the content does not expect it is not used', () => {
    expect(factsOf({ card: { reason: 'x' }, platform: held({ reason: 'y', 'person-name': '郑守义' }) })).toEqual({});
  });
  test('that is derived is computed last, from what stands by then, and no answer replaces it', () => {
    const facts = factsOf({ card: { 'id-number': '370499198605121010', 'person-name': '周文清' }, answers: { age: '12', 'birth-date': '2014-01-01' } });
    expect(valuesOf(facts)).toMatchObject({ 'birth-date': '1986-05-12', age: '40', 'handler-name': '周文清' });
    expect(facts['age']!.source).toEqual({ is: 'derived' });
  });
  test('derived from what is not known yet is not there', () => {
    expect(factsOf({ answers: { reason: 'x' } })).toEqual({ reason: { value: 'x', source: { is: 'answer' } } });
  });
});

describe('whether a field needs the citizen', () => {
  const asks = (id: string, known: Parameters<typeof learned>[0]) => !prefilled(fields[id]!, learned(known), factsOf(known));
  test('depends on whether anybody else knows it', () => {
    expect(asks('mobile-phone', {})).toBe(true);
    expect(asks('mobile-phone', { platform: held({ 'mobile-phone': '19900000001' }) })).toBe(false);
    expect(asks('person-name', { card: { 'person-name': '周文清' } })).toBe(false);
    expect(asks('age', {})).toBe(false);
    expect(asks('reason', { answers: { reason: 'x' } })).toBe(true);
  });
});

describe('the chain’s derived values', () => {
  const chain = matter('start-company');
  const answers = { 'trade-name': '山亭红', 'industry-word': '餐饮', industry: 'restaurant', 'business-town': '山城街道', 'business-street': '虚构路12号', 'registered-capital': '30', 'mobile-phone': '19900000001' };
  const two = JSON.stringify([{ name: '周文清', number: '370499198605121010', share: 60 }, { name: '孙晓梅', number: '370499198811031024', share: 40 }]);
  const values = (more: Readonly<Record<string, string>>) => valuesOf(factsFrom(pack.fields, learned({ card: { 'id-number': '370499198605121010', 'person-name': '周文清' }, answers: { ...answers, ...more } }), today));
  test('follow from answers given once', () => {
    expect(chain.is).toBe('chain');
    expect(values({ shareholders: two, 'employee-count': '5', 'social-insurance-month': 'next-month' })).toMatchObject({
      'company-full-name': '枣庄市山亭区山亭红餐饮有限公司', 'business-address': '山东省枣庄市山亭区山城街道虚构路12号', 'area-code': '370406', 'industry-name': 'restaurant', 'business-scope': 'restaurant',
      'shareholder-count': '2', 'legal-representative-name': '周文清', 'legal-representative-phone': '19900000001', 'insured-count': '5', 'fund-count': '5', 'insurance-start-month': '2026-12', 'apply-date': today,
    });
  });
  test('do not call a supervisor that the company has not', () => {
    expect(values({ shareholders: two })).not.toHaveProperty('supervisor-kind');
    expect(values({ shareholders: two, 'supervisor-choice': 'second' })).toMatchObject({ 'supervisor-kind': '设一名监事', 'supervisor-name': '孙晓梅' });
    expect(values({ shareholders: two, 'supervisor-choice': 'none' })).toMatchObject({ 'supervisor-kind': '不设监事' });
    const alone = values({ shareholders: JSON.stringify([{ name: '周文清', number: '370499198605121010', share: 100 }]), 'supervisor-choice': 'second' });
    expect(alone).toMatchObject({ 'supervisor-kind': '不设监事' });
    expect(alone).not.toHaveProperty('supervisor-name');
  });
  test('take the phone of the legal representative from that person, not from the one who applies', () => {
    const wife = JSON.stringify([{ name: '孙晓梅', number: '370499198811031024', share: 100 }]);
    expect(values({ shareholders: wife })).not.toHaveProperty('legal-representative-phone');
    expect(values({ shareholders: wife, 'legal-representative-mobile': '19900000002' })).toMatchObject({ 'legal-representative-phone': '19900000002', 'handler-phone': '19900000001' });
  });
  test('start insurance in January when December is the month', () => {
    const month = (day: string) => valuesOf(factsFrom(pack.fields, learned({ answers: { 'social-insurance-month': 'next-month' } }), day))['insurance-start-month'];
    expect([month('2026-11-30'), month('2026-12-01'), month('2027-01-31')]).toEqual(['2026-12', '2027-01', '2027-02']);
  });
});

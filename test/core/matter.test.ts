import { describe, expect, test } from 'vitest';
import { authored, mustChooseVariant, partsOf, stepsOf, variantFor } from '../../kiosk/core/matter.ts';
import { matter, pack, today } from '../content/pack.ts';

const item = (id: string) => { const m = matter(id); if (m.is !== 'item') throw new Error('an item'); return m; };

describe('a matter', () => {
  test('of which nobody wrote the steps is a guide', () => {
    expect(stepsOf(matter('birth-certificate'))).toEqual([{ do: 'notice' }]);
    expect(authored(matter('birth-certificate'))).toBe(false);
    expect(authored(matter('care-elsewhere'))).toBe(true);
    expect(authored(matter('start-company'))).toBe(true);
  });
  test('whose variants have their own steps must be chosen, and the others of them are guides', () => {
    const records = item('social-insurance-records');
    expect(mustChooseVariant(records.item)).toBe(true);
    expect([authored(records), authored(matter('social-insurance-records', 'rights-record')), authored(matter('social-insurance-records', 'contribution-proof'))]).toEqual([false, true, false]);
  });
  test('that asks its way to a variant is not chosen beforehand, and has none until it is told', () => {
    const care = item('care-elsewhere');
    expect(mustChooseVariant(care.item)).toBe(false);
    expect(variantFor(care, {}, today)).toBeNull();
    expect(variantFor(care, { 'care-reason': 'own-choice' }, today)?.id).toBe('referral');
    expect(variantFor(item('social-insurance-records'), {}, today)).toBeNull();
    expect(variantFor(matter('start-company'), {}, today)).toBeNull();
  });
  test('has variants of which no two are meant by the same answers', () => {
    const reasons = pack.fields['care-reason']!.options;
    if (!Array.isArray(reasons)) throw new Error('written in the field');
    const care = item('care-elsewhere');
    for (const { id } of reasons) expect([id, care.item.variants.filter((v) => variantFor({ is: 'item', item: { ...care.item, variants: [v] }, variant: null }, { 'care-reason': id }, today)).length]).toEqual([id, 1]);
  });
});

describe('the parts of a matter', () => {
  test('that is an item are that item, with each field once and the materials of its variant', () => {
    const care = item('care-elsewhere');
    const [part, ...rest] = partsOf(care, pack, care.item.variants[3]!);
    expect(rest).toEqual([]);
    expect(part!.materials.map((m) => m.material)).toEqual(['id-card', 'care-filing-form', 'emergency-records']);
    expect(new Set(part!.fields).size).toBe(part!.fields.length);
    expect(part!.fields).toEqual(expect.arrayContaining(['mobile-phone', 'insured-place', 'care-reason', 'admission-date', 'person-name']));
  });
  test('that is a chain are all it may have, or those the answers call for', () => {
    const chain = matter('start-company');
    const ids = (values?: Readonly<Record<string, string>>) => partsOf(chain, pack, null, values && { values, today }).map((p) => p.item.id);
    expect(ids()).toHaveLength(7);
    expect(ids({ 'will-employ': 'no', 'account-appointment': 'no' })).toHaveLength(5);
    expect(ids({ 'will-employ': 'yes', 'account-appointment': 'no' })).toContain('employer-housing-fund');
    expect(ids({})).toHaveLength(5);
  });
  test('name the variant a chain means', () => {
    const [first] = partsOf(matter('start-company'), pack, null);
    expect([first!.item.id, first!.variant?.id]).toEqual(['company-registration', 'company']);
  });
});

import { describe, expect, test } from 'vitest';
import { labelIn } from '../../kiosk/core/region.ts';
import { display, optionsOf } from '../../kiosk/core/show.ts';
import { pack } from '../content/pack.ts';
import { field } from './fields.ts';

const shown = (id: string, value: string, language: 'zh' | 'en' = 'zh', open = true) => display(pack.fields[id]!, value, pack, language, open);

describe('a value as the citizen reads it', () => {
  test('is the label of the option, in the language now chosen', () => {
    expect([shown('care-reason', 'working'), shown('care-reason', 'working', 'en')]).toEqual(['长期在外地工作', 'I work in another city long-term']);
    expect(shown('care-reason', 'no-such-option')).toBe('no-such-option');
  });
  test('from a list is its label', () => {
    expect([shown('nation', '11'), shown('marital-status', '20')]).toEqual([labelIn(pack, 'nations', '11'), labelIn(pack, 'marital-statuses', '20')]);
  });
  test('of a place names province and city, but a city with its own province only once', () => {
    expect(shown('destination', '310115')).toMatch(/^上海市.*区$/);
    expect(shown('destination', '3203')).toMatch(/^江苏省徐州市$/);
    expect(shown('destination', '9999')).toBe('9999');
  });
  test('of yes or no is a word', () => {
    expect([shown('will-employ', 'yes'), shown('will-employ', 'no'), shown('will-employ', 'yes', 'en')]).toEqual(['是', '否', 'Yes']);
  });
  test('of several is joined as each language joins', () => {
    expect([shown('query-years', '2025,2026'), shown('query-years', '2025,2026', 'en')]).toEqual(['2025、2026', '2025, 2026']);
    const choices = field('x', { type: 'choices', options: [{ id: 'a', label: '甲', en: 'A' }, { id: 'b', label: '乙', en: 'B' }] });
    expect([display(choices, 'a,b', pack, 'zh', true), display(choices, 'b,a', pack, 'en', true)]).toEqual(['甲、乙', 'B, A']);
  });
  test('with a unit has it', () => {
    expect([shown('registered-capital', '30'), shown('registered-capital', '30', 'en')]).toEqual(['30 万元', '30 × 10,000 yuan']);
    expect(Object.values(pack.fields).filter((f) => (f.unit === undefined) !== (f.en.unit === undefined)).map((f) => f.id)).toEqual([]);
  });
  test('of a card without an end is long-term, in words', () => {
    expect([shown('card-valid-to', 'long-term'), shown('card-valid-to', 'long-term', 'en'), shown('card-valid-to', '2039-03-01')]).toEqual(['长期', 'long-term', '2039-03-01']);
  });
  test('that is personal is masked until the citizen opens it', () => {
    const personal = { 'person-name': ['周文清', '周**'], 'id-number': ['370499198605121010', '37**************10'], 'mobile-phone': ['19900000001', '199*****001'], 'home-address': ['山东省枣庄市示范区虚构路12号', '山东省枣庄市*********'] } as const;
    for (const [id, [value, masked]] of Object.entries(personal)) {
      expect(shown(id, value, 'zh', false)).toBe(masked);
      expect(shown(id, value).replaceAll(' ', '')).toBe(value);
    }
    expect(shown('id-number', '370499198605121010')).toBe('370499 19860512 1010');
  });
  test('of persons shows their shares, and their names only when open', () => {
    const value = '[{"name":"周文清","number":"370499198605121010","share":60},{"name":"孙晓梅","number":"370499198811031024","share":40}]';
    expect(shown('shareholders', value)).toBe('周文清 60%、孙晓梅 40%');
    expect(shown('shareholders', value, 'en', false)).toBe('周** 60%, 孙** 40%');
  });
});

test('whatever the card or a register says of somebody, and points to that person, is masked from bystanders', () => {
  const harmless = new Set(['nation', 'card-valid-to', 'insured-place', 'insured-kind', 'marital-status']);
  expect(Object.values(pack.fields).filter((f) => f.from && !f.mask && !harmless.has(f.id)).map((f) => f.id)).toEqual([]);
  expect(Object.values(pack.fields).filter((f) => ['name', 'id-number', 'phone'].includes(f.type) && !f.mask).map((f) => f.id)).toEqual([]);
});

test('options come from the field or from its list, with their details, in the language now chosen', () => {
  expect(optionsOf(pack.fields['care-reason']!, pack, 'en')[0]).toEqual({ id: 'working', label: 'I work in another city long-term', detail: 'Posted there by my employer or employed there' });
  expect(optionsOf(pack.fields['towns'] ?? pack.fields['business-town']!, pack, 'zh').map((o) => o.label)).toEqual(expect.arrayContaining(['山城街道']));
  expect(optionsOf(pack.fields['person-name']!, pack, 'zh')).toEqual([]);
  for (const f of Object.values(pack.fields)) for (const o of optionsOf(f, pack, 'en')) expect([f.id, o.label.trim() !== '']).toEqual([f.id, true]);
});

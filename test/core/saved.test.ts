import { describe, expect, test } from 'vitest';
import type { Values } from '../../kiosk/core/facts.ts';
import { factsFrom, valuesOf } from '../../kiosk/core/facts.ts';
import { mergeMaterials, settledAlone } from '../../kiosk/core/materials.ts';
import { partsOf } from '../../kiosk/core/matter.ts';
import { departmentForms, saved } from '../../kiosk/core/saved.ts';
import { display } from '../../kiosk/core/show.ts';
import { matter, pack, today } from '../content/pack.ts';
import { held, learned } from './fields.ts';

const chain = matter('start-company');
const example = pack.chains['start-company']!.examples[0]!;
/** The chain as somebody goes through it, from its first example. */
function through(written: Values) {
  const from = (id: string) => pack.fields[id]!.from ?? [];
  const entries = Object.entries(written);
  const known = learned({
    card: Object.fromEntries(entries.filter(([id]) => from(id).includes('id-card'))),
    platform: held(Object.fromEntries(entries.filter(([id]) => from(id).includes('platform')))),
    answers: Object.fromEntries(entries.filter(([id]) => from(id).length === 0)),
  });
  const facts = factsFrom(pack.fields, known, today);
  const parts = partsOf(chain, pack, null, { values: valuesOf(facts), today });
  const needed = mergeMaterials(parts, pack);
  return { known, facts, parts, needed, settled: settledAlone(needed, [], true) };
}

describe('starting a company', () => {
  const { known, facts, parts, needed, settled } = through(example.facts);
  const savings = saved(parts, new Set(Object.keys(known.answers)), needed, { ...settled, 'premises-proof': { is: 'bring' } });

  test('saves at least sixty boxes and asks for at most eighteen', () => {
    expect(savings.fieldsBefore - savings.fieldsAsked).toBeGreaterThanOrEqual(60);
    expect(savings.fieldsAsked).toBeLessThanOrEqual(18);
  });
  test('counts what stands in the forms and lists of the content, nothing else', () => {
    const written = pack.chains['start-company']!.parts;
    expect(savings).toEqual({
      forms: written.length, fieldsBefore: written.reduce((n, p) => n + p.form.fields.length, 0), fieldsAsked: Object.keys(known.answers).length,
      materialsBefore: written.reduce((n, p) => n + p.materials.length, 0), materialsToBring: 1,
    });
  });
  test('brings the proof of the premises and no other paper', () => {
    expect(needed.filter((n) => n.need === '必要' && !settled[n.material.id]).map((n) => n.material.id)).toEqual(['premises-proof']);
  });
  test('gives each department its own form, with its own rows in its own order', () => {
    const forms = departmentForms(parts, pack.fields, (field) => { const fact = facts[field.id]; return fact && display(field, fact.value, pack, 'zh', true); });
    expect(forms.map((f) => f.item)).toEqual(pack.chains['start-company']!.parts.map((p) => p.item));
    for (const [i, form] of forms.entries()) {
      expect(form.title).toBe(parts[i]!.formTitle);
      expect(form.rows.map((r) => r.field)).toEqual(parts[i]!.fields.filter((id) => facts[id] !== undefined));
      // One box may be empty: without a supervisor there is nobody to name.
      expect(parts[i]!.fields.filter((id) => facts[id] === undefined && !id.startsWith('supervisor'))).toEqual([]);
      for (const row of form.rows) expect([row.field, row.label, row.value === '']).toEqual([row.field, pack.fields[row.field]!.name, false]);
    }
  });
  test('names as the department the one that does the work, not the one that leads the scene', () => {
    const forms = departmentForms(parts, pack.fields, () => undefined);
    expect(Object.fromEntries(forms.map((f) => [f.item, f.department]))).toMatchObject({ 'company-registration': '区审批服务局', 'new-business-tax-setup': '区税务局', 'employer-medical-insurance': '区医疗保障局' });
    for (const form of forms) expect(pack.departments.district.map((d) => d.name)).toContain(form.department);
  });
  test('writes the same thing the same way on every form', () => {
    const forms = departmentForms(parts, pack.fields, (field) => facts[field.id]?.value);
    const seen = new Map<string, string>();
    for (const row of forms.flatMap((f) => f.rows)) { expect([row.field, seen.get(row.field) ?? row.value]).toEqual([row.field, row.value]); seen.set(row.field, row.value); }
  });
});

test('without employees and without an account there are two forms fewer, and less is counted', () => {
  const { parts } = through(pack.chains['start-company']!.examples[2]!.facts);
  expect(parts.map((p) => p.item.id)).not.toContain('employer-housing-fund');
  expect(parts.map((p) => p.item.id)).not.toContain('bank-account-opening-booking');
  expect(saved(parts, new Set(), [], {}).forms).toBe(pack.chains['start-company']!.parts.length - 2);
});

test('a document that nobody has decided about is not counted as brought', () => {
  const { parts, needed } = through(example.facts);
  expect(saved(parts, new Set(), needed, {}).materialsToBring).toBe(0);
});

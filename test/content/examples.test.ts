import { describe, expect, test } from 'vitest';
import type { Condition, Test } from '../../content/schema/condition.ts';
import type { Field } from '../../content/schema/field.ts';
import type { Step } from '../../content/schema/step.ts';
import { problemOf } from '../../kiosk/core/answer.ts';
import { isCitizenNumber } from '../../kiosk/core/citizen-number.ts';
import { factsFrom, type Learned, type Values, valuesOf } from '../../kiosk/core/facts.ts';
import { journey, standing } from '../../kiosk/core/journey.ts';
import { authored, type Matter, mustChooseVariant, stepsOf, variantFor } from '../../kiosk/core/matter.ts';
import { people } from '../../kiosk/dock/people.ts';
import { matter, pack, today } from './pack.ts';

interface Written { readonly id: string; readonly name: string; readonly facts: Values; readonly expect: { readonly steps: readonly string[]; readonly variant?: string | undefined } }
const examples: readonly Written[] = [...Object.values(pack.items), ...Object.values(pack.chains)].flatMap((m) => m.examples.map((example) => ({ id: m.id, ...example })));

/** Every value to where it would come from: the card, the company somebody acts for, a register, or the citizen. */
function learnedFrom(facts: Values): Learned {
  const entries = Object.entries(facts).map(([id, value]) => ({ id, value, from: pack.fields[id]?.from ?? [] }));
  return {
    card: Object.fromEntries(entries.filter((e) => e.from.includes('id-card')).map((e) => [e.id, e.value])),
    told: Object.fromEntries(entries.filter((e) => e.id.startsWith('acting-company-')).map((e) => [e.id, { value: e.value, by: 'company-register' }])),
    platform: Object.fromEntries(entries.filter((e) => !e.from.includes('id-card') && e.from.includes('platform')).map((e) => [e.id, { value: e.value, register: '示范登记库', asOf: today }])),
    answers: Object.fromEntries(entries.filter((e) => e.from.length === 0 && !e.id.startsWith('acting-company-')).map((e) => [e.id, e.value])),
  };
}
/** The way somebody goes who knows all this: where variants are chosen beforehand, the expected one was. */
function walk(example: Written) {
  const whole = matter(example.id);
  const chosen: Matter = whole.is === 'item' && mustChooseVariant(whole.item) ? matter(example.id, example.expect.variant) : whole;
  const given = learnedFrom(example.facts);
  const learned = standing({ steps: stepsOf(chosen), fields: pack.fields, learned: given, today });
  const facts = factsFrom(pack.fields, learned, today);
  return {
    given, learned, facts, chosen, variant: variantFor(chosen, valuesOf(facts), today)?.id,
    stops: journey({ steps: stepsOf(chosen), fields: pack.fields, learned, facts, today }),
  };
}
const optionIds = (field: Field): readonly string[] | undefined => {
  if (field.type === 'yes-no') return ['yes', 'no'];
  if (typeof field.options !== 'string') return field.options?.map((o) => o.id);
  return pack.lists[field.options]!.entries.flatMap((e) => [e.id, ...(e.children ?? []).map((c) => c.id)]);
};
const stepsWritten: readonly (readonly [string, readonly Step[]])[] = [
  ...Object.values(pack.items).flatMap((i) => [[i.id, i.steps ?? []], ...i.variants.map((v) => [`${i.id} ${v.id}`, v.steps ?? []] as const)] as const),
  ...Object.values(pack.chains).map((c) => [c.id, c.steps] as const),
];

test('every matter that can be dealt with here has examples, and no other', () => {
  const here = [...Object.keys(pack.items), ...Object.keys(pack.chains)].filter((id) => {
    const m = matter(id);
    return authored(m) || (m.is === 'item' && mustChooseVariant(m.item));
  });
  expect([...new Set(examples.map((e) => e.id))].sort()).toEqual(here.sort());
});

describe.each(examples)('$id: $name', (example) => {
  test('goes through the screens it was written for, to the variant it was written for', () => {
    const { stops, variant } = walk(example);
    expect(stops.map((s) => s.id)).toEqual(example.expect.steps);
    expect(variant).toBe(example.expect.variant);
  });

  test('comes to an end, and meets no screen twice', () => {
    const { stops } = walk(example);
    expect(stops.at(-1)?.id).toBe('farewell');
    expect(new Set(stops.map((s) => s.id)).size).toBe(stops.length);
  });

  test('knows nothing that nobody asked for on this way', () => {
    const { given, learned } = walk(example);
    expect(Object.keys(given.answers).filter((id) => !(id in learned.answers))).toEqual([]);
  });

  test('gives only answers that this kiosk takes, and options that exist', () => {
    for (const [id, value] of Object.entries(example.facts)) {
      const field = pack.fields[id]!;
      expect([id, problemOf(field, value, today)]).toEqual([id, undefined]);
      const options = optionIds(field);
      if (options) for (const one of field.type === 'choices' ? value.split(',') : [value]) expect(options).toContain(one);
    }
  });

  test('speaks only of the fictional people', () => {
    const numbers = JSON.stringify(example.facts).match(/\d{17}[\dX]/g) ?? [];
    expect(numbers.length).toBeGreaterThan(0);
    for (const number of numbers) {
      expect(people.map((p) => p.number)).toContain(number);
      expect([number.slice(0, 6), isCitizenNumber(number, today)]).toEqual(['370499', true]);
    }
  });
});

test('every variant that is found by asking is reached by an example', () => {
  const asked = Object.values(pack.items).filter((i) => i.steps !== null).flatMap((i) => i.variants.filter((v) => v.when !== null).map((v) => `${i.id} ${v.id}`));
  const reached = new Set(examples.map((e) => `${e.id} ${walk(e).variant}`));
  expect(asked.filter((one) => !reached.has(one))).toEqual([]);
});

test('every condition compares with an answer that can be given', () => {
  const tests = (c: Condition | null | undefined): readonly Test[] => (!c ? [] : 'all' in c ? c.all : 'any' in c ? c.any : [c]);
  const conditions = [
    ...stepsWritten.flatMap(([, steps]) => steps.flatMap((s) => [s.when, ...(s.do === 'ask' || s.do === 'fill' ? s.fields.map((f) => (typeof f === 'string' ? undefined : f.when)) : [])])),
    ...Object.values(pack.items).flatMap((i) => i.variants.map((v) => v.when)), ...Object.values(pack.chains).flatMap((c) => c.parts.map((p) => p.when)),
  ].flatMap(tests);
  expect(conditions.length).toBeGreaterThan(0);
  for (const t of conditions) {
    if ('rule' in t) continue;
    const options = optionIds(pack.fields[t.field]!);
    for (const value of 'is' in t ? [t.is] : t.in) expect([t.field, options]).toEqual([t.field, expect.arrayContaining([value])]);
  }
});

test('no screen asks for more than three things at once', () => {
  expect(stepsWritten.flatMap(([id, steps]) => steps.filter((s) => s.do === 'fill' && s.fields.length > 3).map(() => id))).toEqual([]);
});

test('no screen asks for a value that this kiosk computes itself', () => {
  for (const [, steps] of stepsWritten) {
    for (const s of steps) if (s.do === 'ask' || s.do === 'fill') for (const use of s.fields) expect(pack.fields[typeof use === 'string' ? use : use.field]!.derive).toBeUndefined();
  }
});

test('a trade has its industry and its business scope in lists with the same entries', () => {
  const trades = optionIds(pack.fields['industry']!)!;
  expect(optionIds(pack.fields['industry-name']!)).toEqual(trades);
  expect(optionIds(pack.fields['business-scope']!)).toEqual(trades);
});

import type { Field } from '../../content/schema/field.ts';
import type { Step } from '../../content/schema/step.ts';
import { factsFrom, type Learned, type Values } from '../../kiosk/core/facts.ts';
import { journey, standing, type Way } from '../../kiosk/core/journey.ts';

export const today = '2026-11-23';

/** A data element with everything ordinary but what matters to the test. */
export const field = (id: string, special: Partial<Field> = {}): Field => ({
  id, name: id, ask: `${id}?`, en: { name: id, ask: `${id}?` }, type: 'text', contest: 'replace', optional: false, ...special,
});
export const byId = (...fields: readonly Field[]): Readonly<Record<string, Field>> => Object.fromEntries(fields.map((f) => [f.id, f]));

export const learned = (some: Partial<Learned> = {}): Learned => ({ card: {}, told: {}, platform: {}, answers: {}, ...some });
export const held = (values: Values): Learned['platform'] => Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value, register: '示范登记库', asOf: today }]));

/** The way of somebody of whom this is known, with what still counts of it. */
export function wayOf(steps: readonly Step[], fields: Readonly<Record<string, Field>>, known: Partial<Learned>): Way {
  const stands = standing({ steps, fields, learned: learned(known), today });
  return { steps, fields, learned: stands, facts: factsFrom(fields, stands, today), today };
}
export const stopIds = (way: Way): readonly string[] => journey(way).map((s) => s.id);

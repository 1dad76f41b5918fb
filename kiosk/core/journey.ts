import type { Field } from '../../content/schema/field.ts';
import type { FieldUse, Step } from '../../content/schema/step.ts';
import { holds } from './conditions.ts';
import { type Facts, type Learned, prefilled, valuesOf } from './facts.ts';

/** One screen of the journey: a step, or one question of an `ask` step. `id` is unique within the journey. */
export interface Stop { readonly id: string; readonly step: Step; readonly field?: string }

export interface Way { readonly steps: readonly Step[]; readonly fields: Readonly<Record<string, Field>>; readonly learned: Learned; readonly facts: Facts; readonly today: string }

/**
 * The screens this citizen will go through, given what is known so far. Always derived, never stored: changing an early
 * answer cannot leave a stale path behind. What is already known is not asked.
 */
export function journey(way: Way): readonly Stop[] {
  const values = valuesOf(way.facts);
  return way.steps.filter((step) => holds(step.when, values, way.today)).flatMap((step, n): Stop[] => {
    if (step.do === 'ask') return toAsk(step.fields, way).map((field) => ({ id: `ask:${field}`, step, field }));
    if (step.do === 'fill') return toAsk(step.fields, way).length > 0 ? [{ id: `fill:${step.fields.map(fieldOf).join('+')}`, step }] : [];
    return [{ id: step.do === 'print' || step.do === 'records' ? `${step.do}:${step.query}` : `${step.do}${step.do === 'notice' && n > 0 ? n : ''}`, step }];
  });
}

export const fieldOf = (use: FieldUse): string => (typeof use === 'string' ? use : use.field);

/** The fields of a step that apply now, whether known or not. */
export function applying(uses: readonly FieldUse[], way: Pick<Way, 'facts' | 'today'>): readonly string[] {
  const values = valuesOf(way.facts);
  return uses.filter((u) => typeof u === 'string' || holds(u.when, values, way.today)).map(fieldOf);
}

/** The fields of a step that only the citizen can tell. */
export function toAsk(uses: readonly FieldUse[], way: Omit<Way, 'steps'>): readonly string[] {
  return applying(uses, way).filter((id) => {
    const field = way.fields[id];
    return field !== undefined && !prefilled(field, way.learned, way.facts);
  });
}

/** Where somebody stands whose stop may have vanished: the same stop, else the last one before it that still exists. */
export function indexOf(stops: readonly Stop[], walked: readonly string[]): number {
  for (let i = walked.length - 1; i >= 0; i--) {
    const at = stops.findIndex((s) => s.id === walked[i]);
    if (at >= 0) return at;
  }
  return 0;
}

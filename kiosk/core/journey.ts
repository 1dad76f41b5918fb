import type { Field } from '../../content/schema/field.ts';
import type { FieldUse, Step } from '../../content/schema/step.ts';
import { problemOf } from './answer.ts';
import { holds } from './conditions.ts';
import { type Facts, factsFrom, type Learned, prefilled, valuesOf } from './facts.ts';

/** One screen of the journey: a step, or one question of an `ask` step. `id` is unique within the journey. */
export interface Stop { readonly id: string; readonly step: Step; readonly field?: string }

export interface Way { readonly steps: readonly Step[]; readonly fields: Readonly<Record<string, Field>>; readonly learned: Learned; readonly facts: Facts; readonly today: string }

/**
 * The screens this citizen will go through, given what is known so far. Always derived, never stored: changing an early
 * answer cannot leave a stale path behind. What is already known is not asked.
 */
export function journey(way: Way): readonly Stop[] {
  const values = valuesOf(way.facts);
  return way.steps.flatMap((step, n): Stop[] => {
    if (!holds(step.when, values, way.today)) return [];
    if (step.do === 'ask') return toAsk(step.fields, way).map((field) => ({ id: `ask:${field}`, step, field }));
    if (step.do === 'fill') return toAsk(step.fields, way).length > 0 ? [{ id: `fill:${step.fields.map(fieldOf).join('+')}`, step }] : [];
    if (step.do === 'print' || step.do === 'records') return [{ id: `${step.do}:${step.query}`, step }];
    // A second step of a kind is told by its place among those written, which no answer moves.
    return [{ id: way.steps.findIndex((s) => s.do === step.do) === n ? step.do : `${step.do}${n}`, step }];
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

/**
 * What still counts of what was learned: an answer to a question that another answer has closed since is set aside, so
 * that no department gets it. It comes back with its question.
 */
export function standing(way: Omit<Way, 'facts'>): Learned {
  const questions = way.steps.flatMap((step) => (step.do === 'ask' || step.do === 'fill' ? step.fields.map((use) => ({ step, use, id: fieldOf(use) })) : []));
  let answers = way.learned.answers;
  for (;;) {
    const values = valuesOf(factsFrom(way.fields, { ...way.learned, answers }, way.today));
    const open = new Set(questions.filter(({ step, use }) => holds(step.when, values, way.today) && (typeof use === 'string' || holds(use.when, values, way.today))).map((q) => q.id));
    // One at a time, in order: the next may be open again once this one is gone.
    const closed = questions.find((q) => answers[q.id] !== undefined && !open.has(q.id));
    if (!closed) return { ...way.learned, answers };
    const { [closed.id]: _, ...rest } = answers;
    answers = rest;
  }
}

/** The first stop with a question not answered, or not well; undefined when there is none. */
export function firstOpen(stops: readonly Stop[], way: Omit<Way, 'steps'>): number | undefined {
  const values = valuesOf(way.facts);
  const open = (id: string) => { const field = way.fields[id]; return field !== undefined && problemOf(field, values[id], way.today, values) !== undefined; };
  const at = stops.findIndex(({ step, field }) => (field !== undefined ? open(field) : step.do === 'fill' && toAsk(step.fields, way).some(open)));
  return at < 0 ? undefined : at;
}

/** Where somebody stands whose stop may have vanished: the same stop, else the last one before it that still exists. */
export function indexOf(stops: readonly Stop[], walked: readonly string[]): number {
  for (let i = walked.length - 1; i >= 0; i--) {
    const at = stops.findIndex((s) => s.id === walked[i]);
    if (at >= 0) return at;
  }
  return 0;
}

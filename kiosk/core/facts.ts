import type { Field } from '../../content/schema/field.ts';
import { derivations } from './derive.ts';

/** Where a value came from, told to the citizen beside it. */
export type Source =
  | { readonly is: 'id-card' }
  /** By the other ways to say who one is (kiosk/core/ways.ts). */
  | { readonly is: ToldBy }
  | { readonly is: 'platform'; readonly register: string; readonly asOf: string }
  | { readonly is: 'answer' }
  | { readonly is: 'derived' };
/** `phone` and `app-code`: the platform says so of the owner; `helper`: as attested; `company-register`: whose legal representative or agent the citizen is. */
export type ToldBy = 'social-card' | 'app-code' | 'phone' | 'helper' | 'company-code' | 'company-register';
/** A known value. Lists (choices, years) are joined with commas; persons are JSON. */
export interface Fact { readonly value: string; readonly source: Source }
export type Facts = Readonly<Record<string, Fact>>;
export type Values = Readonly<Record<string, string>>;

/** What has been learned in this visit, by origin. `told`: by ways other than the identity card. */
export interface Learned {
  readonly card: Values; readonly told: Readonly<Record<string, { readonly value: string; readonly by: ToldBy }>>;
  readonly platform: Readonly<Record<string, { readonly value: string; readonly register: string; readonly asOf: string }>>; readonly answers: Values;
}

/**
 * All facts of a visit. A value the citizen gave in place of a register's stands before it, but never before what the
 * identity card, or another proof of who one is, says; derived values are computed last and are never asked.
 */
export function factsFrom(fields: Readonly<Record<string, Field>>, learned: Learned, today: string): Facts {
  const facts: Record<string, Fact> = {};
  for (const field of Object.values(fields)) {
    const fact = direct(field, learned);
    if (fact) facts[field.id] = fact;
  }
  // Two rounds: a derived value may rest on another derived one.
  for (let round = 0; round < 2; round++) {
    for (const field of Object.values(fields)) {
      const value = field.derive === undefined ? undefined : derivations[field.derive]?.(valuesOf(facts), today);
      if (value !== undefined) facts[field.id] = { value, source: { is: 'derived' } };
    }
  }
  return facts;
}

function direct(field: Field, learned: Learned): Fact | undefined {
  const answer = learned.answers[field.id];
  const given = answer === undefined || answer === '' ? undefined : { value: answer, source: { is: 'answer' } } as const;
  const card = field.from?.includes('id-card') ? learned.card[field.id] : undefined;
  if (card !== undefined) return field.contest === 'replace' && given ? given : { value: card, source: { is: 'id-card' } };
  const told = learned.told[field.id];
  if (told) return field.contest === 'replace' && given ? given : { value: told.value, source: { is: told.by } };
  if (given) return given;
  const held = field.from?.includes('platform') ? learned.platform[field.id] : undefined;
  return held && { value: held.value, source: { is: 'platform', register: held.register, asOf: held.asOf } };
}

export const valuesOf = (facts: Facts): Values => Object.fromEntries(Object.entries(facts).map(([id, f]) => [id, f.value]));

/** Whether a field is known without the citizen: from the card, a register, or by computing. */
export function prefilled(field: Field, learned: Learned, facts: Facts): boolean {
  if (field.derive !== undefined) return true;
  const fact = facts[field.id];
  return (fact !== undefined && fact.source.is !== 'answer') || (field.from?.includes('platform') === true && learned.platform[field.id] !== undefined && learned.answers[field.id] === undefined);
}

import type { Field } from '../../content/schema/field.ts';
import { isCitizenNumber, isDate } from './citizen-number.ts';
import type { Values } from './facts.ts';
import { personsProblem, type PersonsProblem, readPersons } from './persons.ts';

export type AnswerProblem =
  | { readonly is: 'missing' } | { readonly is: 'bad-phone' } | { readonly is: 'bad-number' } | { readonly is: 'bad-date' }
  | { readonly is: 'too-small'; readonly min: number } | { readonly is: 'too-large'; readonly max: number }
  | { readonly is: 'too-short'; readonly min: number } | { readonly is: 'too-long'; readonly max: number } | { readonly is: 'not-han' }
  /** `start`: the day before which it may not lie, YYYY-MM-DD. */
  | { readonly is: 'before-start'; readonly start: string } | { readonly is: 'not-a-number' } | { readonly is: 'persons'; readonly why: PersonsProblem };

/** What is wrong with an answer, or undefined. A problem carries a word and facts; the sentence comes from content/texts. `values`: the other answers it must agree with. */
export function problemOf(field: Field, value: string | undefined, today: string, values: Values = {}): AnswerProblem | undefined {
  if (value === undefined || value.trim() === '') return field.optional ? undefined : { is: 'missing' };
  switch (field.type) {
    // 11 digits starting with 1: the numbering plan for mobile telephones in mainland China.
    case 'phone': return /^1\d{10}$/.test(value) ? undefined : { is: 'bad-phone' };
    case 'id-number': return isCitizenNumber(value, today) ? undefined : { is: 'bad-number' };
    case 'date': return isDate(value) ? (outside(field, value, today) ?? tooEarly(field, value, values)) : { is: 'bad-date' };
    case 'integer': case 'money': {
      if (!/^\d{1,9}$/.test(value)) return { is: 'not-a-number' };
      if (field.min !== undefined && Number(value) < field.min) return { is: 'too-small', min: field.min };
      if (field.max !== undefined && Number(value) > field.max) return { is: 'too-large', max: field.max };
      return undefined;
    }
    case 'persons': { const why = personsProblem(readPersons(value)); return why && { is: 'persons', why }; }
    case 'text': case 'name': return badText(field, [...value.trim()]);
    case 'choice': case 'choices': case 'years': case 'region': case 'yes-no': return undefined;
  }
}

/** For texts `min` and `max` are characters. */
function badText(field: Field, chars: readonly string[]): AnswerProblem | undefined {
  const max = field.max ?? 60;
  if (chars.length > max) return { is: 'too-long', max };
  if (field.pattern === 'han' && !chars.every((char) => /^\p{Script=Han}$/u.test(char))) return { is: 'not-han' };
  return field.min !== undefined && chars.length < field.min ? { is: 'too-short', min: field.min } : undefined;
}

/** For dates `min` and `max` are days from today. */
function outside(field: Field, value: string, today: string): AnswerProblem | undefined {
  const days = Math.round((Date.parse(value) - Date.parse(today)) / 86_400_000);
  if (field.min !== undefined && days < field.min) return { is: 'too-small', min: field.min };
  if (field.max !== undefined && days > field.max) return { is: 'too-large', max: field.max };
  return undefined;
}

function tooEarly(field: Field, value: string, values: Values): AnswerProblem | undefined {
  const start = field.notBefore === undefined ? undefined : values[field.notBefore];
  return start !== undefined && isDate(start) && value < start ? { is: 'before-start', start } : undefined;
}

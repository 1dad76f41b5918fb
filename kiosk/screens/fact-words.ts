import type { Field } from '../../content/schema/field.ts';
import type { AnswerProblem } from '../core/answer.ts';
import type { Fact } from '../core/facts.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Say } from '../models/words.ts';

/** Where a value is from, as a phrase for the citizen. */
export function sourceWords(say: Say, fact: Fact): string {
  switch (fact.source.is) {
    case 'id-card': case 'social-card': case 'app-code': case 'phone': case 'helper': case 'company-code': case 'company-register': return say(`source.${fact.source.is}`);
    case 'platform': return say('source.platform', { register: fact.source.register, asOf: fact.source.asOf });
    case 'answer': return say('source.answer');
    case 'derived': return say('source.derived');
  }
}

/** What is wrong, with the bound told in the field's own terms: a date for days, an amount with its unit. */
export function problemWords(say: Say, problem: AnswerProblem, field?: Field, today?: string): string {
  const bound = (n: number) => (field?.type === 'date' && today !== undefined ? new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10) : `${n}${field?.unit ? ` ${field.unit}` : ''}`);
  switch (problem.is) {
    case 'too-small': return say(field?.type === 'date' ? 'problem.too-early' : 'problem.too-small', { min: bound(problem.min) });
    case 'too-large': return say(field?.type === 'date' ? 'problem.too-late' : 'problem.too-large', { max: bound(problem.max) });
    case 'too-short': return say('problem.too-short', { min: problem.min });
    case 'too-long': return say('problem.too-long', { max: problem.max });
    case 'before-start': return say('problem.before-start', { start: problem.start });
    case 'persons': return say(`problem.persons-${problem.why}`);
    case 'missing': case 'bad-phone': case 'bad-number': case 'bad-date': case 'not-han': case 'not-a-number': return say(`problem.${problem.is}`);
  }
}

export const fieldName = (kiosk: Kiosk, field: Field): string => (kiosk.language.value === 'en' ? field.en.name : field.name);
export const fieldAsk = (kiosk: Kiosk, field: Field): string => (kiosk.language.value === 'en' ? field.en.ask : field.ask);
export const fieldHint = (kiosk: Kiosk, field: Field): string | undefined => (kiosk.language.value === 'en' ? field.en.hint : field.hint);

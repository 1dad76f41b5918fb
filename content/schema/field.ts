import * as v from 'valibot';
import { slug, words } from './names.ts';
import { Provenance } from './provenance.ts';

export const fieldTypes = ['text', 'name', 'id-number', 'phone', 'date', 'choice', 'choices', 'years', 'region', 'money', 'integer', 'yes-no', 'persons'] as const;
const Option = v.strictObject({ id: slug, label: words, en: words, detail: v.optional(words), detailEn: v.optional(words) });

/** One data element, asked once in a visit whatever number of forms need it. */
export const Field = v.strictObject({
  id: slug,
  name: v.pipe(words, v.description('表格上的名称')),
  ask: v.pipe(words, v.description('问群众的话，第二人称，一句')),
  hint: v.optional(words),
  en: v.strictObject({ name: words, ask: words, hint: v.optional(words), unit: v.optional(words) }),
  type: v.picklist(fieldTypes),
  /** Answers to choose from: written here, or the name of a file in content/lists. */
  options: v.optional(v.union([v.pipe(v.array(Option), v.minLength(2)), slug])),
  /** Where the value may come from without asking, best first. */
  from: v.optional(v.array(v.picklist(['id-card', 'platform']))),
  /** A rule of kiosk/core/derive.ts that computes it from other facts: then it is never asked. */
  derive: v.optional(slug),
  /** How it is shown to bystanders. */
  mask: v.optional(v.picklist(['name', 'id-number', 'phone', 'address'])),
  /** Whether the citizen may replace a prefilled value on the spot; what the identity card says may not. */
  contest: v.optional(v.picklist(['replace', 'window']), 'replace'),
  optional: v.optional(v.pipe(v.picklist(['yes', 'no']), v.transform((s) => s === 'yes')), 'no'),
  min: v.optional(v.pipe(v.string(), v.regex(/^-?\d+$/), v.transform(Number))),
  max: v.optional(v.pipe(v.string(), v.regex(/^-?\d+$/), v.transform(Number))),
  /** What a text may consist of: `han`, Chinese characters only. */
  pattern: v.optional(v.picklist(['han'])),
  /** The date field before whose day this one may not lie. */
  notBefore: v.optional(slug),
  unit: v.optional(words),
  source: v.optional(Provenance),
});
export type Field = v.InferOutput<typeof Field>;
export type FieldType = Field['type'];
export type FieldOption = v.InferOutput<typeof Option>;
export const FieldFile = v.strictObject({ fields: v.array(Field) });

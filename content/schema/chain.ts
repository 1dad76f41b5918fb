import * as v from 'valibot';
import { Condition } from './condition.ts';
import { MaterialUse } from './material.ts';
import { slug, words } from './names.ts';
import { Provenance } from './provenance.ts';
import { Step } from './step.ts';

const Part = v.strictObject({
  item: slug,
  variant: v.optional(slug),
  /** In which situation this item is part of the chain; told by the answers. */
  when: v.optional(Condition),
  /** The form this department gets, generated from the one form: its title and the data elements on it, in its order. */
  form: v.strictObject({ title: words, en: words, fields: v.pipe(v.array(slug), v.minLength(1)) }),
  materials: v.optional(v.array(MaterialUse), []),
});

/** 一链办理: several items done as one, with one notice, one form and one set of materials. */
export const Chain = v.strictObject({
  id: slug,
  name: words,
  en: words,
  plain: words,
  plainEn: words,
  words: v.optional(v.array(words), []),
  scene: v.pipe(v.string(), v.regex(/^[EP]\d{1,2}\.\d$/, '场景写成 E1.1')),
  appliesTo: words,
  appliesToEn: words,
  depth: v.picklist(['finish', 'submit', 'prepare', 'guide']),
  from: Provenance,
  /** Where the forms' data elements were taken from: who may rely on the counts. */
  formsFrom: Provenance,
  parts: v.pipe(v.array(Part), v.minLength(2)),
  steps: v.pipe(v.array(Step), v.minLength(1)),
  examples: v.optional(v.array(v.strictObject({
    name: words, facts: v.record(v.string(), v.string()), expect: v.strictObject({ steps: v.array(v.string()) }),
  })), []),
});
export type WrittenChain = v.InferOutput<typeof Chain>;
export type ChainPart = v.InferOutput<typeof Part>;

import * as v from 'valibot';
import { slug, words } from './names.ts';
import { Provenance } from './provenance.ts';

/** A code list: options to choose from, in the order shown. `children` makes it two levels, such as province and city. */
const Entry = v.strictObject({
  id: v.pipe(v.string(), v.minLength(1)), label: words, en: v.optional(words),
  children: v.optional(v.array(v.strictObject({ id: v.pipe(v.string(), v.minLength(1)), label: words, en: v.optional(words) }))),
});
export const List = v.strictObject({ id: slug, name: words, from: Provenance, entries: v.pipe(v.array(Entry), v.minLength(1)) });
export type List = v.InferOutput<typeof List>;
export type ListEntry = v.InferOutput<typeof Entry>;

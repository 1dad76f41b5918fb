import * as v from 'valibot';
import { slug, words } from './names.ts';
import { Provenance } from './provenance.ts';

const Department = v.strictObject({ name: words, en: words });
/** `code`: the name of its role in the signed catalog; never changed once published. */
const District = v.strictObject({ code: slug, name: words, en: words });
/** The departments as the notice names them, at both levels. */
export const Departments = v.strictObject({ from: Provenance, city: v.array(Department), district: v.array(District) });
export type Departments = v.InferOutput<typeof Departments>;

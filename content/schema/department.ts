import * as v from 'valibot';
import { words } from './names.ts';
import { Provenance } from './provenance.ts';

const Department = v.strictObject({ name: words, en: words });
/** The departments as the notice names them, at both levels. */
export const Departments = v.strictObject({ from: Provenance, city: v.array(Department), district: v.array(Department) });
export type Departments = v.InferOutput<typeof Departments>;

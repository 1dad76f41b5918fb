import * as v from 'valibot';
import { slug, words } from './names.ts';
import { Provenance } from './provenance.ts';

const Scene = v.strictObject({ no: v.pipe(v.string(), v.regex(/^\d{1,2}\.\d$/)), id: slug, name: words, en: words });
const Stage = v.strictObject({ no: v.pipe(v.string(), v.regex(/^\d{1,2}$/)), id: slug, name: words, en: words, scenes: v.pipe(v.array(Scene), v.minLength(1)) });
/** The two life cycles that items hang from: 个人 and 企业 stages with their scenes. */
export const Stages = v.strictObject({ from: Provenance, person: v.array(Stage), enterprise: v.array(Stage) });
export type Stages = v.InferOutput<typeof Stages>;
export type Stage = v.InferOutput<typeof Stage>;
export type Scene = v.InferOutput<typeof Scene>;

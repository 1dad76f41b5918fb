import * as v from 'valibot';

/** All sentences of one language: groups of keys. `{name}` stands for a value put in by the screen. */
export const Texts = v.record(v.string(), v.record(v.string(), v.pipe(v.string(), v.minLength(1))));
export type Texts = v.InferOutput<typeof Texts>;
export type Language = 'zh' | 'en';

import * as v from 'valibot';

/** A name in kebab case: never shown, never changed once published. */
export const slug = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, '只用小写字母、数字和连字符，以字母开头'));
export const words = v.pipe(v.string(), v.minLength(1, '不能为空'));

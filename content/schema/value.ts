import * as v from 'valibot';
import { Grade } from './provenance.ts';

const overriding = {
  source: v.optional(v.pipe(v.string(), v.minLength(1))),
  grade: v.optional(Grade),
  checked: v.optional(v.pipe(v.string(), v.isoDate())),
  area: v.optional(v.pipe(v.string(), v.regex(/^\d{6}$/))),
};

/**
 * One element of the 实施清单 as a maintainer writes it: the plain value; or `value:` with a source of its own; or
 * `value: null` with the reason why it does not apply. Not written at all means unknown.
 */
export const element = <S extends v.GenericSchema>(schema: S, label: string) =>
  v.pipe(v.optional(v.union([
    v.strictObject({ value: v.literal('null'), reason: v.pipe(v.string(), v.minLength(1)), ...overriding }),
    v.strictObject({ value: schema, ...overriding }),
    schema,
  ])), v.title(label));

/** 是 / 否. */
export const yesNo = v.pipe(v.picklist(['是', '否'], '写“是”或“否”'), v.transform((s) => s === '是'));
/** Every value is text, so a bare `null` would be shown to citizens as a word. */
export const text = v.pipe(v.string(), v.minLength(1), v.check((s) => s !== 'null', '不适用写成 { value: \'null\', reason: 原因 }；不知道就不写这一项'));
export const texts = v.pipe(v.array(text), v.minLength(1));
export const count = v.pipe(v.string(), v.regex(/^\d{1,6}$/, '写成整数'), v.transform(Number));
export const date = v.pipe(v.string(), v.isoDate('日期写成 2026-11-23'));
export const url = v.pipe(v.string(), v.url('写完整的网址，以 http:// 或 https:// 开头'));
/** 时限: "15 工作日", "1 日", "60 日", "2 小时", or "当场" (done on the spot). */
export const timeLimit = v.pipe(
  v.string(), v.regex(/^(当场|\d{1,3} (工作日|日|月|小时))$/, '写成“15 工作日”“1 月”“2 小时”或“当场”'),
  v.transform((s) => {
    const [amount, unit] = s.split(' ');
    return s === '当场' ? { amount: 0, unit: '当场' } : { amount: Number(amount), unit: unit! };
  }),
);
export interface TimeLimit { readonly amount: number; readonly unit: string }

/** A compiled element: known with the index of its origin, known not to apply, or `null`: nobody wrote it down. */
export type Known<T> = { readonly value: T; readonly from: number } | { readonly none: string; readonly from: number } | null;

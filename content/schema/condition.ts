import * as v from 'valibot';

/** One comparison against one fact. Arithmetic and dates belong in a named rule (kiosk/core/rules.ts). */
export const Test = v.union([
  v.strictObject({ field: v.string(), is: v.string() }),
  v.strictObject({ field: v.string(), in: v.array(v.string()) }),
  v.strictObject({ rule: v.string() }),
], '条件写成 { field, is }、{ field, in: [..] } 或 { rule }');
export const Condition = v.union([Test, v.strictObject({ all: v.array(Test) }), v.strictObject({ any: v.array(Test) })], '条件写成一个比较，或 all: [...]、any: [...]');
export type Condition = v.InferOutput<typeof Condition>;
export type Test = v.InferOutput<typeof Test>;

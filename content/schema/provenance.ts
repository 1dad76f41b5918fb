import * as v from 'valibot';

/**
 * How far a statement can be trusted: A official page, standard or law text; B newspaper or a copy of a government text;
 * C third party; G read in public source code; K general knowledge. Only A and B are ever shown as facts.
 */
export const Grade = v.picklist(['A', 'B', 'C', 'G', 'K'], '等级只能是 A、B、C、G、K');
export type Grade = v.InferOutput<typeof Grade>;

/** 出处: where a value comes from, how good that is, when it was last looked at, and for which 区划 it holds (6 digits; 000000 all of China). */
export const Provenance = v.strictObject({
  source: v.pipe(v.string(), v.minLength(1), v.description('出处：文件名、文号或网址')),
  grade: Grade,
  checked: v.pipe(v.string(), v.isoDate('核对日期写成 2026-11-23')),
  area: v.optional(v.pipe(v.string(), v.regex(/^\d{6}$/, '区划代码是 6 位数字，全国写 000000'))),
});
export type Provenance = v.InferOutput<typeof Provenance>;

/** Our own area: 山亭区 (GB/T 2260). */
export const HOME_AREA = '370406';

/** Whether a statement of this origin may be shown as a fact at a kiosk in 山亭区: good enough, and made for a place that contains us. */
export function showable(from: Pick<Provenance, 'grade' | 'area'>, home = HOME_AREA): boolean {
  if (from.grade !== 'A' && from.grade !== 'B') return false;
  const scope = (from.area ?? '000000').replace(/(00)+$/, '');
  return home.startsWith(scope);
}

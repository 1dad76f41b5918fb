import * as v from 'valibot';
import { Condition } from './condition.ts';
import { slug, words } from './names.ts';
import { Provenance } from './provenance.ts';
import { element, count, text, url, yesNo } from './value.ts';

/**
 * A document an item needs, with the 申请材料 elements of the 实施清单. Trust grade per 国办函〔2016〕108号: A issuing body,
 * B window verified, C citizen's upload (original to be checked), D made by the citizen with a promise.
 */
export const Material = v.strictObject({
  id: slug,
  name: words,
  plain: v.optional(words),
  en: words,
  from: Provenance,
  /**
   * How it can reach the department from this kiosk, best first: generated from the form; the identity card read here in
   * its place; passed on by the department that issues it within the same chain; shared as an e-certificate; photographed;
   * brought.
   */
  ways: v.pipe(v.array(v.picklist(['generated', 'card', 'passed-on', 'shared', 'photographed', 'brought'])), v.minLength(1)),
  /** The e-certificate type that stands in for it (免提交). */
  certificate: v.optional(slug),
  trust: v.picklist(['A', 'B', 'C', 'D']),
  original: element(v.picklist(['原件', '复印件', '原件和复印件']), '材料类型'),
  medium: element(v.picklist(['纸质', '电子', '纸质或电子']), '材料形式'),
  channel: element(v.picklist(['申请人自备', '政府部门核发', '其他']), '来源渠道'),
  channelNote: element(text, '来源渠道说明'),
  copies: element(count, '纸质份数'),
  copiesNote: element(text, '份数要求'),
  size: element(text, '规格'),
  blankForm: element(url, '空白表格'),
  sample: element(url, '示例样表'),
  fillingNote: element(text, '填报须知'),
  standard: element(text, '受理标准'),
  basis: element(text, '要求提供材料的依据'),
  sharedData: element(yesNo, '是否已实现数据共享'),
  collection: element(text, '收取方式'),
});
export type WrittenMaterial = v.InferOutput<typeof Material>;
export const MaterialFile = v.strictObject({ materials: v.array(Material) });

/** How one item uses a material. */
export const MaterialUse = v.strictObject({
  material: slug,
  /** In which situation it is needed at all. */
  when: v.optional(Condition),
  need: v.optional(v.picklist(['必要', '非必要', '容缺后补']), '必要'),
  /** Materials of the same group stand in for each other: one of them is enough. */
  oneOf: v.optional(slug),
});
export type MaterialUse = v.InferOutput<typeof MaterialUse>;

import * as v from 'valibot';
import { Condition } from './condition.ts';
import { writtenGroups } from './elements.ts';
import { MaterialUse } from './material.ts';
import { slug, words } from './names.ts';
import { Provenance } from './provenance.ts';
import { Step } from './step.ts';

export const matterTypes = ['行政许可', '行政确认', '行政给付', '其他行政权力', '公共服务', '其他'] as const;
const MatterType = v.picklist(matterTypes, `事项类型只能是${matterTypes.join('、')}`);
const Departments = v.strictObject({
  lead: v.pipe(words, v.description('牵头部门，与目录一致')),
  with: v.optional(v.array(words), []),
});
const everyday = {
  plain: v.optional(v.pipe(words, v.description('老百姓平时怎么说'))),
  words: v.optional(v.array(words), []),
};
const Example = v.strictObject({
  name: words,
  /** Facts as they would stand at the end: field id → value. */
  facts: v.record(v.string(), v.string()),
  expect: v.strictObject({ steps: v.array(v.string()), variant: v.optional(slug) }),
});

/** 子项: one of an item's printed sub-matters. What it does not say, it takes from its item. */
export const Variant = v.strictObject({
  id: slug,
  name: words,
  en: words,
  type: MatterType,
  city: v.optional(v.array(words), []),
  district: v.optional(v.array(words), []),
  ...everyday,
  /** The situation in which this variant is meant, told by the answers to the item's questions. */
  when: v.optional(Condition),
  from: v.optional(Provenance),
  materials: v.optional(v.array(MaterialUse)),
  steps: v.optional(v.pipe(v.array(Step), v.minLength(1))),
  ...writtenGroups,
});

export const depths = ['finish', 'submit', 'prepare', 'guide'] as const;
export const means = ['query', 'print', 'apply', 'pay', 'book'] as const;

/** 事项: one of the 221 matters. One file each; the file's name is the id. */
export const Item = v.strictObject({
  id: slug,
  no: v.pipe(v.string(), v.regex(/^[EP]\d{1,3}$/, '编号写成 E1–E106 或 P1–P115')),
  name: v.pipe(words, v.description('事项名称，与目录一字不差')),
  en: words,
  ...everyday,
  type: v.optional(MatterType),
  scene: v.pipe(v.string(), v.regex(/^\d{1,2}\.\d$/, '场景写成 4.3')),
  city: Departments,
  district: Departments,
  /** How far this kiosk is meant to take it, and by what means. Without `steps` it offers the guide until they are written. */
  depth: v.picklist(depths),
  by: v.pipe(v.array(v.picklist(means)), v.minLength(1)),
  /** What the transcription of the printed notice leaves in doubt. */
  doubts: v.optional(v.array(words), []),
  from: Provenance,
  variants: v.optional(v.array(Variant), []),
  materials: v.optional(v.array(MaterialUse)),
  steps: v.optional(v.pipe(v.array(Step), v.minLength(1))),
  examples: v.optional(v.array(Example), []),
  ...writtenGroups,
});
export type WrittenItem = v.InferOutput<typeof Item>;
export type WrittenVariant = v.InferOutput<typeof Variant>;
export type Depth = (typeof depths)[number];
export type Means = (typeof means)[number];
export type MatterType = (typeof matterTypes)[number];
export type Example = v.InferOutput<typeof Example>;

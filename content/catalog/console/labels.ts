import { type ElementGroup, elementTable } from '../../schema/elements.ts';
import { Material } from '../../schema/material.ts';
import { bare, type ContentKind, kinds } from './kinds.ts';
import type { KeyPath } from './yaml-document.ts';

/** The groups of the 实施清单 (GB/T 39554.2), as maintainers call them. */
export const groupNames: Readonly<Record<ElementGroup, string>> = {
  identity: '事项标识', owner: '实施主体和依据', scope: '服务对象和范围', timing: '办理时限和形式', service: '服务方式', handling: '受理和流程',
  fees: '收费', result: '办理结果', remedy: '咨询监督和救济', region: '属地',
};
/** What each key of an item, variant, field, material, chain or site means, in the maintainers' words. */
const keyNames: Readonly<Record<string, string>> = {
  id: '代号', no: '编号', name: '名称', en: '英文名称', plain: '群众的叫法', plainEn: '群众的叫法（英文）', words: '搜索时的说法', type: '类型', scene: '场景', city: '市级部门', district: '区级部门',
  lead: '牵头部门', with: '配合部门', depth: '在本机办到哪一步', by: '本机怎么办', doubts: '待核实的疑问', from: '出处', variants: '子项', materials: '申请材料', steps: '办理步骤', examples: '例子',
  when: '适用情形', ask: '问群众的话', hint: '填写提示', unit: '单位', options: '选项', label: '文字', detail: '说明', detailEn: '说明（英文）', derive: '推算规则', mask: '遮挡方式', contest: '能否当场改', optional: '可以不填',
  min: '最小', max: '最大', pattern: '格式', notBefore: '不能早于', source: '来源', ways: '提交方式', certificate: '可替代的电子证照', trust: '可信等级', appliesTo: '适用对象', appliesToEn: '适用对象（英文）', formsFrom: '表单出处',
  parts: '包含的事项', entries: '条目', fields: '数据元', fictional: '演示站点', hours: '开放时间', address: '地址', windowHours: '窗口办公时间', phone: '咨询电话', devices: '设备', rootSizePx: '字号', night: '夜间', first: '首页排在前面的',
  person: '个人阶段', enterprise: '企业阶段', scenes: '场景', value: '值', reason: '原因', grade: '等级', checked: '核对日期', area: '适用地区', children: '下一级', code: '代码', form: '表单', item: '事项', variant: '子项',
};
export const depthNames: Readonly<Record<string, string>> = { finish: '在本机办完', submit: '在本机提交', prepare: '在本机准备好材料', guide: '只看办事指南' };
export const meansNames: Readonly<Record<string, string>> = { query: '查询', print: '打印', apply: '申请', pay: '缴费', book: '预约' };

const materialTitles: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(bare(Material).entries ?? {}).flatMap(([key, schema]) => {
  const title = (schema as { readonly pipe?: readonly { readonly type?: string; readonly title?: string }[] }).pipe?.find((part) => part.type === 'title')?.title;
  return title === undefined ? [] : [[key, title]];
}));

/** The names of one element: 承诺办结时限. Undefined for what is no element. */
export function elementName(group: string, key: string): string | undefined {
  const table = (elementTable as Readonly<Record<string, Readonly<Record<string, readonly [string, unknown]>>>>)[group];
  return table && (Object.hasOwn(table, key) ? table[key]![0] : key === 'from' ? '本组出处' : undefined);
}

/** A place of a content file in words, from the outside in: `子项“参保缴费证明” · 承诺办结时限`. `nameOf` tells what a member of a list is called. */
export function placeInWords(kind: ContentKind, at: KeyPath, nameOf: (at: KeyPath) => string | undefined = () => undefined): string {
  if (at.length === 0) return kind === 'texts' ? '整个文件' : `整个${kinds[kind].name}`;
  if (kind === 'texts') return `“${at.join('.')}”这一句`;
  const words: string[] = [];
  for (const [i, key] of at.entries()) {
    const group = at[i - 1];
    const element = group === undefined ? undefined : elementName(group, key);
    if (key.startsWith('#')) words[words.length ? words.length - 1 : 0] = `${words.at(-1) ?? ''}“${nameOf(at.slice(0, i + 1)) ?? key.slice(1)}”`;
    else if (element !== undefined) words[words.length - 1] = element === '本组出处' ? `${words.at(-1)} · 本组出处` : element;
    else words.push(groupNames[key as ElementGroup] ?? (kind === 'materials' ? (materialTitles[key] ?? keyNames[key]) : keyNames[key]) ?? key);
  }
  return words.join(' · ');
}

/** A finding that begins with keys (`timing › caseKind：…`), with the keys' names in their place. */
export function sayPlainly(kind: ContentKind, says: string): string {
  const found = /^((?:[A-Za-z0-9-]+|第 \d+ 个)(?: › (?:[A-Za-z0-9-]+|第 \d+ 个))*)(：|缺少)/.exec(says);
  return found ? placeInWords(kind, found[1]!.split(' › ')) + says.slice(found[1]!.length) : says;
}

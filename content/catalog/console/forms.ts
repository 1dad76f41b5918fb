import type { Departments } from '../../schema/department.ts';
import { elementTable } from '../../schema/elements.ts';
import { Field } from '../../schema/field.ts';
import { Item, Variant } from '../../schema/item.ts';
import { Material } from '../../schema/material.ts';
import { Provenance } from '../../schema/provenance.ts';
import { timeLimit } from '../../schema/value.ts';
import { lookAt } from './changes.ts';
import { bare, type ContentKind, kinds } from './kinds.ts';
import { depthNames, groupNames, meansNames, placeInWords } from './labels.ts';
import type { KeyPath, Value } from './yaml-document.ts';

type Option = readonly [value: string, label: string];
/** How one value is asked for. `shown`: not by this form; what stands there is told in words. */
export type Input =
  | { readonly is: 'line' | 'text' | 'lines' | 'date' | 'url' | 'limit' | 'count' | 'origin' | 'shown' }
  | { readonly is: 'choice' | 'choices'; readonly options: readonly Option[] }
  | { readonly is: 'rows'; readonly columns: readonly { readonly key: string; readonly label: string; readonly required: boolean }[] };
/** One key of the form. An element may also be unknown or not apply, and may have a source of its own. */
export interface FormKey { readonly at: KeyPath; readonly label: string; readonly input: Input; readonly element: boolean; readonly required: boolean; readonly help?: string; readonly locked?: string }
export interface FormGroup { readonly title: string; readonly under: string | null; readonly at: KeyPath; readonly keys: readonly FormKey[] }

interface Part { readonly type?: string; readonly description?: string; readonly requirement?: unknown; readonly message?: unknown; readonly options?: readonly unknown[]; readonly item?: unknown; readonly entries?: Readonly<Record<string, unknown>>; readonly wrapped?: unknown; readonly pipe?: readonly Part[] }

const columnNames: Readonly<Record<string, string>> = {
  name: '名称', issuer: '制定机关', number: '文号', clause: '条款和内容', url: '网址', limit: '时限', standard: '标准', basis: '依据', question: '问', answer: '答',
  label: '文字', en: '英文', id: '代号', material: '材料', need: '是否必要', oneOf: '任选其一的组', detail: '说明', detailEn: '说明（英文）', code: '代码',
};
const lockedBecause: Readonly<Record<string, string>> = { id: '代号发布以后不再改', no: '编号与目录一致，不在这里改', name: '名称与目录一字不差；要改请用“目录变更”' };

/** The form of one content file as it stands: its groups in the order of the 实施清单, those of each variant or list member after them. */
export function formOf(kind: ContentKind, value: Value, departments: Departments): FormGroup[] {
  if (kind === 'items') return itemForm(value, departments);
  if (kind === 'fields' || kind === 'materials') {
    const schema = kind === 'fields' ? Field : Material;
    return membersAt(value, [kind]).map(({ at, name }) => ({ title: name, under: null, at, keys: keysOf(kind, bare(schema).entries ?? {}, at) }));
  }
  return [{ title: kinds[kind].name, under: null, at: [], keys: keysOf(kind, bare(kinds[kind].schema).entries ?? {}, []) }];
}

function itemForm(value: Value, departments: Departments): FormGroup[] {
  const lead = (level: 'city' | 'district'): FormKey => ({
    at: [level, 'lead'], label: `${level === 'city' ? '市级' : '区级'}牵头部门`, element: false, required: true, locked: '与目录一致；要改请用“目录变更”',
    input: { is: 'choice', options: departments[level].map(({ name }) => [name, name]) },
  });
  const basics = keysOf('items', bare(Item).entries ?? {}, []).filter(({ at }) => !isGroup(at[0]) && !['city', 'district', 'variants'].includes(at[0]!)).map(lock);
  return [
    { title: '基本信息', under: null, at: [], keys: [...basics, lead('city'), lead('district')] }, ...elementGroups([], null),
    ...membersAt(value, ['variants']).flatMap(({ at, name }) => [
      { title: '基本信息', under: name, at, keys: keysOf('items', bare(Variant).entries ?? {}, at).filter((key) => !isGroup(key.at.at(-1))).map(lock) },
      ...elementGroups(at, name),
    ]),
  ];
}

const isGroup = (key: string | undefined) => key !== undefined && Object.hasOwn(elementTable, key);
const lock = (key: FormKey): FormKey => {
  const because = lockedBecause[key.at.at(-1)!];
  return because === undefined ? key : { ...key, locked: because };
};

function elementGroups(base: KeyPath, under: string | null): FormGroup[] {
  return Object.entries(elementTable).map(([group, table]) => ({
    title: groupNames[group as keyof typeof elementTable], under, at: [...base, group],
    keys: [
      { at: [...base, group, 'from'], label: '本组出处', input: { is: 'origin' }, element: false, required: false, help: '本组没有单独写出处的，都用这一条' },
      ...Object.entries(table as Readonly<Record<string, readonly [string, unknown]>>).map(([key, [label, schema]]): FormKey => ({ at: [...base, group, key], label, input: inputOf(schema), element: true, required: false, ...helpOf(schema) })),
    ],
  }));
}

function keysOf(kind: ContentKind, entries: Readonly<Record<string, unknown>>, base: KeyPath): FormKey[] {
  return Object.entries(entries).flatMap(([key, schema]): FormKey[] => {
    const node = schema as Part;
    const element = elementIn(node);
    const at = [...base, key];
    const inner = bare(schema) as Part;
    // A small map of texts, such as a field's English, is asked for key by key.
    if (inner.entries && inner !== bare(Provenance) && Object.values(inner.entries).every((one) => (bare(one) as Part).type === 'string')) {
      return keysOf(kind, inner.entries, at).map((one) => ({ ...one, label: `${key === 'en' ? '英文' : placeInWords(kind, [key])}：${one.label}`, required: one.required && node.type !== 'optional' }));
    }
    return [{ at, label: kind === 'fields' && key === 'from' ? '能自动取得的地方' : placeInWords(kind, [key]), input: inputOf(element ?? schema, key), element: element !== undefined, required: node.type !== 'optional' && element === undefined, ...helpOf(element ?? schema), ...(key === 'id' && { locked: lockedBecause['id']! }) }];
  });
}

/** The schema of an element's value, when this is an element: a union of known, not applying, plain. */
function elementIn(node: Part): unknown {
  const inner = bare(node) as Part;
  const options = inner.type === 'union' ? (inner.options as Part[]) : [];
  return options.length === 3 && options[0]!.entries && 'reason' in options[0]!.entries ? options[2] : undefined;
}

/** How a value of this schema is asked for. */
export function inputOf(schema: unknown, key = ''): Input {
  const node = bare(schema) as Part;
  const checks = pipeOf(schema);
  if (node === bare(Provenance)) return { is: 'origin' };
  if (schema === timeLimit) return { is: 'limit' };
  if (node.type === 'picklist') return { is: 'choice', options: named(node.options as string[]) };
  if (node.type === 'string') {
    if (checks.some(({ type }) => type === 'iso_date')) return { is: 'date' };
    if (checks.some(({ type }) => type === 'url')) return { is: 'url' };
    return { is: checks.some(({ type, requirement }) => type === 'regex' && String(requirement).includes('\\d{1,6}')) ? 'count' : /^(?:name|en|plain|plainEn|id|no|scene|unit|certificate|derive|min|max)$/.test(key) ? 'line' : 'text' };
  }
  if (node.type !== 'array') return { is: 'shown' };
  const member = bare(node.item) as Part;
  if (member.type === 'picklist') return { is: 'choices', options: named(member.options as string[]) };
  if (member.type === 'string') return { is: 'lines' };
  const columns = Object.entries(member.entries ?? {}).filter(([, one]) => ['string', 'picklist'].includes((bare(one) as Part).type ?? ''));
  const simple = columns.length > 0 && columns.length === Object.keys(member.entries ?? {}).length;
  return simple ? { is: 'rows', columns: columns.map(([name, one]) => ({ key: name, label: columnNames[name] ?? name, required: (one as Part).type !== 'optional' })) } : { is: 'shown' };
}

const words: Readonly<Record<string, string>> = {
  ...depthNames, ...meansNames, 1: '1 表格下载', 2: '2 预约', 3: '3 申报', 4: '4 受理', 5: '5 审核', 6: '6 支付', 7: '7 结果送达',
  generated: '本机写好', card: '读身份证', 'passed-on': '前一部门传来', shared: '电子证照', photographed: '当场拍照', brought: '带原件', replace: '可以当场改', window: '只能到窗口改',
  A: 'A 官方原文', B: 'B 报纸或转载', C: 'C 第三方', G: 'G 程序代码', K: 'K 常识，未核定', D: 'D 群众承诺', 'id-card': '身份证', platform: '政府登记', yes: '是', no: '否', han: '只能写汉字',
  text: '文字', name: '姓名', 'id-number': '身份证号', phone: '手机号', date: '日期', choice: '单选', choices: '多选', years: '年份', region: '地区', money: '金额', integer: '整数', 'yes-no': '是或否', persons: '几个人', address: '住址',
};
const named = (options: readonly string[]): Option[] => options.map((one) => [one, words[one] ?? one]);
const pipeOf = (schema: unknown): readonly Part[] => {
  const node = schema as Part;
  return node.wrapped ? pipeOf(node.wrapped) : (node.pipe ?? []);
};
/** What the schema itself says of the value: its description, or how it is to be written. */
function helpOf(schema: unknown): { readonly help?: string } {
  const parts = pipeOf(schema);
  const help = parts.find(({ description }) => description !== undefined)?.description ?? parts.map(({ message }) => message).find((one) => typeof one === 'string' && one.startsWith('写'));
  return typeof help === 'string' ? { help } : {};
}

function membersAt(value: Value, at: KeyPath): { readonly at: KeyPath; readonly name: string }[] {
  const list = lookAt(value, at);
  if (!Array.isArray(list)) return [];
  return (list as readonly { readonly id: string; readonly name?: string }[]).map(({ id, name }) => ({ at: [...at, `#${id}`], name: name ?? id }));
}

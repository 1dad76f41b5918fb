import { elementTable } from '../schema/elements.ts';
import type { Plan, PlannedFile, PlannedPack } from './plan.ts';

/** One value that changed: where, in words, and what it said and says. */
export interface ChangedValue { readonly where: string; readonly before: unknown; readonly after: unknown }

/** Every value that differs between two JSON documents. Lists are compared by `id` where their members have one, by place otherwise. */
export function changedValues(before: unknown, after: unknown, where: readonly string[] = []): ChangedValue[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) return [{ where: where.map(inWords).join(' › ') || '全部', before, after }];
  const [was, is] = [byName(before), byName(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) => changedValues(was[key], is[key], [...where, key]));
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const byName = (value: object): Record<string, unknown> => (Array.isArray(value)
  ? Object.fromEntries(value.map((one: unknown, i) => [isObject(one) && 'id' in one && typeof one.id === 'string' ? one.id : `第 ${i + 1} 项`, one]))
  : value as Record<string, unknown>);

const elementWords: Readonly<Record<string, string>> = Object.assign({}, ...Object.values(elementTable).map((group) => Object.fromEntries(Object.entries(group).map(([key, [name]]) => [key, name]))));
const ownWords: Readonly<Record<string, string>> = {
  item: '事项', chain: '一链办理', search: '搜索词', elements: '要素', variants: '子项', materials: '材料', steps: '步骤', name: '名称', plain: '通俗说法', en: '英文', words: '关键词',
  value: '内容', none: '不适用的原因', origins: '出处', source: '来源', checked: '核对日期', district: '区级', city: '市级', lead: '主管', with: '协同', doubts: '存疑', ask: '问法', label: '选项', options: '选项',
  identity: '基本信息', owner: '实施主体', scope: '服务范围', timing: '办理时限', service: '服务方式', handling: '办理', fees: '收费', result: '结果', remedy: '咨询与救济', region: '区域',
};
const inWords = (key: string): string => ownWords[key] ?? elementWords[key] ?? key;

const mostLetters = 60;
const said = (value: unknown): string => {
  const text = value === undefined ? '（没有）' : typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
  return text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text;
};
const verbs = { added: '新增', changed: '修改', removed: '删除' } as const;

/** One file's change as lines for a maintainer. */
export function fileInWords({ name, is, before, after }: PlannedFile): string[] {
  const title = titleOf(after) ?? titleOf(before);
  const head = `${verbs[is]} ${name}${title === undefined ? '' : `（${title}）`}`;
  if (is !== 'changed' || before === undefined || after === undefined) return [head];
  // What is searched is made from the rest.
  return [head, ...changedValues(before, after).filter(({ where }) => !where.startsWith('搜索词')).map((one) => `  ${one.where}：${said(one.before)} → ${said(one.after)}`)];
}

function titleOf(content: unknown): string | undefined {
  const { item, chain, name } = (isObject(content) ? content : {}) as { item?: { name: string }; chain?: { name: string }; name?: unknown };
  return item?.name ?? chain?.name ?? (typeof name === 'string' ? name : undefined);
}

export const packInWords = (one: PlannedPack): string[] =>
  [`${one.title}（${one.pack}）第 ${one.from} 版 → 第 ${one.to} 版，由 ${one.role} 签`, ...one.files.flatMap(fileInWords).map((line) => `  ${line}`)];

/** The whole plan, for reading before signing. */
export const planInWords = (plan: Plan): string[] => (plan.packs.length === 0 ? ['没有改动。'] : plan.packs.flatMap(packInWords));

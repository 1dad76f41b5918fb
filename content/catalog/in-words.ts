import { type ContentKind, kinds } from './console/kinds.ts';
import { placeInWords } from './console/labels.ts';
import type { Plan, PlannedFile, PlannedPack } from './plan.ts';

/** One value that changed: its keys from the outside in, members of lists as `#id`, and what it said and says. */
export interface ChangedValue { readonly at: readonly string[]; readonly before: unknown; readonly after: unknown }

/** Every value that differs between two JSON documents. Lists are compared by `id` where their members have one, by place otherwise. */
export function changedValues(before: unknown, after: unknown, at: readonly string[] = []): ChangedValue[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) return [{ at, before, after }];
  const [was, is] = [byName(before), byName(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) => changedValues(was[key], is[key], [...at, key]));
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const byName = (value: object): Record<string, unknown> => (Array.isArray(value)
  ? Object.fromEntries(value.map((one: unknown, i) => [`#${isObject(one) && 'id' in one && typeof one.id === 'string' ? one.id : i + 1}`, one]))
  : value as Record<string, unknown>);

const verbs = { added: '新增', changed: '修改', removed: '删除' } as const;
const mostLetters = 60;
function said(value: unknown): string {
  const text = value === undefined || value === null ? '（没有）' : typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
  return text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text;
}

/** One file's change as lines for a maintainer. */
export function fileInWords({ name, is, before, after }: PlannedFile): string[] {
  const title = titleOf(after) ?? titleOf(before);
  const head = `${verbs[is]} ${name}${title === undefined ? '' : `（${title}）`}`;
  if (is !== 'changed' || before === undefined || after === undefined) return [head];
  const folder = name.split('/', 1)[0]!;
  const kind: ContentKind = Object.hasOwn(kinds, folder) ? folder as ContentKind : 'items';
  // What can be searched is made from the rest; what is compiled stands one level deeper than it is written.
  const changes = changedValues(before, after).filter(({ at }) => at[0] !== 'search').map((one) => ({ ...one, at: one.at.filter((key, i) => i > 1 || !['item', 'chain', 'elements'].includes(key)) }));
  return [head, ...changes.map((one) => `  ${placeInWords(kind, one.at)}：${said(one.before)} → ${said(one.after)}`)];
}

function titleOf(content: unknown): string | undefined {
  const { item, chain, name } = (isObject(content) ? content : {}) as { item?: { name: string }; chain?: { name: string }; name?: unknown };
  return item?.name ?? chain?.name ?? (typeof name === 'string' ? name : undefined);
}

export const packInWords = (one: PlannedPack): string[] =>
  [`${one.title}（${one.pack}）第 ${one.from} 版 → 第 ${one.to} 版，由 ${one.role} 签`, ...one.files.flatMap(fileInWords).map((line) => `  ${line}`)];

/** The whole plan, for reading before signing. */
export const planInWords = (plan: Plan): string[] => (plan.packs.length === 0 ? ['没有改动。'] : plan.packs.flatMap(packInWords));

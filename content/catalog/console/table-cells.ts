import { fail, ok, type Result } from '../../../kiosk/core/result.ts';
import type { Input } from './forms.ts';
import type { Value } from './yaml-document.ts';

type Map_ = { readonly [key: string]: Value };
const isMap = (value: Value | undefined): value is Map_ => typeof value === 'object' && !Array.isArray(value);
const originKeys = ['source', 'grade', 'checked', 'area'] as const;
const notApplying = '不适用：';
const elsewhere = '（请在控制台里改）';
const bar = '｜';

/** An element's value in a cell: a line for each member of a list, `名称：…｜文号：…` for each row of a table, `不适用：原因`. Empty: unknown. */
export function valueCell(value: Value | undefined, input: Input): string {
  if (value === undefined) return '';
  if (isMap(value) && 'value' in value) return value['value'] === 'null' ? notApplying + String(value['reason'] ?? '') : valueCell(value['value'], input);
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.some((one) => one.includes('\n')) ? elsewhere : (value as readonly string[]).join('\n');
  if (input.is !== 'rows' || !Array.isArray(value)) return elsewhere;
  const rows = value as readonly Map_[];
  const text = rows.map((row) => input.columns.flatMap(({ key, label }) => (row[key] === undefined ? [] : [`${label}：${String(row[key])}`])).join(bar)).join('\n');
  const back = readRows(text, input);
  return back.ok && JSON.stringify(back.value) === JSON.stringify(rows.map((row) => Object.fromEntries(input.columns.flatMap(({ key }) => (row[key] === undefined ? [] : [[key, row[key]]]))))) ? text : elsewhere;
}

/** Where an element's value comes from, when it says so itself: `出处｜等级｜核对日期｜地区`. */
export const originCell = (value: Value | undefined): string => {
  if (!isMap(value) || !('value' in value)) return '';
  const parts = originKeys.map((key) => String(value[key] ?? ''));
  return parts.every((part) => part === '') ? '' : parts.join(bar).replace(/｜+$/, '');
};

/** Both cells back to what is written in YAML. */
export function readElementCells(cell: string, origin: string, input: Input, was: Value | undefined): Result<Value | undefined, string> {
  const from = readOrigin(origin);
  if (!from.ok) return from;
  const own = Object.keys(from.value).length > 0;
  if (cell === '') return own ? fail('写了出处，没有写值') : ok(undefined);
  if (cell.startsWith(notApplying) || cell === '不适用') {
    const reason = cell.slice(notApplying.length).trim();
    return reason === '' ? fail('“不适用”后面要写原因，例如“不适用：不收费”') : ok({ value: 'null', reason, ...from.value });
  }
  const value = cell === elsewhere ? plain(was) : readValue(cell, input);
  if (value === undefined) return fail('这里是在控制台里写的内容，表格里没有原来的值');
  if (isFailure(value)) return value;
  const known = isResult(value) ? value.value : value;
  return ok(own ? { value: known, ...from.value } : known);
}

const plain = (value: Value | undefined): Value | undefined => (isMap(value) && 'value' in value ? value['value'] : value);
type Read = Result<Value, string>;
const isResult = (value: Value | Read): value is Extract<Read, { ok: true }> => typeof value === 'object' && 'ok' in value && value.ok === true;
const isFailure = (value: Value | Read): value is Extract<Read, { ok: false }> => typeof value === 'object' && 'ok' in value && value.ok === false;

function readValue(cell: string, input: Input): Read {
  switch (input.is) {
    case 'lines': return ok(cell.split('\n').map((line) => line.trim()).filter(Boolean));
    case 'choices': {
      const chosen = cell.split(/[\n、，,]/).map((one) => one.trim()).filter(Boolean);
      const ids = chosen.map((one) => input.options.find(([id, name]) => id === one || name === one)?.[0]);
      const strange = chosen.find((_, i) => ids[i] === undefined);
      return strange === undefined ? ok(ids as string[]) : fail(`没有“${strange}”这个选项，只能写${input.options.map(([id]) => id).join('、')}`);
    }
    case 'choice': {
      const id = input.options.find(([one, name]) => one === cell.trim() || name === cell.trim())?.[0];
      return id === undefined ? fail(`没有“${cell.trim()}”这个选项，只能写${input.options.map(([one]) => one).join('、')}`) : ok(id);
    }
    case 'rows': return readRows(cell, input);
    case 'date': return /^\d{4}-\d{2}-\d{2}$/.test(cell.trim()) ? ok(cell.trim()) : fail('日期写成 2026-11-30');
    case 'limit': return /^(当场|\d{1,3} (工作日|日|月|小时))$/.test(cell.trim()) ? ok(cell.trim()) : fail('写成“15 工作日”“1 月”“2 小时”或“当场”（数字后面空一格）');
    case 'count': return /^\d{1,6}$/.test(cell.trim()) ? ok(cell.trim()) : fail('写成整数');
    default: return ok(cell);
  }
}

function readRows(cell: string, input: Extract<Input, { is: 'rows' }>): Read {
  const rows: Record<string, string>[] = [];
  for (const line of cell.split('\n').filter((one) => one.trim() !== '')) {
    const row: Record<string, string> = {};
    for (const part of line.split(bar)) {
      const column = input.columns.find(({ label }) => part.startsWith(`${label}：`));
      if (!column) return fail(`“${part.slice(0, 20)}”看不懂：每一段写成“${input.columns[0]!.label}：……”，各段之间用“｜”隔开`);
      row[column.key] = part.slice(column.label.length + 1);
    }
    const missing = input.columns.find(({ key, required }) => required && !row[key]);
    if (missing) return fail(`“${line.slice(0, 20)}”缺少“${missing.label}”`);
    rows.push(row);
  }
  return ok(rows);
}

/** `出处｜等级｜核对日期｜地区`, the later ones may be left out. */
export function readOrigin(cell: string): Result<Readonly<Record<string, string>>, string> {
  if (cell.trim() === '') return ok({});
  const parts = cell.split(bar).map((part) => part.trim());
  if (parts.length > 4) return fail('出处写成“出处｜等级｜核对日期｜地区”，最多四段');
  return checkOrigin(Object.fromEntries(originKeys.flatMap((key, i) => (parts[i] ? [[key, parts[i]]] : []))));
}

/** Whether grade, date and area are written as they must be. */
export function checkOrigin(origin: Readonly<Record<string, string>>): Result<Readonly<Record<string, string>>, string> {
  if (origin['grade'] !== undefined && !/^[ABCGK]$/.test(origin['grade'])) return fail('等级只能写 A、B、C、G、K');
  if (origin['checked'] !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(origin['checked'])) return fail('核对日期写成 2026-11-30');
  if (origin['area'] !== undefined && !/^\d{6}$/.test(origin['area'])) return fail('地区是 6 位区划代码，全国写 000000');
  return ok(origin);
}

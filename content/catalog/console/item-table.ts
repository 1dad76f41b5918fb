import { type ElementGroup, elementTable } from '../../schema/elements.ts';
import { nearest } from '../../tools/explain.ts';
import { lookAt, same } from './changes.ts';
import { type Input, inputOf } from './forms.ts';
import { groupNames } from './labels.ts';
import { checkOrigin, originCell, readElementCells, valueCell } from './table-cells.ts';
import { cellAddress } from './workbook.ts';
import type { KeyPath, Value } from './yaml-document.ts';

/** One item as the table has it: its file and what stands in it. */
export interface TableItem { readonly file: string; readonly value: Value }
/** What a filled-in table says differently, or what of it cannot be understood, with the address of the cell. */
export interface TableReading { readonly changes: readonly { readonly file: string; readonly at: KeyPath; readonly to: Value | undefined }[]; readonly problems: readonly { readonly cell: string; readonly says: string }[] }
type Row = readonly (string | null)[];

const fixed = ['编号', '代号', '子项代号', '名称'] as const;
const originColumns = [['source', '本组出处'], ['grade', '本组等级'], ['checked', '本组核对日期'], ['area', '本组适用地区']] as const;
interface Column { readonly head: string; readonly group: string; readonly key: string; readonly is: 'value' | 'own-origin' | 'origin'; readonly input: Input }

/** The columns after the four fixed ones: of each group its source, then each element with a source of its own beside it. */
function columnsOf(groups: readonly ElementGroup[]): Column[] {
  return groups.flatMap((group) => [
    ...originColumns.map(([key, name]): Column => ({ head: `${groupNames[group]}·${name}`, group, key, is: 'origin', input: { is: 'text' } })),
    ...Object.entries(elementTable[group] as Readonly<Record<string, readonly [string, unknown]>>).flatMap(([key, [label, schema]]): Column[] => {
      const input = inputOf(schema);
      return [{ head: `${groupNames[group]}·${label}`, group, key, is: 'value', input }, { head: `${groupNames[group]}·${label}·单独出处`, group, key, is: 'own-origin', input }];
    }),
  ]);
}
export const allGroups = Object.keys(elementTable) as ElementGroup[];

const cellOf = (value: Value, base: KeyPath, { group, key, is, input }: Column): string => {
  if (is === 'origin') return String(lookAt(value, [...base, group, 'from', key]) ?? '');
  const element = lookAt(value, [...base, group, key]);
  return is === 'value' ? valueCell(element, input) : originCell(element);
};
const lines = (items: readonly TableItem[]) => items.flatMap(({ file, value }) => [
  { file, value, base: [] as KeyPath, variant: '' },
  ...((lookAt(value, ['variants']) ?? []) as readonly { readonly id: string }[]).map(({ id }) => ({ file, value, base: ['variants', `#${id}`] as KeyPath, variant: id })),
]);

/** One row for each item and each of its variants. */
export function itemTable(items: readonly TableItem[], groups: readonly ElementGroup[] = allGroups): Row[] {
  const columns = columnsOf(groups);
  return [[...fixed, ...columns.map(({ head }) => head)], ...lines(items).map(({ value, base, variant }) => [
    String(lookAt(value, ['no'])), String(lookAt(value, ['id'])), variant, String(lookAt(value, [...base, 'name'])), ...columns.map((column) => cellOf(value, base, column)),
  ])];
}

/** Reads a filled-in table against what the items said when it was made. Every column, row and value that is not understood is told of. */
export function readItemTable(rows: readonly Row[], items: readonly TableItem[]): TableReading {
  const problems: { cell: string; says: string }[] = [];
  const changes: { file: string; at: KeyPath; to: Value | undefined }[] = [];
  const head = (rows[0] ?? []).map((cell) => cell?.trim() ?? '');
  const known = new Map(columnsOf(allGroups).map((column) => [column.head, column]));
  const seen = new Set<string>();
  const columns = head.map((name, i): Column | undefined => {
    const column = known.get(name);
    const used = rows.some((row) => (row[i] ?? '') !== '');
    if (!column && !fixed.includes(name as never) && used) problems.push({ cell: cellAddress(0, i), says: name === '' ? '这一列没有列名' : `不认识“${name}”这一列${meant(name, [...known.keys(), ...fixed])}` });
    if (seen.has(name) && name !== '') problems.push({ cell: cellAddress(0, i), says: `“${name}”这一列写了两次` });
    seen.add(name);
    return column;
  });
  const [idAt, variantAt, nameAt] = [head.indexOf('代号'), head.indexOf('子项代号'), head.indexOf('名称')];
  if (idAt < 0 || variantAt < 0) return { changes: [], problems: [{ cell: 'A1', says: '第一行要有“代号”和“子项代号”两列，请从本页重新下载一份再填' }] };

  const there = new Map(lines(items).map((line) => [`${String(lookAt(line.value, ['id']))} ${line.variant}`, line]));
  const done = new Set<string>();
  for (const [r, row] of rows.entries()) {
    if (r === 0 || row.every((cell) => (cell ?? '').trim() === '')) continue;
    const [id, variant] = [row[idAt]?.trim() ?? '', row[variantAt]?.trim() ?? ''];
    const line = there.get(`${id} ${variant}`);
    const say = (column: number, says: string) => problems.push({ cell: cellAddress(r, column), says });
    if (!line) { say(variant === '' ? idAt : variantAt, `没有代号是“${id}”${variant === '' ? '' : `、子项代号是“${variant}”`}的事项${meant(`${id} ${variant}`.trim(), [...there.keys()].map((one) => one.trim()))}；新事项请用“目录变更”`); continue; }
    if (done.has(`${id} ${variant}`)) { say(idAt, '同一个事项写了两行'); continue; }
    done.add(`${id} ${variant}`);
    const { value, base, file } = line;
    if (nameAt >= 0 && (row[nameAt] ?? '') !== String(lookAt(value, [...base, 'name']))) say(nameAt, '名称不在表格里改；要改请用“目录变更”');
    readRow({ row, columns, value, base, say, change: (at, to) => changes.push({ file, at, to }) });
  }
  return { changes, problems };
}

function readRow({ row, columns, value, base, say, change }: { readonly row: Row; readonly columns: readonly (Column | undefined)[]; readonly value: Value; readonly base: KeyPath; readonly say: (column: number, says: string) => void; readonly change: (at: KeyPath, to: Value | undefined) => void }) {
  const cell = (i: number) => (i < 0 ? '' : (row[i] ?? '').replaceAll('\r', ''));
  const differs = (i: number) => i >= 0 && cell(i) !== cellOf(value, base, columns[i]!);
  const find = (like: Column, is: Column['is']) => columns.findIndex((one) => one?.group === like.group && one.key === like.key && one.is === is);
  for (const [i, column] of columns.entries()) {
    if (column?.is !== 'value' && column?.is !== 'own-origin') continue;
    const [valueAt, ownAt] = [find(column, 'value'), find(column, 'own-origin')];
    if (i !== (valueAt >= 0 ? valueAt : ownAt) || !(differs(valueAt) || differs(ownAt))) continue;
    const at = [...base, column.group, column.key];
    const was = lookAt(value, at);
    const read = readElementCells(valueAt < 0 ? valueCell(was, column.input) : cell(valueAt), ownAt < 0 ? originCell(was) : cell(ownAt), column.input, was);
    if (!read.ok) say(differs(valueAt) ? valueAt : ownAt, read.problem);
    else if (!same(read.value, was)) change(at, read.value);
  }
  for (const group of new Set(columns.flatMap((column) => (column?.is === 'origin' ? [column.group] : [])))) {
    const places = originColumns.map(([key]) => columns.findIndex((one) => one?.is === 'origin' && one.group === group && one.key === key));
    const first = places.find(differs);
    if (first === undefined) continue;
    const at = [...base, group, 'from'];
    const origin = Object.fromEntries(originColumns.flatMap(([key], n) => { const text = places[n]! < 0 ? String(lookAt(value, [...at, key]) ?? '') : cell(places[n]!).trim(); return text === '' ? [] : [[key, text]]; }));
    const checked = checkOrigin(origin);
    if (!checked.ok) say(first, checked.problem);
    else if (Object.keys(origin).length === 0) change(at, undefined);
    else if (!origin['source'] || !origin['grade'] || !origin['checked']) say(first, '本组出处、等级、核对日期要一起写');
    else change(at, origin);
  }
}

const meant = (name: string, all: readonly string[]) => { const guess = nearest(name, all); return guess === undefined ? '' : `，是不是“${guess}”？`; };

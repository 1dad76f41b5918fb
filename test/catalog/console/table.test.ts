import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import readXlsx from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { itemTable, readItemTable, type TableItem } from '../../../content/catalog/console/item-table.ts';
import { readWorkbook, writeWorkbook } from '../../../content/catalog/console/workbook.ts';
import { parseSheet, valueOf } from '../../../content/catalog/console/yaml-document.ts';
import { contentRoot } from '../../content/root.ts';

const items: TableItem[] = globSync('items/*/*/*.yaml', { cwd: contentRoot }).sort().map((file) => ({ file, value: valueOf(parseSheet(readFileSync(path.join(contentRoot, file), 'utf8'))) }));
const some = items.filter(({ file }) => /social-insurance-records|care-elsewhere/.test(file));
const table = (of = some, groups?: Parameters<typeof itemTable>[1]) => itemTable(of, groups).map((row) => [...row]);
const column = (rows: readonly (readonly (string | null)[])[], head: string) => rows[0]!.indexOf(head);
const row = (rows: readonly (readonly (string | null)[])[], id: string, variant = '') => rows.findIndex((one) => one[1] === id && one[2] === variant);

describe('the table of all items', () => {
  test('through a workbook and back changes nothing, whatever stands in it', async () => {
    const rows = table(items);
    expect(rows.length).toBeGreaterThan(300);
    const read = await readWorkbook(Buffer.from(await writeWorkbook('事项要素', rows)), '事项要素');
    expect(read.ok && readItemTable(read.value, items)).toEqual({ changes: [], problems: [] });
  });
  test('of some groups only leaves the others alone', () => {
    const rows = table(some, ['timing']);
    expect(rows[0]!.every((head) => !head!.startsWith('收费'))).toBe(true);
    expect(readItemTable(rows, some)).toEqual({ changes: [], problems: [] });
  });
});

describe('a filled-in cell', () => {
  const filled = (head: string, text: string | null, id = 'social-insurance-records', variant = '') => {
    const rows = table();
    rows[row(rows, id, variant)]![column(rows, head)] = text;
    return readItemTable(rows, some);
  };
  const file = 'items/person/social-security/social-insurance-records.yaml';
  test('is a change of that key and of nothing else', () => {
    expect(filled('办理时限和形式·承诺办结时限', '5 工作日')).toEqual({ problems: [], changes: [{ file, at: ['timing', 'promisedLimit'], to: '5 工作日' }] });
    expect(filled('办理结果·结果名称', '权益记录单', 'social-insurance-records', 'rights-record')).toEqual({ problems: [], changes: [{ file, at: ['variants', '#rights-record', 'result', 'name'], to: '权益记录单' }] });
  });
  test('may say that it does not apply, with the reason, or be emptied: unknown', () => {
    expect(filled('办理时限和形式·承诺办结时限', '不适用：当场办').changes).toEqual([{ file, at: ['timing', 'promisedLimit'], to: { value: 'null', reason: '当场办' } }]);
    expect(filled('办理时限和形式·承诺办结时限', null).changes).toEqual([{ file, at: ['timing', 'promisedLimit'], to: undefined }]);
  });
  test('may have a source of its own', () => {
    expect(filled('办理时限和形式·承诺办结时限·单独出处', '区人社局函｜A｜2026-11-30｜370406').changes).toEqual([{ file, at: ['timing', 'promisedLimit'], to: { value: '当场', source: '区人社局函', grade: 'A', checked: '2026-11-30', area: '370406' } }]);
  });
  test('changes the source of a whole group', () => {
    expect(filled('办理时限和形式·本组等级', 'A').changes).toEqual([{ file, at: ['timing', 'from'], to: { source: '常识，待区人力资源和社会保障局核定', grade: 'A', checked: '2026-11-23' } }]);
  });
  test('of several lines is a list, of laws a table', () => {
    expect(filled('受理和流程·受理条件', '参加过社会保险\n本人').changes[0]!.to).toEqual(['参加过社会保险', '本人']);
    expect(filled('实施主体和依据·设定依据', '名称：社会保险法｜条款和内容：第四条').changes[0]!.to).toMatchObject({ value: [{ name: '社会保险法', clause: '第四条' }] });
  });
  test.each([
    ['办理时限和形式·承诺办结时限', '五天', '写成“15 工作日”“1 月”“2 小时”或“当场”（数字后面空一格）'], ['收费·是否收费', '可能', '没有“可能”这个选项，只能写是、否'],
    ['办理时限和形式·承诺办结时限', '不适用', '“不适用”后面要写原因，例如“不适用：不收费”'], ['事项标识·计划取消日期', '明年', '日期写成 2026-11-30'],
    ['办理时限和形式·本组等级', '甲', '等级只能写 A、B、C、G、K'], ['办理时限和形式·承诺办结时限·单独出处', 'a｜b｜c｜d｜e', '出处写成“出处｜等级｜核对日期｜地区”，最多四段'],
    ['名称', '改了名字', '名称不在表格里改；要改请用“目录变更”'], ['实施主体和依据·设定依据', '第四条', '“第四条”看不懂：每一段写成“名称：……”，各段之间用“｜”隔开'],
  ])('%s that says “%s” is told of by its address, and changes nothing', (head, text, says) => {
    const rows = table();
    const [at, r] = [column(rows, head), row(rows, 'social-insurance-records')];
    const { changes, problems } = filled(head, text);
    expect(changes).toEqual([]);
    expect(problems.map((one) => one.says)).toEqual([says]);
    expect(problems[0]!.cell).toMatch(/^[A-Z]{1,2}\d+$/);
    expect(problems[0]!.cell.endsWith(String(r + 1))).toBe(true);
    expect(at).toBeGreaterThanOrEqual(0);
  });
  test('that begins with = + - @ is text there and back, never a formula', async () => {
    const evil = ["=HYPERLINK(\"http://evil.example\",\"点我\")", '+1+1', '-2', '@SUM(A1)'];
    const bytes = Buffer.from(await writeWorkbook('事项要素', [['a'], ...evil.map((one) => [one])]));
    const read = await readWorkbook(bytes, '事项要素');
    expect(read.ok && read.value.slice(1).map(([cell]) => cell)).toEqual(evil);
    const { unzip } = await import('./unzip.ts');
    expect(unzip(bytes, 'xl/worksheets/sheet1.xml')).not.toMatch(/<f[ >]/);
    expect((await readXlsx(bytes))[0]!.data.length).toBe(5);
  });
});

describe('what is not understood is never passed over', () => {
  test('an unknown column, an unknown row, a row twice', () => {
    const rows = table();
    rows[0]!.push('办理时限和形式·承诺办结时间');
    for (const one of rows.slice(1)) one.push('5 天');
    rows.push(['P999', 'social-insurance-record', '', '没有这个'], [...rows[1]!]);
    const { problems } = readItemTable(rows, some);
    expect(problems.map(({ says }) => says)).toEqual([
      '不认识“办理时限和形式·承诺办结时间”这一列，是不是“办理时限和形式·承诺办结时限”？',
      '没有代号是“social-insurance-record”的事项，是不是“social-insurance-records”？；新事项请用“目录变更”', '同一个事项写了两行',
    ]);
  });
  test('a file that is no workbook, and one that unpacks to too much', async () => {
    expect(await readWorkbook(Buffer.from('不是表格'), '事项要素')).toMatchObject({ ok: false });
    const bytes = Buffer.from(await writeWorkbook('事项要素', [['a']]));
    const at = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    bytes.writeUInt32LE(0x7fff_ffff, at + 24);
    expect(await readWorkbook(bytes, '事项要素')).toEqual({ ok: false, problem: '这个表格展开以后太大，没有打开。' });
  });
});

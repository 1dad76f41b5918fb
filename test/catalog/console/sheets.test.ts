import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { diffLines } from 'diff';
import { describe, expect, test } from 'vitest';
import { changesBetween } from '../../../content/catalog/console/changes.ts';
import { formOf } from '../../../content/catalog/console/forms.ts';
import { changesInWords } from '../../../content/catalog/console/in-words.ts';
import { keysAt, kindOf } from '../../../content/catalog/console/kinds.ts';
import { mergeSheets } from '../../../content/catalog/console/merge.ts';
import { parseSheet, setAt, sheetText, valueOf, type Value } from '../../../content/catalog/console/yaml-document.ts';
import { elementTable } from '../../../content/schema/elements.ts';
import { contentRoot } from '../../content/root.ts';

const read = (file: string) => readFileSync(path.join(contentRoot, file), 'utf8');
const records = 'items/person/social-security/social-insurance-records.yaml';
const order = (at: readonly string[]) => keysAt('items', at);
function edited(source: string, ...sets: readonly (readonly [at: readonly string[], value: Value | undefined])[]): string {
  const doc = parseSheet(source);
  for (const [at, value] of sets) setAt(doc, at, value, order);
  return sheetText(doc);
}
/** Lines that went and lines that came. */
const lines = (a: string, b: string) => {
  const parts = diffLines(a, b);
  return { gone: parts.filter((p) => p.removed).flatMap((p) => p.value.trimEnd().split('\n')), come: parts.filter((p) => p.added).flatMap((p) => p.value.trimEnd().split('\n')) };
};

describe('a file edited by form', () => {
  const all = globSync('**/*.yaml', { cwd: contentRoot }).filter((file) => kindOf(file.split(path.sep).join('/')));
  test('comes out byte for byte as it went in when nothing was changed', () => {
    expect(all.length).toBeGreaterThan(230);
    expect(all.filter((file) => sheetText(parseSheet(read(file))) !== read(file))).toEqual([]);
  });
  test('differs in one line when one word was changed, comments and all else untouched', () => {
    const before = read('texts/zh.yaml');
    const after = edited(before, [['idle', 'title'], '您好，今天要办什么事？']);
    expect(lines(before, after)).toEqual({ gone: ['  title: 您好，要办什么事？'], come: ['  title: 您好，今天要办什么事？'] });
    expect(after.startsWith('# 界面上的所有句子')).toBe(true);
  });
  test('takes a member of a list by its id, and a value with its source on one line', () => {
    const before = read(records);
    const after = edited(before, [['variants', '#rights-record', 'timing', 'promisedLimit'], { value: '当场', source: '区人社局函', grade: 'A', checked: '2026-11-30', area: '370406' }]);
    expect(lines(before, after)).toEqual({ gone: [], come: ["    timing:", "      promisedLimit: { value: 当场, source: 区人社局函, grade: A, checked: 2026-11-30, area: '370406' }"] });
    expect(valueOf(parseSheet(after))).toMatchObject({ variants: [{}, {}, { timing: { promisedLimit: { value: '当场' } } }] });
  });
  test('has a new key where the schema has it, not at the end', () => {
    const after = edited(read(records), [['timing', 'legalLimit'], '20 工作日']);
    expect(after).toContain('caseKind: 即办件\n  legalLimit: 20 工作日\n  promisedLimit: 当场');
  });
  test('loses the group with its last value', () => {
    const after = edited(read(records), [['scope', 'servesWhom'], undefined]);
    expect(after).not.toContain('scope:');
    expect(edited(after, [['scope', 'servesWhom'], '自然人'])).toContain('scope:\n  servesWhom: 自然人');
  });
  test('keeps numbers as text, and a text that looks like YAML as text', () => {
    const after = edited(read(records), [['region', 'townCode'], '011203'], [['handling', 'window'], 'a: b # c'], [['handling', 'traffic'], '第一行\n第二行']);
    expect(valueOf(parseSheet(after))).toMatchObject({ region: { townCode: '011203' }, handling: { window: 'a: b # c', traffic: '第一行\n第二行' } });
  });
});

describe('two people who changed the same file', () => {
  const base = read(records);
  const mine = edited(base, [['timing', 'promisedLimit'], '1 工作日']);
  test('in different keys lose nothing', () => {
    const theirs = edited(base, [['plain'], '打社保单子'], [['variants', '#rights-record', 'plain'], '看我的社保']);
    const merged = mergeSheets({ base, mine, theirs });
    expect(merged.is === 'merged' && valueOf(parseSheet(merged.text!))).toMatchObject({ plain: '打社保单子', timing: { promisedLimit: '1 工作日' }, variants: [{}, {}, { plain: '看我的社保' }] });
  });
  test('in the same key are asked, with both values side by side, and either can be chosen', () => {
    const theirs = edited(base, [['timing', 'promisedLimit'], '2 工作日'], [['plain'], '打社保单子']);
    const asked = mergeSheets({ base, mine, theirs });
    expect(asked).toEqual({ is: 'conflicts', conflicts: [{ at: ['timing', 'promisedLimit'], base: '当场', mine: '1 工作日', theirs: '2 工作日' }] });
    const name = JSON.stringify(['timing', 'promisedLimit']);
    for (const [choice, limit] of [['mine', '1 工作日'], ['theirs', '2 工作日']] as const) {
      const merged = mergeSheets({ base, mine, theirs, choices: { [name]: choice } });
      expect(merged.is === 'merged' && valueOf(parseSheet(merged.text!))).toMatchObject({ plain: '打社保单子', timing: { promisedLimit: limit } });
    }
  });
  test('in the same key with the same words agree', () => {
    const merged = mergeSheets({ base, mine, theirs: mine });
    expect(merged).toEqual({ is: 'merged', text: mine });
  });
  test('one inside what the other removed are asked about the whole of it', () => {
    const theirs = edited(base, [['timing'], undefined]);
    const asked = mergeSheets({ base, mine, theirs });
    expect(asked.is === 'conflicts' && asked.conflicts.map(({ at, theirs: gone, mine: kept }) => [at, gone, (kept as { promisedLimit: string }).promisedLimit])).toEqual([[['timing'], undefined, '1 工作日']]);
    const merged = mergeSheets({ base, mine, theirs, choices: { '["timing"]': 'mine' } });
    expect(merged.is === 'merged' && valueOf(parseSheet(merged.text!))).toMatchObject({ timing: { caseKind: '即办件', promisedLimit: '1 工作日' } });
  });
  test('one added a variant and the other another: both are there', () => {
    const add = (id: string) => edited(base, [['variants', `#${id}`], { id, name: id, en: id, type: '公共服务' }]);
    const merged = mergeSheets({ base, mine: add('new-one'), theirs: add('new-two') });
    expect(merged.is === 'merged' && (valueOf(parseSheet(merged.text!)) as { variants: { id: string }[] }).variants.map(({ id }) => id).slice(3)).toEqual(['new-two', 'new-one']);
  });
  test('one changed what the other took away as a whole: asked, not lost', () => {
    expect(mergeSheets({ base, mine, theirs: null }).is).toBe('conflicts');
    expect(mergeSheets({ base, mine, theirs: null, choices: { '[]': 'mine' } })).toEqual({ is: 'merged', text: mine });
  });
});

describe('a change in words', () => {
  const base = valueOf(parseSheet(read(records)));
  const said = (...sets: readonly (readonly [at: readonly string[], value: Value | undefined])[]) => {
    const after = valueOf(parseSheet(edited(read(records), ...sets)));
    return changesInWords('items', changesBetween(base, after), after).map(({ says }) => says);
  };
  test('says what was, what is, and where it comes from', () => {
    expect(said([['timing', 'promisedLimit'], { value: '5 工作日', source: '区人社局函〔2026〕3号', grade: 'A', checked: '2026-11-30' }])).toEqual(['承诺办结时限：由“当场”改为“5 工作日”，出处：区人社局函〔2026〕3号，A 级（官方原文），核对于 2026-11-30']);
  });
  test('names the variant, tells unknown from not applicable', () => {
    expect(said([['variants', '#rights-record', 'plain'], '看我的社保'], [['fees', 'charged'], undefined], [['timing', 'visits'], { value: 'null', reason: '不用到现场' }])).toEqual([
      '子项“个人权益记录查询打印” · 群众的叫法：由“看一看、打一打我的社保”改为“看我的社保”',
      '到办事现场次数：新写上“不适用（不用到现场）”', '是否收费：去掉了“否”，机器上显示“以窗口核定为准”',
    ]);
  });
  test('marks the characters that differ', () => {
    const [one] = changesInWords('texts', [{ at: ['idle', 'title'], before: '您好，要办什么事？', after: '您好，今天要办什么事？' }], {});
    expect(one!.parts).toEqual([{ text: '您好，', is: 'same' }, { text: '今天', is: 'added' }, { text: '要办什么事？', is: 'same' }]);
  });
});

describe('a form', () => {
  const departments = { from: { source: '', grade: 'A', checked: '2026-11-30' }, city: [], district: [] } as const;
  const form = (kind: 'items' | 'fields', file: string) => formOf(kind, valueOf(parseSheet(read(file))), { ...departments, city: [], district: [] });
  test('asks for every element of the schema, of the item and of each variant, by its Chinese name', () => {
    const groups = form('items', records);
    const elements = Object.values(elementTable).flatMap((table) => Object.values(table).map(([label]) => label));
    for (const under of [null, '个人参保缴费证明查询打印', '参保人员失业保险关系迁移证明打印', '个人权益记录查询打印']) {
      expect(groups.filter((one) => one.under === under).flatMap(({ keys }) => keys.filter(({ element }) => element).map(({ label }) => label))).toEqual(elements);
    }
    const input = (label: string) => groups.flatMap(({ keys }) => keys).find((key) => key.label === label)!.input;
    expect([input('承诺办结时限').is, input('是否收费'), input('设定依据').is, input('计划取消日期').is, input('网办地址').is]).toEqual(['limit', { is: 'choice', options: [['是', '是'], ['否', '否']] }, 'rows', 'date', 'url']);
  });
  test('locks what the province says, and what is never changed once published', () => {
    const keys = form('items', records)[0]!.keys;
    expect(keys.filter(({ locked }) => locked).map(({ at }) => at.join('.'))).toEqual(['id', 'no', 'name', 'city.lead', 'district.lead']);
  });
  test('of a field asks for its English sentence by sentence', () => {
    expect(form('fields', 'fields/person.yaml')[0]!.keys.map(({ at }) => at.slice(2).join('.'))).toEqual(expect.arrayContaining(['ask', 'en.name', 'en.ask', 'type', 'source']));
  });
  test('has no key whose name stands in English', () => {
    const all = [...form('items', records), ...form('fields', 'fields/person.yaml')].flatMap(({ keys }) => keys);
    expect(all.filter(({ label }) => !/\p{Script=Han}/u.test(label)).map(({ at }) => at)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { build, good, itemFile } from './fixture.ts';

const item = good[itemFile]!;
const itemLines = item.trimEnd().split('\n').length;
/** What the check says of the content with these files changed: `file:line sentence`. */
const says = (changed: Readonly<Record<string, string>>) => build(changed).findings.map((f) => `${f.file}:${f.line} ${f.says}`);
/** The item with lines added; what is said of it comes back without the file, its line counted from the first added one. */
function saysOf(added: string, written = item) {
  const { findings } = build({ [itemFile]: written + added });
  expect(findings.map((f) => f.file)).toEqual(findings.map(() => itemFile));
  return findings.map((f) => `${f.line - itemLines} ${f.says}`);
}
const replaced = (file: string, one: string, other: string) => ({ [file]: good[file]!.replace(one, other) });

test('good content has nothing to mend', () => {
  expect(says({})).toEqual([]);
});

describe('a key', () => {
  test('that nobody knows is named, with what it was probably meant to be', () => {
    expect(saysOf('timming: { caseKind: 即办件 }\n')).toEqual(['1 不认识“timming”这一项，是不是想写“timing”？']);
    expect(saysOf('timing:\n  caseKnd: 即办件\n')).toEqual(['2 不认识“caseKnd”这一项，是不是想写“caseKind”？']);
    expect(saysOf('zzz: 1\n')).toEqual(['1 不认识“zzz”这一项']);
  });
  test('with two letters swapped is still understood', () => {
    expect(saysOf('setps: [{ do: notice }]\n')).toEqual(['1 不认识“setps”这一项，是不是想写“steps”？']);
  });
  test('misspelt where it may not be missing is one sentence, not two', () => {
    expect(saysOf('steps:\n  - do: notice\n  - do: ask\n    feilds: [reason]\n')).toEqual(['4 不认识“feilds”这一项，是不是想写“fields”？']);
    expect(saysOf('materials:\n  - { materal: id-card }\n')).toEqual(['2 不认识“materal”这一项，是不是想写“material”？']);
  });
  test('misspelt in a condition is explained by the condition that was meant', () => {
    const when = (condition: string) => saysOf(`steps:\n  - do: notice\n    when: ${condition}\nexamples: [{ name: a, facts: {}, expect: { steps: [] } }]\n`);
    expect(when('{ feild: reason, is: work }')).toEqual(['3 不认识“feild”这一项，是不是想写“field”？']);
    expect(when('{ all: [{ field: reason, iz: work }] }')).toEqual(['3 不认识“iz”这一项，是不是想写“is”？']);
    expect(when('often')).toEqual(['3 steps › 第 1 个 › when：条件写成一个比较，或 all: [...]、any: [...]']);
  });
  test('that stands in the wrong place is not answered by its own name', () => {
    expect(saysOf('steps:\n  - { do: notice, fields: [reason] }\n')).toEqual(['2 “fields”不能写在这里']);
  });
  test('misspelt beside another misspelt one hides neither', () => {
    expect(saysOf('plan: 出生证\nsteps: []\ntypo: 1\n')).toEqual([
      '1 不认识“plan”这一项，是不是想写“plain”？', '2 steps：至少要有 1 项', '3 不认识“typo”这一项',
    ]);
  });
  test('that is missing is named at the thing it is missing in', () => {
    expect(says({ [itemFile]: item.replace('depth: guide\n', '') })).toEqual([`${itemFile}:1 文件缺少“depth”`]);
    expect(saysOf('variants:\n  - id: one\n    name: 甲\n    type: 公共服务\n', item.replace('type: 公共服务', 'plain: 出生证'))).toEqual(['2 variants › 第 1 个缺少“en”']);
  });
  test('written twice is refused', () => {
    expect(saysOf('plain: 甲\nplain: 乙\n')).toEqual(['2 这一处不是合法的 YAML：同一项写了两次']);
  });
});

describe('a value', () => {
  test.each([
    ['words: 出生证\n', '1 words：应当是列表：每项一行，前面写“- ”'],
    ['plain: [出生证]\n', '1 plain：应当是一段文字'],
    ['handling: 大厅\n', '1 handling：应当是一组“名字: 值”'],
    ['timing:\n  caseKind: 马上办\n', '2 timing › caseKind：只能写“即办件”“承诺件”“上报件”'],
    ['timing:\n  legalLimit: 15工作日\n', '2 timing › legalLimit：写成“15 工作日”“1 月”“2 小时”或“当场”'],
    ['timing:\n  legalLimit: { value: 15工作日, grade: B }\n', '2 timing › legalLimit › value：写成“15 工作日”“1 月”“2 小时”或“当场”'],
    ['timing:\n  legalLimit: { value: 15 工作日, grade: D }\n', '2 timing › legalLimit › grade：等级只能是 A、B、C、G、K'],
    ['timing:\n  legalLimit: { value: 15 工作日, soruce: 某法 }\n', '2 不认识“soruce”这一项，是不是想写“source”？'],
    ['fees:\n  charged: yes\n', '2 fees › charged：写“是”或“否”'],
    ['handling:\n  place:\n', '2 handling › place：不能为空'],
    ['identity:\n  effectiveFrom: 2026-02-30x\n', '2 identity › effectiveFrom：日期写成 2026-11-23'],
    ['timing:\n  onlineUrl: 枣庄\n', '2 timing › onlineUrl：写完整的网址，以 http:// 或 https:// 开头'],
    ['steps: [{ do: notise }]\n', '1 steps › 第 1 个 › do：没有这种步骤'],
  ])('of the wrong kind is said in Chinese: %j', (added, sentence) => {
    expect(saysOf(added)).toEqual([sentence]);
  });
  test('that is a bare null would be shown to citizens as a word, and is refused', () => {
    const sentence = "不适用写成 { value: 'null', reason: 原因 }；不知道就不写这一项";
    expect(saysOf('handling:\n  place: null\n')).toEqual([`2 handling › place：${sentence}`]);
    expect(saysOf("handling:\n  place: { value: 'null' }\n")).toEqual([`2 handling › place › value：${sentence}`]);
  });
});

describe('YAML', () => {
  test('with a comment after a value would lose words', () => {
    const sentence = '“#”后面的文字会被当成注释丢掉；要么另起一行，要么给整个值加引号';
    expect(saysOf('plain: 出生证 # 常用\nwords:\n  - 生孩子 # 口语\n')).toEqual([`1 ${sentence}`, `3 ${sentence}`]);
  });
  test('with comments on lines of their own is fine, wherever they stand', () => {
    expect(saysOf("# 头\nhandling:\n  place: 大厅\n  # 中\n  hours: '上午 # 号窗口'\n  # 尾\nwords:\n  - 甲\n  # 列\n# 末\n")).toEqual([]);
  });
  test('with anchors, aliases or tags is refused where they stand', () => {
    const anchors = '不使用 YAML 锚点和别名（& 和 *），请把内容写全';
    expect(saysOf('plain: &a 出生证\nwords: [*a]\n')).toEqual([`1 ${anchors}`, `2 ${anchors}`]);
    expect(saysOf('plain: &a 出生证\n')).toEqual([`1 ${anchors}`]);
    expect(saysOf('plain: *a\n')).toEqual([`1 ${anchors}`]);
    for (const tag of ['!birth', '!!str', '!!int']) expect(saysOf(`plain: ${tag} 5\n`)).toEqual(['1 不使用 YAML 标签（!）']);
    expect(saysOf('words: !!set [a]\n')).toContain('1 不使用 YAML 标签（!）');
  });
  test('that is broken is told at the place, in Chinese where maintainers break it', () => {
    expect(saysOf('plain: 出生: 证\n')).toEqual(['1 这一处不是合法的 YAML：值里有冒号加空格，要给整个值加引号']);
    expect(saysOf('handling:\n\tplace: 大厅\n')).toEqual(['2 这一处不是合法的 YAML：缩进只用空格，不用制表符']);
    expect(saysOf('---\nid: other\n')).toEqual(['1 这一处不是合法的 YAML：一个文件里只写一份内容，不用“---”分开']);
  });
  test('that is no map at all is one sentence', () => {
    for (const source of ['', '- id: a\n', '出生\n']) expect(says({ 'lists/nations.yaml': source })).toEqual(['lists/nations.yaml:1 文件应当是一组“名字: 值”']);
  });
});

describe('a name', () => {
  test('used twice is told where it is used again, and where first', () => {
    const field = '  - { id: reason, name: 乙, ask: 乙？, en: { name: B, ask: B? }, type: text }\n';
    expect(says({ 'fields/one.yaml': good['fields/one.yaml'] + field })).toEqual(['fields/one.yaml:14 “reason”已经在 fields/one.yaml:2 用过了，每个名字只能用一次']);
    expect(says({ 'fields/two.yaml': `fields:\n${field}` })).toEqual(['fields/two.yaml:2 “reason”已经在 fields/one.yaml:2 用过了，每个名字只能用一次']);
    expect(says({ 'materials/two.yaml': good['materials/one.yaml']! })).toEqual(['materials/two.yaml:2 “id-card”已经在 materials/one.yaml:2 用过了，每个名字只能用一次']);
    expect(says({ 'items/person/other/vaccination.yaml': good['items/person/birth/vaccination.yaml']!.replace('P2', 'P3') })).toEqual([
      'items/person/other/vaccination.yaml:1 “vaccination”已经在 items/person/birth/vaccination.yaml:1 用过了，每个名字只能用一次',
    ]);
  });
  test('that every object has by birth is free like any other', () => {
    expect(says({ 'fields/two.yaml': 'fields:\n  - { id: constructor, name: 施工方, ask: 施工方？, en: { name: Constructor, ask: Who builds? }, type: text }\n' })).toEqual([]);
    expect(says({ 'fields/two.yaml': 'fields:\n  - { id: builder, name: 甲, ask: 甲？, en: { name: A, ask: A? }, type: text, derive: constructor }\n' })).toEqual(['fields/two.yaml:2 没有名为“constructor”的推算规则']);
  });
  test('of an option, a list entry or a variant used twice hides the second one', () => {
    expect(says(replaced('fields/one.yaml', 'id: home', 'id: work'))).toEqual(['fields/one.yaml:7 “work”写了两次，每个名字只能用一次']);
    expect(says(replaced('lists/nations.yaml', "id: '02'", "id: '01'"))).toEqual(['lists/nations.yaml:4 “01”写了两次，每个名字只能用一次']);
    const variants = '  - { id: one, name: 甲, en: A, type: 公共服务 }\n';
    expect(saysOf(`variants:\n${variants}${variants}`, item.replace('type: 公共服务', 'plain: 甲'))).toEqual(['3 “one”写了两次，每个名字只能用一次']);
  });
  test('must be that of the file', () => {
    expect(says({ 'lists/nations.yaml': good['lists/nations.yaml']!, 'lists/peoples.yaml': good['lists/nations.yaml']!.replace('nations', 'poeples') })).toEqual(['lists/peoples.yaml:1 id 应当和文件名一样，写成“peoples”']);
    expect(says({ [itemFile]: item.replace('id: birth-certificate', 'id: birth-cert') })).toContain(`${itemFile}:1 id 应当和文件名一样，写成“birth-certificate”`);
  });
  test('written with capitals or blanks is refused', () => {
    expect(says(replaced('lists/nations.yaml', 'id: nations', 'id: Nations of China'))[0]).toBe('lists/nations.yaml:1 id：只用小写字母、数字和连字符，以字母开头');
  });
  test('like the number of an item stands for one item only', () => {
    expect(says(replaced('items/person/birth/vaccination.yaml', 'P2', 'P1'))).toEqual([`items/person/birth/vaccination.yaml:2 编号 P1 已经是 ${itemFile}`]);
  });
});

describe('a reference', () => {
  const examples = 'examples: [{ name: 甲, facts: {}, expect: { steps: [] } }]\n';
  test('to a field that does not exist is found in every kind of step, on its own line', () => {
    expect(saysOf(`steps:
  - do: consent
    facts: [reasn]
  - do: ask
    fields:
      - nation
      - resaon
  - do: fill
    title: 甲
    en: A
    fields: [{ field: natoin, when: { field: raeson, is: work } }]
  - do: records
    query: all
    years: years
${examples}`)).toEqual([
      '3 没有名为“reasn”的数据元，是不是“reason”？', '7 没有名为“resaon”的数据元，是不是“reason”？',
      '11 没有名为“natoin”的数据元，是不是“nation”？', '11 没有名为“raeson”的数据元，是不是“reason”？', '14 没有名为“years”的数据元',
    ]);
    expect(saysOf(`steps: [{ do: notice }]\nexamples: [{ name: 甲, facts: { reasno: work }, expect: { steps: [notice] } }]\n`)).toEqual(['2 没有名为“reasno”的数据元，是不是“reason”？']);
  });
  test('to a rule, a material, a statement or a list that does not exist is found', () => {
    expect(saysOf(`steps:\n  - do: sign\n    statement: promisse\n    when: { rule: has-employes }\n${examples}`)).toEqual(['3 没有名为“promisse”的承诺书，是不是“promise”？', '4 没有名为“has-employes”的规则，是不是“has-employees”？']);
    expect(saysOf('materials:\n  - { material: id-card }\n  - { material: id-crad }\n')).toEqual(['3 没有名为“id-crad”的材料，是不是“id-card”？']);
    expect(says(replaced('fields/one.yaml', 'options: nations', 'options: nation'))).toEqual(['fields/one.yaml:13 没有名为“nation”的清单，是不是“nations”？']);
    expect(says(replaced('fields/one.yaml', 'type: choice\n    options: nations', 'type: choice'))).toEqual(['fields/one.yaml:8 选择题要写 options']);
    expect(says({ 'fields/two.yaml': 'fields:\n  - { id: leaving, name: 甲, ask: 甲？, en: { name: A, ask: A? }, type: date, notBefore: arrivall }\n  - { id: arrival, name: 乙, ask: 乙？, en: { name: B, ask: B? }, type: date }\n' })).toEqual(['fields/two.yaml:2 没有名为“arrivall”的数据元，是不是“arrival”？']);
    expect(says(replaced('fields/one.yaml', 'type: choice\n    options: nations', 'type: text\n    derive: todey'))).toEqual(['fields/one.yaml:13 没有名为“todey”的推算规则，是不是“today”？']);
  });
  test('to an answer that cannot be given is found, because its branch could never be taken', () => {
    const when = (condition: string) => saysOf(`steps:\n  - do: notice\n    when: ${condition}\n${examples}`);
    expect(when('{ field: reason, is: wrok }')).toEqual(['3 “reason”没有“wrok”这个选项，是不是“work”？']);
    expect(when("{ any: [{ field: nation, in: ['01', '57'] }, { field: reason, is: home }] }")).toEqual(['3 “nation”没有“57”这个选项']);
  });
  test('to a department or a scene that the notice does not have is found', () => {
    expect(says({ [itemFile]: item.replace('市卫生健康委', '市卫生健康局').replace('lead: 区卫生健康局', 'lead: 区卫生健康局, with: [区公安分局]') })).toEqual([
      `${itemFile}:7 部门表里没有“市卫生健康局”，是不是“市卫生健康委”？`, `${itemFile}:8 部门表里没有“区公安分局”`,
    ]);
    expect(says({ [itemFile]: item.replace("'1.1'", "'1.2'") })).toEqual([`${itemFile}:6 没有名为“1.2”的个人场景，是不是“1.1”？`]);
    expect(says(replaced('chains/newborn.yaml', 'scene: P1.1', 'scene: E1.3'))).toEqual(['chains/newborn.yaml:6 没有名为“1.3”的企业场景，是不是“1.1”？']);
  });
  test('to an item or variant that does not exist is found in chains and sites', () => {
    expect(says(replaced('chains/newborn.yaml', 'item: vaccination', 'item: vacination'))).toEqual(['chains/newborn.yaml:14 没有名为“vacination”的事项，是不是“vaccination”？']);
    expect(says(replaced('chains/newborn.yaml', 'item: vaccination', 'item: vaccination, variant: first'))).toEqual(['chains/newborn.yaml:14 “vaccination”没有名为“first”的子项']);
    expect(says(replaced('chains/newborn.yaml', '[reason, nation]', '[reason, natoin]'))).toEqual(['chains/newborn.yaml:14 没有名为“natoin”的数据元，是不是“nation”？']);
    expect(says(replaced('sites/demo.yaml', '[birth-certificate]', '[newborn, birth-certifcate]'))).toEqual(['sites/demo.yaml:8 没有名为“birth-certifcate”的事项，是不是“birth-certificate”？']);
  });
});

describe('an item', () => {
  test('says its type itself or on its variants, not on both and not nowhere', () => {
    expect(says({ [itemFile]: item.replace('type: 公共服务\n', '') })).toEqual([`${itemFile}:1 没有子项的事项必须写 type（事项类型）`]);
    expect(saysOf('variants: [{ id: one, name: 甲, en: A, type: 公共服务 }]\n')).toEqual([`${5 - itemLines} 有子项时类型写在子项上，事项本身不写 type`]);
    expect(says({ [itemFile]: item.replace('公共服务', '公共') })).toEqual([`${itemFile}:5 type：事项类型只能是行政许可、行政确认、行政给付、其他行政权力、公共服务、其他`]);
  });
  test('with steps has at least one example', () => {
    expect(saysOf('steps: [{ do: notice }]\n')).toEqual(['1 写了 steps 的事项至少要有一个 examples，作为它的测试']);
  });
});

describe('a code', () => {
  const code = (value: string) => saysOf(`identity:\n  implementationCode: ${value}\n`);
  test('of 31 characters with a wrong credit code in front is found', () => {
    expect(code('11371300004448355A4372014917003')).toEqual([]);
    const sentence = '2 identity › implementationCode：实施编码的前 18 位不是有效的统一社会信用代码（校验位不符，GB 32100）';
    expect(code('1137130000444835514372014917003')).toEqual([sentence]);
    expect(code('11371300004448356A4372014917003')).toEqual([sentence]);
  });
  test('of another length or with a level that does not exist is found', () => {
    const sentence = '2 identity › implementationCode：实施编码是 31 位：统一社会信用代码 18 + 行使层级 1 + 基本编码 12';
    expect(code('11371300004448355A437201491700')).toEqual([sentence]);
    expect(code('11371300004448355A7372014917003')).toEqual([sentence]);
    expect(saysOf('identity:\n  businessCode: 11371300004448355A4372014917003\n')).toEqual(['2 identity › businessCode：业务办理项编码是 33 位：实施编码 31 + 2']);
    expect(saysOf('owner:\n  bodyCode: 11371300004448356A\n')).toEqual(['2 owner › bodyCode：不是有效的统一社会信用代码（GB 32100）']);
  });
});

describe('the sentences of the two languages', () => {
  test('are the same ones', () => {
    expect(says(replaced('texts/en.yaml', 'next: Next, ', ''))).toEqual(['texts/en.yaml:1 缺少“bar.next”这一句']);
    expect(says(replaced('texts/en.yaml', 'promise: I promise', 'promise: I promise, oath: I swear'))).toEqual(['texts/zh.yaml:2 缺少“statement.oath”这一句']);
  });
  test('have the same blanks', () => {
    expect(says(replaced('texts/en.yaml', '{n} to go', '{m} to go'))).toEqual(['texts/en.yaml:1 “bar.left”里的 {…} 与另一种语言不一致', 'texts/zh.yaml:1 “bar.left”里的 {…} 与另一种语言不一致']);
  });
});

test('findings of many files come all at once, in the order of files and lines', () => {
  expect(says({
    [itemFile]: `${item.replace('市卫生健康委', '市卫计委')}timming: 1\nplain: 甲 # 乙\n`, 'texts/en.yaml': good['texts/en.yaml']!.replace('next: Next, ', ''), 'lists/nations.yaml': good['lists/nations.yaml']!.replace('name: 民族', 'nmae: 民族'),
  })).toEqual([
    `${itemFile}:12 不认识“timming”这一项，是不是想写“timing”？`, `${itemFile}:13 “#”后面的文字会被当成注释丢掉；要么另起一行，要么给整个值加引号`,
    'lists/nations.yaml:2 不认识“nmae”这一项，是不是想写“name”？', 'texts/en.yaml:1 缺少“bar.next”这一句',
  ]);
});

test.each([
  ['fields/one.yaml', 'id: reason', 'idd: reason', 'fields/one.yaml:2 不认识“idd”这一项，是不是想写“id”？'],
  ['texts/en.yaml', 'next: Next', 'next: [Next]', 'texts/en.yaml:1 bar › next：应当是一段文字'],
  ['departments.yaml', 'city:', 'citty:', 'departments.yaml:2 不认识“citty”这一项，是不是想写“city”？'],
  ['stages.yaml', 'person:', 'persn:', 'stages.yaml:2 不认识“persn”这一项，是不是想写“person”？'],
  ['lists/nations.yaml', 'entries:', 'entrys:', 'lists/nations.yaml:4 不认识“entrys”这一项，是不是想写“entries”？'],
  [itemFile, 'en: Medical', 'eng: Medical', `${itemFile}:4 不认识“eng”这一项，是不是想写“en”？`],
])('a mistake in %s does not make every file that relies on it look wrong', (file, one, other, sentence) => {
  expect(says(replaced(file, one, other))).toEqual([sentence]);
});

import { derivations } from '../../kiosk/core/derive.ts';
import { rules } from '../../kiosk/core/rules.ts';
import type { Condition, Test } from '../schema/condition.ts';
import type { Pack } from '../schema/pack.ts';
import type { Step } from '../schema/step.ts';
import { nearest } from './explain.ts';
import type { Finding, Sheet } from './read.ts';

type Keys = readonly (string | number)[];
type Say = (keys: Keys, says: string) => void;
const tests = (c: Condition): readonly Test[] => ('all' in c ? c.all : 'any' in c ? c.any : [c]);

/** Every name a file uses must exist: fields, rules, materials, lists, departments, scenes, statements, items. */
export function checkLinks(pack: Pack, sheets: { readonly items: readonly Sheet<{ readonly id: string }>[]; readonly chains: readonly Sheet<{ readonly id: string }>[]; readonly fields: readonly Sheet<{ readonly fields: readonly { readonly id: string }[] }>[] }, findings: Finding[]): void {
  const sayFor = (sheet: Sheet<unknown>): Say => (keys, says) => findings.push({ file: sheet.file, line: sheet.line(keys), says });
  const names = namesOf(pack);
  const missing = (say: Say, keys: Keys, kind: keyof typeof names, name: string) => {
    if (names[kind].has(name)) return;
    const guess = nearest(name, [...names[kind]]);
    say(keys, `没有名为“${name}”的${labels[kind]}${guess ? `，是不是“${guess}”？` : ''}`);
  };
  const condition = (say: Say, keys: Keys, c: Condition | null | undefined) => {
    for (const t of c ? tests(c) : []) missing(say, keys, 'rule' in t ? 'rules' : 'fields', 'rule' in t ? t.rule : t.field);
  };
  const steps = (say: Say, base: Keys, list: readonly Step[] | null) => {
    for (const [i, step] of (list ?? []).entries()) {
      const at = [...base, 'steps', i];
      condition(say, at, step.when);
      if (step.do === 'ask' || step.do === 'fill') {
        for (const use of step.fields) {
          missing(say, at, 'fields', typeof use === 'string' ? use : use.field);
          if (typeof use !== 'string') condition(say, at, use.when);
        }
      }
      if (step.do === 'consent') for (const f of step.facts) missing(say, at, 'fields', f);
      if (step.do === 'records' || step.do === 'print') missing(say, at, 'fields', step.years);
      if (step.do === 'sign') missing(say, at, 'statements', step.statement);
    }
  };

  for (const sheet of sheets.items) {
    const item = pack.items[sheet.value.id];
    if (!item) continue;
    const say = sayFor(sheet);
    missing(say, ['scene'], item.list === 'person' ? 'personScenes' : 'enterpriseScenes', item.scene);
    for (const [level, names2] of [['city', pack.departments.city], ['district', pack.departments.district]] as const) {
      for (const name of [item[level].lead, ...item[level].with]) {
        const known = names2.map((d) => d.name);
        // E55 prints two lead departments in one cell, joined by 、
        for (const one of name.split('、')) if (!known.includes(one)) say([level], `部门表里没有“${one}”${nearest(one, known) ? `，是不是“${nearest(one, known)}”？` : ''}`);
      }
    }
    if (item.variants.length === 0 && item.type === null) say(['type'], '没有子项的事项必须写 type（事项类型）');
    if (item.variants.length > 0 && item.type !== null) say(['type'], '有子项时类型写在子项上，事项本身不写 type');
    steps(say, [], item.steps);
    for (const [i, m] of (item.materials ?? []).entries()) missing(say, ['materials', i], 'materials', m.material);
    for (const [i, variant] of item.variants.entries()) {
      condition(say, ['variants', i, 'when'], variant.when);
      steps(say, ['variants', i], variant.steps);
      for (const m of variant.materials ?? []) missing(say, ['variants', i, 'materials'], 'materials', m.material);
    }
    if ((item.steps || item.variants.some((x) => x.steps)) && item.examples.length === 0) say(['steps'], '写了 steps 的事项至少要有一个 examples，作为它的测试');
  }
  for (const sheet of sheets.chains) {
    const chain = pack.chains[sheet.value.id];
    if (!chain) continue;
    const say = sayFor(sheet);
    steps(say, [], chain.steps);
    for (const [i, part] of chain.parts.entries()) {
      missing(say, ['parts', i, 'item'], 'items', part.item);
      condition(say, ['parts', i, 'when'], part.when);
      for (const f of part.form.fields) missing(say, ['parts', i, 'form'], 'fields', f);
      for (const m of part.materials) missing(say, ['parts', i, 'materials'], 'materials', m.material);
    }
  }
  for (const sheet of sheets.fields) {
    for (const [i, { id }] of sheet.value.fields.entries()) {
      const field = pack.fields[id];
      if (!field) continue;
      const say = sayFor(sheet);
      if (field.derive !== undefined && !(field.derive in derivations)) say(['fields', i, 'derive'], `没有名为“${field.derive}”的推算规则${nearest(field.derive, Object.keys(derivations)) ? `，是不是“${nearest(field.derive, Object.keys(derivations))}”？` : ''}`);
      if (typeof field.options === 'string') missing(say, ['fields', i, 'options'], 'lists', field.options);
      if ((field.type === 'choice' || field.type === 'choices') && field.options === undefined) say(['fields', i], '选择题要写 options');
    }
  }
}

const labels = { fields: '数据元', rules: '规则', materials: '材料', lists: '清单', items: '事项', statements: '承诺书', personScenes: '个人场景', enterpriseScenes: '企业场景' };
const namesOf = (pack: Pack) => ({
  fields: new Set(Object.keys(pack.fields)), rules: new Set(Object.keys(rules)), materials: new Set(Object.keys(pack.materials)), lists: new Set(Object.keys(pack.lists)),
  items: new Set(Object.keys(pack.items)),
  statements: new Set(Object.keys(pack.texts.zh).filter((k) => k.startsWith('statement.')).map((k) => k.slice('statement.'.length))),
  personScenes: new Set(pack.stages.person.flatMap((s) => s.scenes.map((c) => c.no))), enterpriseScenes: new Set(pack.stages.enterprise.flatMap((s) => s.scenes.map((c) => c.no))),
});

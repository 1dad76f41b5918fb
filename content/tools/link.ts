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

/** What a file of content holds; a file that could not be read is missed in vain by all who name what stands in it. */
export type Kind = 'items' | 'chains' | 'fields' | 'materials' | 'lists' | 'sites' | 'stages' | 'departments' | 'texts';
interface Sheets {
  readonly items: readonly Sheet<{ readonly id: string }>[]; readonly chains: readonly Sheet<{ readonly id: string }>[];
  readonly fields: readonly Sheet<{ readonly fields: readonly { readonly id: string }[] }>[]; readonly sites: readonly Sheet<{ readonly id: string }>[]; readonly lists: readonly Sheet<{ readonly id: string }>[];
}

/** Every name a file uses must exist: fields and their options, rules, materials, lists, departments, scenes, statements, items. */
export function checkLinks(pack: Pack, sheets: Sheets, lost: ReadonlySet<Kind>, findings: Finding[]): void {
  const sayFor = (sheet: Sheet<unknown>): Say => (keys, says) => findings.push({ file: sheet.file, line: sheet.line(keys), says });
  const names = namesOf(pack);
  const missing = (say: Say, keys: Keys, kind: Named, name: string) => {
    if (names[kind].has(name) || filesOf[kind].some((file) => lost.has(file))) return;
    const guess = nearest(name, [...names[kind]]);
    say(keys, `没有名为“${name}”的${labels[kind]}${guess ? `，是不是“${guess}”？` : ''}`);
  };
  const once = (say: Say, ids: readonly string[], at: (i: number) => Keys) => {
    for (const [i, id] of ids.entries()) if (ids.indexOf(id) < i) say(at(i), `“${id}”写了两次，每个名字只能用一次`);
  };
  const test = (say: Say, keys: Keys, t: Test) => {
    if ('rule' in t) return missing(say, keys, 'rules', t.rule);
    missing(say, keys, 'fields', t.field);
    const options = optionIds(pack, t.field);
    for (const value of 'is' in t ? [t.is] : t.in) {
      if (options && !options.includes(value)) say(keys, `“${t.field}”没有“${value}”这个选项${nearest(value, options) ? `，是不是“${nearest(value, options)}”？` : ''}`);
    }
  };
  const condition = (say: Say, keys: Keys, c: Condition | null | undefined) => {
    for (const t of c ? tests(c) : []) test(say, keys, t);
  };
  const materials = (say: Say, base: Keys, uses: readonly { readonly material: string }[] | null) => {
    for (const [i, use] of (uses ?? []).entries()) missing(say, [...base, 'materials', i], 'materials', use.material);
  };
  const steps = (say: Say, base: Keys, list: readonly Step[] | null) => {
    for (const [i, step] of (list ?? []).entries()) {
      const at = [...base, 'steps', i];
      condition(say, [...at, 'when'], step.when);
      if (step.do === 'ask' || step.do === 'fill') {
        for (const [j, use] of step.fields.entries()) {
          missing(say, [...at, 'fields', j], 'fields', typeof use === 'string' ? use : use.field);
          if (typeof use !== 'string') condition(say, [...at, 'fields', j], use.when);
        }
      }
      if (step.do === 'consent') for (const [j, f] of step.facts.entries()) missing(say, [...at, 'facts', j], 'fields', f);
      if (step.do === 'records' || step.do === 'print') missing(say, [...at, 'years'], 'fields', step.years);
      if (step.do === 'sign') missing(say, [...at, 'statement'], 'statements', step.statement);
    }
  };
  const examples = (say: Say, list: readonly { readonly facts: Readonly<Record<string, string>> }[]) => {
    for (const [i, example] of list.entries()) for (const field of Object.keys(example.facts)) missing(say, ['examples', i, 'facts', field], 'fields', field);
  };

  for (const sheet of sheets.items) {
    const item = pack.items[sheet.value.id];
    if (!item) continue;
    const say = sayFor(sheet);
    missing(say, ['scene'], item.list === 'person' ? 'personScenes' : 'enterpriseScenes', item.scene);
    for (const [level, names2] of [['city', pack.departments.city], ['district', pack.departments.district]] as const) {
      if (lost.has('departments')) break;
      for (const name of [item[level].lead, ...item[level].with]) {
        const known = names2.map((d) => d.name);
        // E55 prints two lead departments in one cell, joined by 、
        for (const one of name.split('、')) if (!known.includes(one)) say([level], `部门表里没有“${one}”${nearest(one, known) ? `，是不是“${nearest(one, known)}”？` : ''}`);
      }
    }
    if (item.variants.length === 0 && item.type === null) say(['type'], '没有子项的事项必须写 type（事项类型）');
    if (item.variants.length > 0 && item.type !== null) say(['type'], '有子项时类型写在子项上，事项本身不写 type');
    steps(say, [], item.steps);
    materials(say, [], item.materials);
    once(say, item.variants.map((v) => v.id), (i) => ['variants', i, 'id']);
    for (const [i, variant] of item.variants.entries()) {
      condition(say, ['variants', i, 'when'], variant.when);
      steps(say, ['variants', i], variant.steps);
      materials(say, ['variants', i], variant.materials);
    }
    examples(say, item.examples);
    if ((item.steps || item.variants.some((x) => x.steps)) && item.examples.length === 0) say(['steps'], '写了 steps 的事项至少要有一个 examples，作为它的测试');
  }
  for (const sheet of sheets.chains) {
    const chain = pack.chains[sheet.value.id];
    if (!chain) continue;
    const say = sayFor(sheet);
    missing(say, ['scene'], chain.scene.startsWith('P') ? 'personScenes' : 'enterpriseScenes', chain.scene.slice(1));
    steps(say, [], chain.steps);
    for (const [i, part] of chain.parts.entries()) {
      missing(say, ['parts', i, 'item'], 'items', part.item);
      const variants = pack.items[part.item]?.variants.map((v) => v.id);
      if (part.variant !== undefined && variants && !variants.includes(part.variant)) say(['parts', i, 'variant'], `“${part.item}”没有名为“${part.variant}”的子项`);
      condition(say, ['parts', i, 'when'], part.when);
      for (const [j, f] of part.form.fields.entries()) missing(say, ['parts', i, 'form', 'fields', j], 'fields', f);
      materials(say, ['parts', i], part.materials);
    }
    examples(say, chain.examples);
  }
  for (const sheet of sheets.fields) {
    for (const [i, { id }] of sheet.value.fields.entries()) {
      const field = pack.fields[id];
      if (!field) continue;
      const say = sayFor(sheet);
      if (field.derive !== undefined && !Object.hasOwn(derivations, field.derive)) say(['fields', i, 'derive'], `没有名为“${field.derive}”的推算规则${nearest(field.derive, Object.keys(derivations)) ? `，是不是“${nearest(field.derive, Object.keys(derivations))}”？` : ''}`);
      if (field.notBefore !== undefined) missing(say, ['fields', i, 'notBefore'], 'fields', field.notBefore);
      if (typeof field.options === 'string') missing(say, ['fields', i, 'options'], 'lists', field.options);
      else once(say, (field.options ?? []).map((o) => o.id), (j) => ['fields', i, 'options', j]);
      if ((field.type === 'choice' || field.type === 'choices') && field.options === undefined) say(['fields', i], '选择题要写 options');
    }
  }
  for (const sheet of sheets.lists) once(sayFor(sheet), (pack.lists[sheet.value.id]?.entries ?? []).map((e) => e.id), (i) => ['entries', i]);
  for (const sheet of sheets.sites) {
    for (const [i, id] of (pack.sites[sheet.value.id]?.first ?? []).entries()) if (!pack.chains[id] && !lost.has('chains')) missing(sayFor(sheet), ['first', i], 'items', id);
  }
}

/** The answers a field can have, where they are countable. */
function optionIds(pack: Pack, id: string): readonly string[] | undefined {
  const field = pack.fields[id];
  if (field?.type === 'yes-no') return ['yes', 'no'];
  if (typeof field?.options !== 'string') return field?.options?.map((o) => o.id);
  return pack.lists[field.options]?.entries.flatMap((e) => [e.id, ...(e.children ?? []).map((c) => c.id)]);
}

const labels = { fields: '数据元', rules: '规则', materials: '材料', lists: '清单', items: '事项', statements: '承诺书', personScenes: '个人场景', enterpriseScenes: '企业场景' };
type Named = keyof typeof labels;
const filesOf: Readonly<Record<Named, readonly Kind[]>> = {
  fields: ['fields'], rules: [], materials: ['materials'], lists: ['lists'], items: ['items'], statements: ['texts'], personScenes: ['stages'], enterpriseScenes: ['stages'],
};
const namesOf = (pack: Pack): Readonly<Record<Named, ReadonlySet<string>>> => ({
  fields: new Set(Object.keys(pack.fields)), rules: new Set(Object.keys(rules)), materials: new Set(Object.keys(pack.materials)), lists: new Set(Object.keys(pack.lists)),
  items: new Set(Object.keys(pack.items)),
  statements: new Set(Object.keys(pack.texts.zh).filter((k) => k.startsWith('statement.')).map((k) => k.slice('statement.'.length))),
  personScenes: new Set(pack.stages.person.flatMap((s) => s.scenes.map((c) => c.no))), enterpriseScenes: new Set(pack.stages.enterprise.flatMap((s) => s.scenes.map((c) => c.no))),
});

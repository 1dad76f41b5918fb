import type { Condition, Test } from '../../content/schema/condition.ts';
import type { MaterialUse } from '../../content/schema/material.ts';
import type { Pack } from '../../content/schema/pack.ts';
import type { Step } from '../../content/schema/step.ts';
import { derivations } from './derive.ts';
import { rules } from './rules.ts';

/** A name that nothing answers to. `file`: the file that uses it (`fields` and `materials` without their bin); `name`: `field shareholders`. */
export interface BrokenLink { readonly file: string; readonly name: string }

const tests = (c: Condition): readonly Test[] => ('all' in c ? c.all : 'any' in c ? c.any : [c]);

/**
 * Every name that assembled content uses must exist, so that no screen looks for what is not there; and every sentence of
 * `needed` (text keys of the app's own content) must be there in both languages: a pack may change sentences, never lose them.
 * What a site puts first is passed over where it is missing: a department may take its item away without asking the sites.
 * Maintainers are told the same with line numbers before they sign: content/tools/link.ts.
 */
export function brokenLinks(pack: Pack, needed: readonly string[]): readonly BrokenLink[] {
  const broken: BrokenLink[] = [];
  const scenes = { person: new Set(pack.stages.person.flatMap((s) => s.scenes.map(({ no }) => no))), enterprise: new Set(pack.stages.enterprise.flatMap((s) => s.scenes.map(({ no }) => no))) };
  const departments = { city: new Set(pack.departments.city.map(({ name }) => name)), district: new Set(pack.departments.district.map(({ name }) => name)) };

  const look = (file: string) => {
    const must = (there: boolean, kind: string, name: string) => { if (!there) broken.push({ file, name: `${kind} ${name}` }); };
    const field = (id: string) => must(Object.hasOwn(pack.fields, id), 'field', id);
    const condition = (c: Condition | null | undefined) => {
      for (const test of c ? tests(c) : []) {
        if ('rule' in test) must(Object.hasOwn(rules, test.rule), 'rule', test.rule);
        else field(test.field);
      }
    };
    const materials = (uses: readonly MaterialUse[] | null) => {
      for (const use of uses ?? []) {
        must(Object.hasOwn(pack.materials, use.material), 'material', use.material);
        condition(use.when);
      }
    };
    const steps = (all: readonly Step[] | null) => {
      for (const step of all ?? []) {
        condition(step.when);
        if (step.do === 'ask' || step.do === 'fill') {
          for (const use of step.fields) {
            field(typeof use === 'string' ? use : use.field);
            if (typeof use !== 'string') condition(use.when);
          }
        }
        if (step.do === 'consent') step.facts.forEach(field);
        if (step.do === 'records' || step.do === 'print') field(step.years);
        if (step.do === 'sign') must(Object.hasOwn(pack.texts.zh, `statement.${step.statement}`), 'text', `statement.${step.statement}`);
      }
    };
    return { must, field, condition, materials, steps };
  };

  for (const item of Object.values(pack.items)) {
    const { must, condition, materials, steps } = look(`items/${item.id}.json`);
    must(scenes[item.list].has(item.scene), 'scene', item.scene);
    for (const level of ['city', 'district'] as const) {
      // Two departments may lead together, joined by 、 as the notice prints them.
      for (const name of [item[level].lead, ...item[level].with].flatMap((names) => names.split('、'))) must(departments[level].has(name), 'department', name);
    }
    for (const part of [item, ...item.variants]) {
      materials(part.materials);
      steps(part.steps);
    }
    for (const { when } of item.variants) condition(when);
  }
  for (const chain of Object.values(pack.chains)) {
    const { must, field, condition, materials, steps } = look(`chains/${chain.id}.json`);
    must(scenes[chain.scene.startsWith('P') ? 'person' : 'enterprise'].has(chain.scene.slice(1)), 'scene', chain.scene);
    steps(chain.steps);
    for (const part of chain.parts) {
      const item = Object.hasOwn(pack.items, part.item) ? pack.items[part.item] : undefined;
      must(item !== undefined, 'item', part.item);
      if (part.variant !== undefined && item) must(item.variants.some(({ id }) => id === part.variant), 'variant', part.variant);
      condition(part.when);
      part.form.fields.forEach(field);
      materials(part.materials);
    }
  }
  for (const one of Object.values(pack.fields)) {
    const { must, field } = look('fields');
    if (one.derive !== undefined) must(Object.hasOwn(derivations, one.derive), 'derivation', one.derive);
    if (one.notBefore !== undefined) field(one.notBefore);
    if (typeof one.options === 'string') must(Object.hasOwn(pack.lists, one.options), 'list', one.options);
    if (one.type === 'choice' || one.type === 'choices') must(one.options !== undefined, 'options of', one.id);
  }
  for (const language of ['zh', 'en'] as const) {
    const { must } = look(`texts/${language}`);
    for (const key of needed) must(Object.hasOwn(pack.texts[language], key), 'text', key);
  }
  return broken;
}
